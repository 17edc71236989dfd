"""Does the key holder's statement count the published log, and does the result belong to it?"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from survey_api.credentials import keys
from survey_api.credentials.checkpoint import Checkpoint
from survey_api.credentials.encoding import UNREADABLE, b64u
from survey_api.credentials.manifest import Manifest, canonical, manifest_hash
from survey_api.release.statement import Statement, StatementMalformed
from survey_api.verification.findings import Finding, found
from survey_api.verification.of_log import NOT_SIGNED, OTHER_WAVE, Doubt
from survey_api.verification.public_files import PublicFiles

SIGNATURE_MISSING = "its signature (statement.sig) is not among your files."


def read_statement(files: PublicFiles, manifest: Manifest) -> Statement | Doubt | None:
    """The statement, if it is signed and of this wave; None where there is none yet."""
    if files.statement is None:
        return None
    if files.statement_signature is None:
        return Doubt(SIGNATURE_MISSING)
    if not keys.verify(manifest.keys.statement, files.statement, files.statement_signature):
        return Doubt(NOT_SIGNED)
    try:
        stated = Statement.parse(files.statement)
    except StatementMalformed:
        return Doubt("it cannot be read.")
    if (stated.wave, stated.manifest_hash) != (manifest.wave_text, manifest_hash(files.manifest)):
        return Doubt(OTHER_WAVE)
    return stated


def check_statement(
    files: PublicFiles, manifest: Manifest, said: Checkpoint, stated: Statement
) -> Iterator[Finding]:
    """Every number in it against the log and the manifest, and against each other."""
    yield found("statement", True)
    is_this_log = (stated.log_root, stated.log_size) == (said.head.root, said.head.size)
    names_it = stated.checkpoint_sha256 == hashlib.sha256(files.checkpoint or b"").digest()
    yield found("statement.log", is_this_log and names_it, size=stated.log_size)
    yield from _sums(stated)
    yield from _people(stated, manifest)


def check_bundle(bundle: bytes, stated: Statement) -> Finding:
    """Whether this result file is the signed one, and its figures those of the statement."""
    if hashlib.sha256(bundle).digest() != stated.bundle_sha256:
        return found("bundle", False, why="it has another digest.")
    try:
        document: dict[str, Any] = json.loads(bundle)
        cells = hashlib.sha256(canonical(document["units"])).digest()
        fits = document["manifest_hash"] == b64u(stated.manifest_hash)
    except UNREADABLE:
        return found("bundle", False, why="it cannot be read.")
    if not fits or cells != stated.cells_digest:
        return found("bundle", False, why="its figures are not those that the statement names.")
    return found("bundle", True)


def check_earlier_release(stated: Statement, then: Statement) -> Finding:
    """Whether this release knew the earlier one as it was published."""
    return found("earlier.release", then.bundle_sha256 in stated.earlier, wave=then.wave)


def _sums(stated: Statement) -> Iterator[Finding]:
    rejected = sum(stated.rejected.values())
    parts = {"accepted": stated.accepted, "superseded": stated.superseded, "rejected": rejected}
    is_whole = sum(parts.values()) == stated.log_size
    yield found("statement.sum", is_whole, size=stated.log_size, **parts)
    yield found("statement.outside", stated.outside_log == 0, n=stated.outside_log)


def _people(stated: Statement, manifest: Manifest) -> Iterator[Finding]:
    """A group whose counts disagree may spoil the total too; it is withheld and named."""
    asked = sum(entry.eligible for entry in manifest.units)
    fits: bool | None = stated.accepted <= stated.issued <= stated.eligible
    if not fits and stated.withheld_units:
        fits = None
    if stated.eligible != asked:
        fits = False
    numbers = {name: getattr(stated, name) for name in ("accepted", "issued", "eligible")}
    yield found("statement.people", fits, **numbers)
    groups = sorted((*stated.counts_agree, *stated.withheld_units))
    is_every = groups == sorted(manifest.by_unit)
    withheld = len(stated.withheld_units)
    said = None if is_every and withheld else is_every
    yield found("statement.groups", said, groups=len(groups), withheld=withheld)
