"""An auditor's whole round over one wave: every link from the manifest to the statement."""

from collections.abc import Iterator, Sequence

from survey_api.credentials.encoding import Malformed
from survey_api.credentials.manifest import Manifest, fingerprint, parse
from survey_api.release.statement import Statement
from survey_api.verification import of_erasure, of_log, of_manifest, of_statement
from survey_api.verification.findings import Finding, Report, found
from survey_api.verification.of_log import Doubt
from survey_api.verification.public_files import PublicFiles


def verify_wave(
    files: PublicFiles,
    *,
    wave: str | None = None,
    given_fingerprint: str | None = None,
    bundle: bytes | None = None,
    earlier: Sequence[PublicFiles] = (),
) -> Report:
    """Check what is there. ``wave`` is the id that was asked for, ``given_fingerprint`` the one
    on the notice board, ``earlier`` are waves whose files were kept."""
    own = fingerprint(files.manifest)
    try:
        manifest = parse(files.manifest)
    except Malformed as error:
        unreadable = found("manifest", False, why=str(error))
        return Report(wave or "", "", own, (unreadable,))
    findings: list[Finding] = []
    if wave is not None:
        findings.append(found("manifest.wave", wave == manifest.wave_text))
    findings += of_manifest.check_manifest(files, manifest, given_fingerprint)
    findings += _after_the_close(files, manifest, bundle, earlier)
    return Report(manifest.wave_text, manifest.title, own, tuple(findings))


def _after_the_close(
    files: PublicFiles, manifest: Manifest, bundle: bytes | None, earlier: Sequence[PublicFiles]
) -> Iterator[Finding]:
    said = of_log.read_checkpoint(files, manifest)
    if said is None or isinstance(said, Doubt):
        yield found("checkpoint", None if said is None else False, why=said.why if said else "")
        return
    yield from of_log.check_log(files, said)
    stated = of_statement.read_statement(files, manifest)
    if stated is None or isinstance(stated, Doubt):
        yield found(
            "statement", None if stated is None else False, why=stated.why if stated else ""
        )
    else:
        yield from of_statement.check_statement(files, manifest, said, stated)
        if bundle is not None:
            yield of_statement.check_bundle(bundle, stated)
        yield from of_erasure.check_erasure(files, manifest)
    for before in earlier:
        yield from _earlier(files, manifest, before)


def _earlier(files: PublicFiles, manifest: Manifest, before: PublicFiles) -> Iterator[Finding]:
    """A wave that was kept: its checkpoint in the history, its release in this statement."""
    try:
        its = parse(before.manifest)
    except Malformed:
        yield found("earlier", None, wave="?", why="its manifest cannot be read.")
        return
    said, then = of_log.read_checkpoint(files, manifest), of_log.read_checkpoint(before, its)
    if said is None or then is None or isinstance(said, Doubt) or isinstance(then, Doubt):
        why = then.why if isinstance(then, Doubt) else "it has no checkpoint."
        yield found("earlier", None, wave=its.wave_text, why=why)
        return
    yield of_log.check_earlier(files, said, before, then)
    stated = of_statement.read_statement(files, manifest)
    was_stated = of_statement.read_statement(before, its)
    if isinstance(stated, Statement) and isinstance(was_stated, Statement):
        yield of_statement.check_earlier_release(stated, was_stated)
