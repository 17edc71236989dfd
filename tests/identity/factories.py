"""People, waves and keys for tests of room 1; everything real, nothing mocked."""

import hashlib
import os
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from alembic import command
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from sqlalchemy import Engine

from survey_api.catalogue.database import REVISION, PublishedBase, PublishedSession
from survey_api.catalogue.models import MailText, ReportingUnit, Schedule, Wave, WaveManifest
from survey_api.credentials import blind_rsa, keys
from survey_api.credentials.encoding import b64u
from survey_api.credentials.issue import IssueRequest, encode_request
from survey_api.database import make_engine, transaction
from survey_api.identity import frame, invitations, issuing
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Invitation, Person
from survey_api.identity.notify.facts import WaveFacts
from survey_api.migrations import config
from survey_api.settings import Settings

GROUP, OTHER_GROUP = "care-nights", "legal"


def migrate(url: str) -> str:
    """All tables of room 1, by its migrations; returns the URL."""
    command.upgrade(config("identity", url), "head")
    return url


@cache
def token_key() -> bytes:
    """One RSA key for the whole test run: making one takes a tenth of a second."""
    return keys.generate_token_key()


@cache
def public_key() -> RSAPublicKey:
    """Its public half; loading checks the primes anew each time, so it is kept."""
    return keys.TokenKey.load(token_key()).public


@dataclass
class Room:
    """A migrated identity database with one open wave."""

    engine: Engine
    settings: Settings
    wave: str = field(default_factory=lambda: b64u(os.urandom(16)))
    key: bytes = field(default_factory=lambda: os.urandom(32))

    @property
    def key_file(self) -> Path:
        return self.settings.keys_dir / "identity.key"

    @property
    def public(self) -> RSAPublicKey:
        return public_key()

    def prepare(self) -> "Room":
        """Write the key file, the wave key and two groups' passes, and open the wave."""
        self.settings.keys_dir.mkdir(parents=True, exist_ok=True)
        self.key_file.write_bytes(self.key)
        with self.session() as session:
            issuing.store_wave_key(session, self.wave, token_key(), self.key)
            groups = map(opening, (GROUP, OTHER_GROUP))
            issuing.store_passes(session, self.wave, groups, self.key)
            issuing.open_issuing(session, self.wave)
        return self

    def session(self) -> AbstractContextManager[IdentitySession]:
        return transaction(self.engine, IdentitySession)

    def facts(self, _wave: str) -> WaveFacts:
        return WaveFacts(title="Autumn pulse", closes_on=date(2026, 12, 4))

    def people(self, n: int, *, unit: str = GROUP) -> list[UUID]:
        """``n`` new people on the roster."""
        people = [person(unit=unit) for _ in range(n)]
        with self.session() as session:
            session.add_all(people)
        return [one.id for one in people]

    def invite(self, n: int, *, unit: str = GROUP) -> list[bytes]:
        """Freeze ``n`` new people into the wave; the secrets of their links."""
        people = self.people(n, unit=unit)
        with self.session() as session:
            frame.freeze(session, self.wave, dict.fromkeys(people, unit))
        with self.session() as session:
            rows = session.query(Invitation).where(Invitation.person_id.in_(people))
            held = {row.person_id: row.id for row in rows}
            return [invitations.new_secret(session, held[one]) for one in people]


def opening(unit: str) -> issuing.UnitOpening:
    """A group's pass and label; the same for the same unit."""
    digest = hashlib.sha256(unit.encode()).digest()
    return issuing.UnitOpening(unit, digest, digest[::-1], f"Label of {unit}")


def person(*, unit: str = GROUP, name: str = "Ada Okafor", email: str | None = None) -> Person:
    """Somebody with an address of their own."""
    unique = os.urandom(6).hex()
    return Person(
        employee_id=f"E-{unique}",
        name=name,
        email=email or f"ada.{unique}@example.org",
        unit=unit,
    )


def blinded(public: RSAPublicKey) -> tuple[bytes, bytes, int]:
    """(blinded message, the input message, the inverse that unblinds)."""
    message = blind_rsa.prepare(os.urandom(64), os.urandom(32))
    asked, inverse = blind_rsa.blind(public, message)
    return asked, message, inverse


def request(inv: bytes, asked: bytes) -> bytes:
    """The 400 bytes of an issue request."""
    return encode_request(IssueRequest(inv, asked))


def published_database(url: str, tree: dict[str, str | None], *waves: Wave) -> None:
    """The lobby's units, holding ``tree`` (unit → parent, parents first), and its waves."""
    engine = make_engine(url)
    with engine.begin() as connection:
        of_waves = [Schedule.__table__, Wave.__table__]
        said = [WaveManifest.__table__, MailText.__table__]
        tables = [ReportingUnit.__table__, *of_waves, *said, REVISION]
        PublishedBase.metadata.create_all(connection, tables=tables)
    with transaction(engine, PublishedSession) as session:
        session.add_all(waves)
        for unit, parent in tree.items():
            session.add(ReportingUnit(id=unit, parent_id=parent, label=unit))
            session.flush()  # parents first
    engine.dispose()
