"""Is the manifest whole, whose is it, and do questionnaire and answer page belong to it?"""

import hashlib
from collections.abc import Iterator

from survey_api.credentials import keys
from survey_api.credentials.client_list import BadClientList, ClientList
from survey_api.credentials.manifest import Manifest, fingerprint
from survey_api.verification.findings import Finding, found
from survey_api.verification.public_files import PublicFiles

SHOWN = 5
TEMPLATE = "index.html"


def check_manifest(
    files: PublicFiles, manifest: Manifest, given_fingerprint: str | None
) -> Iterator[Finding]:
    """Everything that can be said before the wave has closed."""
    least = min(entry.eligible for entry in manifest.units)
    yield found("manifest", True, groups=len(manifest.units), least=least, k=manifest.k)
    yield found("manifest.signature", _is_signed(files, manifest))
    own = fingerprint(files.manifest)
    is_same = _plain(given_fingerprint) == _plain(own) if given_fingerprint else None
    yield found("fingerprint", is_same, fingerprint=own)
    yield found("questionnaire", _is_digest(files.questionnaire, manifest.questionnaire_sha256))
    yield from _client(files, manifest)


def _is_signed(files: PublicFiles, manifest: Manifest) -> bool | None:
    if files.manifest_signature is None:
        return None
    return keys.verify(manifest.keys.checkpoint, files.manifest, files.manifest_signature)


def _client(files: PublicFiles, manifest: Manifest) -> Iterator[Finding]:
    """A closed wave may be served by a newer page; nobody answers on it any more."""
    listed = _listed(files.client)
    is_named = listed is not None and listed.digest == manifest.client_sha256
    if not is_named and (files.client is None or files.checkpoint is not None):
        yield found("client", None)
        return
    yield found("client", is_named)
    if listed is None or not is_named:
        return
    if not files.client_files:
        yield found("client.files", None)
        return
    yield _served(files, listed)
    if files.page is not None:
        is_listed = _hex(files.page) in listed.documents.values()
        yield found("client.page", is_listed, digest=_hex(files.page))


def _served(files: PublicFiles, listed: ClientList) -> Finding:
    """The document is served filled in with names and contacts, never as the template it is."""
    has = {name: _hex(body) for name, body in files.client_files.items()}
    wanted = {name: digest for name, digest in listed.files.items() if name != TEMPLATE}
    wrong = sorted(name for name, digest in wanted.items() if has.get(name) != digest)
    names = ", ".join(wrong[:SHOWN]) + (" …" if len(wrong) > SHOWN else "")
    return found("client.files", not wrong, n=len(wanted), names=names)


def _listed(raw: bytes | None) -> ClientList | None:
    try:
        return ClientList.read(raw or b"")
    except BadClientList:
        return None


def _is_digest(content: bytes | None, digest: bytes) -> bool | None:
    return None if content is None else hashlib.sha256(content).digest() == digest


def _hex(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _plain(text: str | None) -> str:
    """As people type it: O for 0, I and L for 1."""
    letters = (text or "").replace("-", "").replace(" ", "").upper()
    return letters.translate(str.maketrans("OIL", "011"))
