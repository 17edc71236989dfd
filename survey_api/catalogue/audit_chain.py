"""The record of deeds as a chain: each entry holds the digest of the one before.

Whoever keeps the digest of some day can tell later whether anything up to that day was changed,
left out or put in between. It cannot tell that the newest entries were cut off: for that somebody
apart keeps an export or the fingerprint.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Deed:
    """One entry: on which day, in which role, who (a row of room 1, not a name), what."""

    on: date
    role: str
    viewer: str
    action: str
    subject: str
    details: Mapping[str, Any]
    previous: str
    digest: str


def digest(deed: Deed) -> str:
    """SHA-256, in hex, over the entry and the digest of the one before, as canonical JSON."""
    document = {
        "on": deed.on.isoformat(),
        "role": deed.role,
        "viewer": deed.viewer,
        "action": deed.action,
        "subject": deed.subject,
        "details": dict(deed.details),
        "previous": deed.previous,
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_at(deeds: Iterable[Deed], previous: str = GENESIS) -> int | None:
    """Counted from 1, the first entry that does not follow from the one before; None if none.

    Entries that were never chained are passed over; ``is_loose`` finds them.
    """
    for number, deed in enumerate(deeds, start=1):
        if is_loose(deed):
            continue
        if deed.previous != previous or deed.digest != digest(deed):
            return number
        previous = deed.digest
    return None


def is_loose(deed: Deed) -> bool:
    """Whether an older version wrote this during an update: the chain says nothing about it."""
    return not deed.digest and not deed.previous


def begins_with(deeds: Iterable[Deed], earlier: Iterable[Deed]) -> bool:
    """Whether everything that an earlier export held is still there, unchanged and in its place."""
    present = iter(deeds)
    return all(next(present, None) == one for one in earlier)


def written(deed: Deed) -> dict[str, Any]:
    """An entry as one line of an export."""
    return {
        "on": deed.on.isoformat(),
        "role": deed.role,
        "viewer": deed.viewer,
        "action": deed.action,
        "subject": deed.subject,
        "details": dict(deed.details),
        "previous": deed.previous,
        "digest": deed.digest,
    }


def read(line: Mapping[str, Any]) -> Deed:
    """The entry in one line of an export; raises ``KeyError`` or ``ValueError``."""
    return Deed(
        on=date.fromisoformat(line["on"]),
        role=str(line["role"]),
        viewer=str(line["viewer"]),
        action=str(line["action"]),
        subject=str(line["subject"]),
        details=dict(line["details"]),
        previous=str(line["previous"]),
        digest=str(line["digest"]),
    )
