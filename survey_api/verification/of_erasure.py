"""Is what was stated to be destroyed of a wave signed by those who held it?"""

import json
from collections.abc import Iterator
from typing import Any

from survey_api.credentials import keys
from survey_api.credentials.encoding import UNREADABLE, Malformed, b64u_decode
from survey_api.credentials.manifest import Manifest, manifest_hash
from survey_api.release.erasure import Erasure
from survey_api.verification.findings import Finding, found
from survey_api.verification.public_files import PublicFiles


def check_erasure(files: PublicFiles, manifest: Manifest) -> Iterator[Finding]:
    """One finding for each statement; that nothing else was kept nobody can check."""
    if files.erasure is None:
        yield found("erasure", None)
        return
    try:
        listed: list[Any] = json.loads(files.erasure)
        pairs = [(b64u_decode(one["erasure"]), b64u_decode(one["signature"])) for one in listed]
        said = [(raw, signature, Erasure.parse(raw)) for raw, signature in pairs]
    except (*UNREADABLE, Malformed):
        yield found("erasure", False, why="it cannot be read.")
        return
    for raw, signature, erasure in said:
        yield _checked(files, manifest, erasure, signer(manifest, raw, signature))


def signer(manifest: Manifest, raw: bytes, signature: bytes) -> str | None:
    """Who of the two that can destroy something signed it, if either."""
    if keys.verify(manifest.keys.checkpoint, raw, signature):
        return "The server"
    return "The key holder" if keys.verify(manifest.keys.statement, raw, signature) else None


def _checked(files: PublicFiles, manifest: Manifest, erasure: Erasure, who: str | None) -> Finding:
    if who is None:
        return found("erasure", False, why="neither server nor key holder signed it.")
    if (erasure.wave, erasure.manifest_hash) != (manifest.wave_text, manifest_hash(files.manifest)):
        return found("erasure", False, why="it names another wave or another manifest.")
    parts = ", ".join(one.replace("_", " ") for one in erasure.erased)
    return found("erasure", True, who=who, parts=parts, on=erasure.on)
