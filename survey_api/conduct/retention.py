"""How long each kind of data is kept here, what is due, and taking it out for good.

What opens ballots or traces a wave has its own day and its own statement (``conduct.erasing``).
Releases, what was promised and the record of deeds stay as long as the installation; of a leader
who left the name goes out of what they promised.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, func, select, update

from survey_api import audit, clock, database, rewriting
from survey_api.catalogue import waves
from survey_api.catalogue.database import PublishedSession
from survey_api.catalogue.models import WaveState
from survey_api.conduct.rooms import Rooms
from survey_api.identity import leavers
from survey_api.identity.database import IdentityBase, IdentitySession
from survey_api.identity.models import (
    Invitation,
    OutboxMessage,
    Person,
    SignInLink,
    SignInSession,
)
from survey_api.published.models import Commitment, CommitmentChange, Erasure, Supporter

LEFT = "–"  # stands where a leader's name stood
MAIL_DAYS = 30
SERVER = "server"
SUPPORTERS = cast(Table, Supporter.__table__)


@dataclass(frozen=True)
class Kept:
    """One kind of data: how long, how many are due now, how many there are. ``days`` where the
    period is counted in days."""

    kind: str
    period: str
    due: int
    held: int
    days: int = 0


@dataclass(frozen=True)
class Now:
    """What today's waves mean for what can go. ``busy`` are not released; ``compared`` is what the
    next wave counts movements from; ``mailed`` may still need to know who was mailed."""

    leavers_before: date
    busy: frozenset[str]
    compared: frozenset[str]
    mailed: frozenset[str]


def status(rooms: Rooms) -> list[Kept]:
    """Every kind with its period and how much of it is due."""
    now, days = _now(rooms), rooms.settings.leaver_days
    with rooms.identity() as session:
        nameable = leavers.nameable(now.leavers_before, now.busy)
        gone = Person.active.is_(False) & (Person.name != leavers.NOBODY)
        return [
            Kept("leavers", f"{days} days", leavers.count(session, nameable),
                 leavers.count(session, gone), days),
            _kept(session, "frames", "until the next wave", Invitation,
                  leavers.old_frames(now.busy | now.compared)),
            _kept(session, "mails", f"{MAIL_DAYS} days after the close", OutboxMessage,
                  leavers.old_mails(now.mailed)),
            _kept(session, "sessions", "12 hours", SignInSession,
                  SignInSession.expires_at <= clock.now()),
            _kept(session, "sign-in links", "30 minutes, or 14 days after a release", SignInLink,
                  SignInLink.expires_at <= clock.now()),
        ]  # fmt: skip


def apply(rooms: Rooms, *, say: Callable[[str], None] = lambda _text: None) -> dict[str, int]:
    """Take out everything that is due, then write the files anew so that nothing is left in them.

    May be repeated and interrupted at any step. Returns how many of each went.
    """
    now = _now(rooms)
    say("Frames, mails, sessions and links that are over")
    with rooms.identity() as session:
        done = {
            "frames": _delete(session, Invitation, leavers.old_frames(now.busy | now.compared)),
            "mails": _delete(session, OutboxMessage, leavers.old_mails(now.mailed)),
            "sessions": _delete(session, SignInSession, SignInSession.expires_at <= clock.now()),
            "sign-in links": _delete(session, SignInLink, SignInLink.expires_at <= clock.now()),
        }
    say("Names of people who left")
    done["leavers"] = len(_take_names(rooms, leavers.nameable(now.leavers_before, now.busy)))
    with rooms.identity() as session:
        done["rows of leavers"] = leavers.delete_rows(session, leavers.unneeded())
    if any(done.values()):
        say("Writing the databases anew")
        _write_anew(rooms)
    return done


def apply_due(rooms: Rooms) -> None:
    """The worker's round: record it only on days when something went."""
    if any(one.due for one in status(rooms)):
        audit.record(rooms.published_engine, None, "apply retention", "what was due")
        apply(rooms)


def busy_waves(rooms: Rooms) -> frozenset[str]:
    """Waves that were opened and are not released: whoever they ask must stay."""
    return _now(rooms).busy


