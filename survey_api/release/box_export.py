"""A box export as one file, so that a key holder elsewhere can make the release from it.

A plain ZIP, stored, with fixed names and dates: the same box gives the same bytes. It holds
sealed envelopes in the order of their leaves, never the order in which they arrived.
"""

import io
import zipfile
from dataclasses import fields

from survey_api.credentials.encoding import CAST_SIZES, HASH_BYTES, Malformed
from survey_api.credentials.envelope import CastMessage, cast_body, leaf, parse_cast
from survey_api.credentials.manifest import manifest_hash, parse
from survey_api.errors import Invalid
from survey_api.release.inputs import ReleaseInput

EPOCH = (1980, 1, 1, 0, 0, 0)
ENVELOPES, LEAVES = "envelopes", "log_leaves"
DOCUMENTS = tuple(one.name for one in fields(ReleaseInput) if one.name not in {ENVELOPES, LEAVES})
ENCRYPTED = 0x1


class ExportUnreadable(Invalid):
    """This file is not a whole box export; ask whoever made it to export the box again."""


def export(box: ReleaseInput) -> bytes:
    """The box as one file, whatever order its envelopes and leaves are in.

    Raises ``Malformed`` for an envelope of another length than this wave's.
    """
    mh, manifest = manifest_hash(box.manifest), parse(box.manifest)
    ordered = sorted((leaf(mh, one.bpk, one.sealed), _body(one)) for one in box.envelopes)
    bodies = [body for _, body in ordered]
    for body in bodies:
        parse_cast(body, manifest.padded)
    parts: dict[str, bytes] = {name: getattr(box, name) for name in DOCUMENTS}
    parts |= {ENVELOPES: b"".join(bodies), LEAVES: b"".join(sorted(box.log_leaves))}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return file.getvalue()


def import_(raw: bytes) -> ReleaseInput:
    """The box in a file. What it says is verified when the release is made, not here."""
    parts = _parts(raw)
    try:
        manifest = parse(parts["manifest"])
        bodies = _cut(parts.pop(ENVELOPES), CAST_SIZES[manifest.comments])
        envelopes = tuple(parse_cast(body, manifest.padded) for body in bodies)
        leaves = tuple(_cut(parts.pop(LEAVES), HASH_BYTES))
    except Malformed as error:
        raise ExportUnreadable from error
    return ReleaseInput(**parts, envelopes=envelopes, log_leaves=leaves)


def _parts(raw: bytes) -> dict[str, bytes]:
    """name → content. Stored entries only, so that a small file cannot unpack into a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if sorted(one.filename for one in entries) != sorted((*DOCUMENTS, ENVELOPES, LEAVES)):
                raise ExportUnreadable
            if any(one.compress_type or one.flag_bits & ENCRYPTED for one in entries):
                raise ExportUnreadable
            return {one.filename: archive.read(one) for one in entries}
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise ExportUnreadable from error


def _body(envelope: CastMessage) -> bytes:
    return cast_body(envelope.prefix, envelope.bpk, envelope.sig, envelope.sealed, envelope.sigma)


def _cut(content: bytes, length: int) -> list[bytes]:
    if len(content) % length:
        raise ExportUnreadable
    return [content[at : at + length] for at in range(0, len(content), length)]
