"""What a manifest holds: the form only, so that writing and reading it can share it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from survey_api.credentials.encoding import b64u

KEM_NAME: Final = "DHKEM(P-256, HKDF-SHA256)"


@dataclass(frozen=True)
class UnitEntry:
    """One reporting unit as the public sees it: an opaque id, a size, two commitments."""

    unit: str
    eligible: int
    pass_commitment: bytes
    label_commitment: bytes


@dataclass(frozen=True)
class Custodian:
    """Somebody who holds, or helps to hold, the tally key."""

    name: str
    role: str


@dataclass(frozen=True)
class PublicKeys:
    """Ed25519 public keys of the ballot box, the log and the publisher."""

    promise: bytes
    checkpoint: bytes
    statement: bytes


@dataclass(frozen=True)
class Results:
    """Who sees the results from when, counted from the closing day. A wave that is released on
    another day moves both; ``working_days`` always lie between them."""

    leader_on: date
    team_on: date
    working_days: int


@dataclass(frozen=True)
class CommentReading:
    """Who reads comments until they are published, and when that is. ``key`` is the P-256 point
    that comments are sealed to once the ballots were opened."""

    key: bytes
    publish_on: date
    readers: tuple[Custodian, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything a respondent's browser needs and may check. ``objection_days`` after its
    release a wave's keys and sealed ballots are destroyed. Targeted reminders go to those who
    have not opened the survey; others go to everybody alike."""

    wave: bytes
    organisation: str
    title: str
    opens: date
    closes: date
    k: int
    comments: bool
    padded: int
    token_key: RSAPublicKey
    tally_key: bytes
    units: tuple[UnitEntry, ...]
    questionnaire_sha256: bytes
    client_sha256: bytes
    custodians: tuple[Custodian, ...]
    policy: Mapping[str, int | float]
    keys: PublicKeys
    ballot_url: str
    survey_url: str
    voucher: str
    help_contact: str
    report_contact: str
    reminders_at_most: int
    level: int = 1
    results: Results | None = None
    reading: CommentReading | None = None
    objection_days: int | None = None
    reminders_targeted: bool = False

    @cached_property
    def wave_text(self) -> str:
        """The wave's id as it stands in addresses and tables."""
        return b64u(self.wave)

    @cached_property
    def by_unit(self) -> dict[str, UnitEntry]:
        """The entries by unit id."""
        return {entry.unit: entry for entry in self.units}


def canonical(document: Any) -> bytes:
    """One way to write a JSON document: keys sorted, no spaces, UTF-8."""
    return json.dumps(
        document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()
