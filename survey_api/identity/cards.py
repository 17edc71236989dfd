"""People who answer by printed card: who they are, and the one step that uses their right.

Their tokens are marked as fetched in the same transaction that keeps the shuffled cards, so
that a stop at any moment leaves either nothing done or every card still to be printed.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, delete, func, select

from survey_api.identity import frame, invitations
from survey_api.identity.database import IdentitySession
from survey_api.identity.issue_writer import Asked, IssueWriter
from survey_api.identity.issuing import UNPRINTED
from survey_api.identity.models import Annex, Invitation, InvitationSecret, Person
from survey_api.identity.wave_secrets import WaveSecretsCache


@dataclass(frozen=True)
class Seat:
    """One person's right to a card, in their group; nothing else of them is needed."""

    invitation: UUID = field(repr=False)
    group: str


@dataclass(frozen=True)
class Request:
    """What is asked of the issuing code for one seat."""

    seat: Seat
    secret: bytes = field(repr=False)
    blinded: bytes = field(repr=False)


@dataclass(frozen=True)
class Pack:
    """Finished cards in the order in which they are printed: (group's label, ballot code).
    No person is in it; ``of`` is the unit that was asked for."""

    of: str
    cards: tuple[tuple[str, str], ...] = field(repr=False)

    def encode(self) -> bytes:
        """A JSON document."""
        return json.dumps({"of": self.of, "cards": self.cards}).encode()

    @classmethod
    def read(cls, document: bytes) -> Self:
        """The reverse of ``encode``."""
        found: dict[str, Any] = json.loads(document)
        return cls(found["of"], tuple((label, code) for label, code in found["cards"]))


class CardIssuer:
    """Issues for those who answer by card, by the code that issues for everybody."""

    def __init__(self, engine: Engine, key_file: Path) -> None:
        mark = "?" if engine.dialect.name == "sqlite" else "%s"
        self._cache = WaveSecretsCache(key_file, mark=mark)
        self._writer = IssueWriter(engine, self._cache, mark=mark)

    def replies(
        self, session: IdentitySession, wave: str, requests: Sequence[Request]
    ) -> list[bytes]:
        """The 640 bytes for each request. Nobody's right is used before ``use``: until then
        they must not leave this process."""
        cursor = session.connection().connection.cursor()
        secrets = self._cache.of(cursor, wave)
        cursor.close()
        return [secrets.reply(one.seat.group, one.blinded) for one in requests]

    def use(self, session: IdentitySession, requests: Sequence[Request]) -> None:
        """Mark every seat in the caller's transaction; raises what issuing raises. All are locked
        in one order first, since two who print at once would wait for each other otherwise."""
        held = sorted(one.seat.invitation for one in requests)
        locked = select(Invitation.id).where(Invitation.id.in_(held)).order_by(Invitation.id)
        session.execute(locked.with_for_update())
        by_digest = {invitations.digest(one.secret): one for one in requests}
        session.add_all(
            InvitationSecret(digest=digest, invitation_id=by_digest[digest].seat.invitation)
            for digest in sorted(by_digest)
        )
        session.flush()
        asked = (Asked(digest, by_digest[digest].blinded) for digest in sorted(by_digest))
        self._writer.settle_within(session, asked)


def seats(session: IdentitySession, wave: str) -> list[Seat]:
    """Everybody in the frame without an address for whom no token was fetched yet."""
    query = select(Invitation.id, Invitation.unit).where(*_by_card(wave))
    query = query.where(Invitation.request_hash.is_(None)).order_by(Invitation.id)
    return [Seat(invitation, group) for invitation, group in session.execute(query)]


def by_group(session: IdentitySession, wave: str) -> Counter[str]:
    """How many people of each group answer by card, printed or not."""
    counted = select(Invitation.unit, func.count(Invitation.id)).where(*_by_card(wave))
    found = session.execute(counted.group_by(Invitation.unit))
    return Counter({group: n for group, n in found})


def fetched(session: IdentitySession, wave: str) -> int:
    """How many tokens stand on cards, whether or not somebody used them."""
    return session.scalar(select(func.count(Invitation.request_hash)).where(*_by_card(wave))) or 0


def keep_pack(
    session: IdentitySession, wave: str, pack: Pack, signature: bytes, *, key: bytes
) -> None:
    """Keep the cards, sealed, until their file is complete."""
    frame.keep_annex(session, wave, UNPRINTED, pack.encode(), signature, key=key)


def waiting_pack(session: IdentitySession, wave: str, *, key: bytes) -> Pack | None:
    """The pack whose printing was not finished."""
    if not frame.has_annex(session, wave, UNPRINTED):
        return None
    return Pack.read(frame.annex(session, wave, UNPRINTED, key=key)[0])


def forget_pack(session: IdentitySession, wave: str) -> None:
    """The one file with the cards is complete."""
    session.execute(delete(Annex).where(Annex.wave == wave, Annex.name == UNPRINTED))


def _by_card(wave: str) -> tuple[ColumnElement[bool], ...]:
    known = Person.id == Invitation.person_id
    return known, Invitation.wave == wave, Person.email.is_(None)
