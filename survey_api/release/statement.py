"""The key holder's public word on a wave: what lay in the box and what became of it.

A document of its own, so that anybody may read it, also those who may see no result. It names
the bundle by its digest; the bundle does not know of it. Of a group it says only that its
counts agreed or that it is withheld: how many answered there is nobody's business.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from survey_api.credentials.checkpoint import Checkpoint
from survey_api.credentials.encoding import (
    HASH_BYTES,
    UNREADABLE,
    Malformed,
    b64u,
    b64u_decode,
    sized,
)
from survey_api.credentials.manifest_form import canonical
from survey_api.release.checks import Checked
from survey_api.release.inputs import ReleaseInput
from survey_api.release.opening import Opened, Rejection

VERSION: Final = 1
_COUNTS: Final = ("log_size", "accepted", "superseded", "outside_log", "issued", "eligible")
_HASHES: Final = (
    "manifest_hash",
    "checkpoint_sha256",
    "log_root",
    "cells_digest",
    "bundle_sha256",
)


class StatementMalformed(Malformed):
    """This statement cannot be read; fetch it again from the survey address."""


@dataclass(frozen=True)
class Statement:
    """What is signed with the statement key of the manifest.

    ``rejected`` counts envelopes of the log by reason, ``outside_log`` those that lay in the
    box without standing in the log; ``issued`` and ``eligible`` are of the whole organisation.
    """

    wave: str
    manifest_hash: bytes
    checkpoint_sha256: bytes
    log_root: bytes
    log_size: int
    accepted: int
    superseded: int
    rejected: Mapping[str, int]
    outside_log: int
    issued: int
    eligible: int
    counts_agree: tuple[str, ...]
    withheld_units: tuple[str, ...]
    cells_digest: bytes
    bundle_sha256: bytes
    earlier: tuple[bytes, ...] = ()

    def encode(self) -> bytes:
        """Canonical JSON. ``frame_sum_tree`` is kept for a later version of the protocol."""
        return canonical(
            {
                "v": VERSION,
                **{name: getattr(self, name) for name in _COUNTS},
                **{name: b64u(getattr(self, name)) for name in _HASHES},
                "wave": self.wave,
                "rejected": dict(self.rejected),
                "counts_agree": self.counts_agree,
                "withheld_units": self.withheld_units,
                "earlier": [b64u(one) for one in self.earlier],
                "frame_sum_tree": None,
            }
        )

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The statement in these bytes; raises ``StatementMalformed``."""
        try:
            said: dict[str, Any] = json.loads(raw)
            if said["v"] != VERSION or canonical(said) != raw:
                raise ValueError("not a form that is known here")
            parts: dict[str, Any] = {name: _count(said[name]) for name in _COUNTS}
            parts |= {name: _hash(said[name]) for name in _HASHES}
            return cls(
                wave=_text(said["wave"]),
                rejected={reason: _count(n) for reason, n in said["rejected"].items()},
                counts_agree=tuple(map(_text, said["counts_agree"])),
                withheld_units=tuple(map(_text, said["withheld_units"])),
                earlier=tuple(map(_hash, said["earlier"])),
                **parts,
            )
        except (*UNREADABLE, Malformed) as error:
            raise StatementMalformed from error


@dataclass(frozen=True)
class GroupCount:
    """One group as only the key holder sees it."""

    label: str
    accepted: int
    issued: int
    eligible: int

    @property
    def agrees(self) -> bool:
        """No more ballots than tokens, and no more tokens than people."""
        return self.accepted <= self.issued <= self.eligible


Counts = Mapping[str, GroupCount]


def group_counts(opened: Opened, checked: Checked) -> Counts:
    """group → what was counted there; for the key holder's eyes."""
    accepted = Counter(ballot.unit for ballot in opened.ballots)
    issued = checked.issued.issued
    return {
        group.unit: GroupCount(
            group.label, accepted[group.unit], issued.get(group.unit, 0), group.eligible
        )
        for group in checked.frame.groups
    }


def statement(
    box: ReleaseInput,
    checked: Checked,
    opened: Opened,
    counts: Counts,
    release: tuple[Mapping[str, Any], bytes],
) -> Statement:
    """What is said of this box and of the ``release`` made from it, as document and as bytes."""
    document, raw = release
    head, rejected = Checkpoint.parse(box.checkpoint).head, dict(opened.rejected)
    outside = rejected.pop(Rejection.NOT_IN_LOG, 0)
    return Statement(
        wave=checked.manifest.wave_text,
        manifest_hash=checked.mh,
        checkpoint_sha256=hashlib.sha256(box.checkpoint).digest(),
        log_root=head.root,
        log_size=head.size,
        accepted=len(opened.ballots),
        superseded=opened.superseded,
        rejected={str(reason): n for reason, n in rejected.items()},
        outside_log=outside,
        issued=sum(one.issued for one in counts.values()),
        eligible=sum(one.eligible for one in counts.values()),
        counts_agree=tuple(sorted(unit for unit, one in counts.items() if one.agrees)),
        withheld_units=tuple(sorted(unit for unit, one in counts.items() if not one.agrees)),
        cells_digest=hashlib.sha256(canonical(document["units"])).digest(),
        bundle_sha256=hashlib.sha256(raw).digest(),
        earlier=tuple(map(b64u_decode, document["earlier"])),
    )


def _count(said: object) -> int:
    if type(said) is not int or said < 0:
        raise ValueError("not a number of envelopes or people")
    return said


def _hash(said: str) -> bytes:
    return sized(b64u_decode(said), HASH_BYTES, "hash")


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError("not a text")
    return said
