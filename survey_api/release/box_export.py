"""A box export as one file, so that a key holder elsewhere can make the release from it.

A plain ZIP, stored, with fixed names and dates: the same box gives the same bytes. It holds
sealed envelopes in the order of their leaves, never the order in which they arrived, and the
releases that are out, oldest first, each with the ledger that only its maker can open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from survey_api.credentials.encoding import CAST_SIZES, HASH_BYTES, Malformed
from survey_api.credentials.envelope import CastMessage, cast_body, leaf, parse_cast
from survey_api.credentials.manifest import manifest_hash, parse
from survey_api.errors import Invalid
from survey_api.release import stored_zip
from survey_api.release.inputs import ReleaseInput
from survey_api.release.signed_release import PastRelease

ENVELOPES, LEAVES = "envelopes", "log_leaves"
DOCUMENTS = tuple(one.name for one in fields(ReleaseInput) if one.name not in {ENVELOPES, LEAVES})
PAST: Final = re.compile(r"past/(\d{4})/([\w-]{22})/(bundle|ledger)")


class ExportUnreadable(Invalid):
    """This file is not a whole box export; ask whoever made it to export the box again."""


@dataclass(frozen=True)
class Exported:
    """What a key holder is sent: the box, and ``past`` releases, oldest first."""

    box: ReleaseInput
    past: tuple[PastRelease, ...] = ()


def export(box: ReleaseInput, past: Sequence[PastRelease] = ()) -> bytes:
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
    for place, one in enumerate(past):
        at = f"past/{place:04}/{one.wave}"
        parts |= {f"{at}/bundle": one.bundle, f"{at}/ledger": one.ledger}
    return stored_zip.pack(parts)


def import_(raw: bytes) -> Exported:
    """The box in a file. What it says is verified when the release is made, not here."""
    try:
        parts = stored_zip.unpack(raw)
        past = _past({name: parts.pop(name) for name in list(parts) if name.startswith("past/")})
        if parts.keys() != {*DOCUMENTS, ENVELOPES, LEAVES}:
            raise ExportUnreadable
        manifest = parse(parts["manifest"])
        bodies = _cut(parts.pop(ENVELOPES), CAST_SIZES[manifest.comments])
        envelopes = tuple(parse_cast(body, manifest.padded) for body in bodies)
        leaves = tuple(_cut(parts.pop(LEAVES), HASH_BYTES))
    except (stored_zip.NotStored, Malformed) as error:
        raise ExportUnreadable from error
    return Exported(ReleaseInput(**parts, envelopes=envelopes, log_leaves=leaves), past)


def _past(parts: dict[str, bytes]) -> tuple[PastRelease, ...]:
    found: dict[tuple[int, str], dict[str, bytes]] = {}
    for name, content in sorted(parts.items()):
        match = PAST.fullmatch(name)
        if match is None:
            raise ExportUnreadable
        found.setdefault((int(match[1]), match[2]), {})[match[3]] = content
    whole = all(one.keys() == {"bundle", "ledger"} for one in found.values())
    if not whole or [place for place, _ in found] != list(range(len(found))):
        raise ExportUnreadable
    return tuple(PastRelease(wave, **one) for (_, wave), one in found.items())


def _body(envelope: CastMessage) -> bytes:
    return cast_body(envelope.prefix, envelope.bpk, envelope.sig, envelope.sealed, envelope.sigma)


def _cut(content: bytes, length: int) -> list[bytes]:
    if len(content) % length:
        raise ExportUnreadable
    return [content[at : at + length] for at in range(0, len(content), length)]