def is_asked(session: IdentitySession, person: UUID, busy: frozenset[str]) -> bool:
    """Whether somebody is in the frame of one of these waves."""
    asked = select(func.count()).select_from(Invitation)
    asked = asked.where(Invitation.person_id == person, Invitation.wave.in_(busy))
    return bool(session.scalar(asked))


def erase_person(rooms: Rooms, person: UUID) -> None:
    """Take out at once what says who somebody is, if they left and nobody is asking them."""
    busy = busy_waves(rooms)
    one = Person.id == person
    with rooms.identity() as session:
        if is_asked(session, person, busy):
            raise leavers.StillAsked
        session.execute(update(Person).where(one).values(active=False))
    _take_names(rooms, one)
    with rooms.identity() as session:
        leavers.delete_rows(session, leavers.unneeded() & one)
    _write_anew(rooms)


def _write_anew(rooms: Rooms) -> None:
    """So that no file of the databases keeps what was deleted or changed.

    What was promised may be deleted by no process, so on PostgreSQL the old bytes of a name taken
    out there go when the server itself cleans up.
    """
    for engine in (rooms.identity_engine, rooms.published_engine):
        database.scrub(engine)
    if rooms.identity_engine.dialect.name == "postgresql":
        with rooms.identity() as session:
            rewriting.rewrite(session, *leavers.ALL_TABLES)
        with rooms.published() as published:
            rewriting.rewrite(published, SUPPORTERS)


def _take_names(rooms: Rooms, which: ColumnElement[bool]) -> list[UUID]:
    """The published names go first: once the row has no name, nobody knows whose they were."""
    with rooms.identity() as session:
        found = session.execute(select(Person.id, Person.name).where(which)).all()
        names = {name for _, name in found}
        shared = leavers.still_borne(session, names, which) if found else frozenset[str]()
    with rooms.published() as published:
        for person, name in found:
            _take_from_promises(published, str(person), name)
        for name in names - shared - {leavers.NOBODY}:
            _take_everywhere(published, name)
    with rooms.identity() as session:
        return leavers.take_names(session, which)


def _take_from_promises(session: PublishedSession, person: str, name: str) -> None:
    mine = select(Commitment.id).where(Commitment.owner_id == person)
    changes = update(CommitmentChange).where(CommitmentChange.commitment_id.in_(mine))
    session.execute(changes.where(CommitmentChange.owner == name).values(owner=LEFT))
    session.execute(changes.where(CommitmentChange.who == name).values(who=LEFT))
    owned = update(Commitment).where(Commitment.owner_id == person, Commitment.owner == name)
    session.execute(owned.values(owner=LEFT))
    session.execute(
        delete(Supporter).where((Supporter.person_id == person) | (Supporter.asked_by == person))
    )


def _take_everywhere(session: PublishedSession, name: str) -> None:
    """Other people's promises say a name and not whose. Called for a name that nobody bears any
    more, so that no namesake loses theirs."""
    for column in (CommitmentChange.who, CommitmentChange.owner, Commitment.owner):
        session.execute(update(column.class_).where(column == name).values({column: LEFT}))


def _now(rooms: Rooms) -> Now:
    today = clock.today()
    with rooms.reading() as session:
        erased = set(session.scalars(select(Erasure.wave_id).where(Erasure.by == SERVER)))
        all_ = [one for one in waves.every(session) if one.state != WaveState.DRAFT]
    newest = max(all_, key=lambda one: (one.opens_on, one.number), default=None)
    recent = today - timedelta(days=MAIL_DAYS)
    return Now(
        leavers_before=today - timedelta(days=rooms.settings.leaver_days),
        busy=frozenset(one.id for one in all_ if one.released_on is None),
        compared=frozenset(one.id for one in all_ if one.id not in erased or one is newest),
        mailed=frozenset(one.id for one in all_ if one.closes_on >= recent),
    )


def _kept(
    session: IdentitySession,
    kind: str,
    period: str,
    table: type[IdentityBase],
    due: ColumnElement[bool],
) -> Kept:
    query = select(func.count()).select_from(table)
    return Kept(kind, period, session.scalar(query.where(due)) or 0, session.scalar(query) or 0)


def _delete(session: IdentitySession, table: type[IdentityBase], due: ColumnElement[bool]) -> int:
    n = session.scalar(select(func.count()).select_from(table).where(due)) or 0
    if n:
        session.execute(delete(table).where(due))
    return n
