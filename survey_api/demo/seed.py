"""Fill a demo installation: a company, eight past waves ballot by ballot, and one open wave.

Every ballot of the past is blind-signed and sealed by the same client a person without a
browser uses, and goes over HTTP to the running ballot service. Each step looks at what is
there already, so a seeding that was interrupted goes on where it stopped.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from survey_api import clock
from survey_api.access import Role
from survey_api.catalogue import instrument_store, waves
from survey_api.catalogue.models import Wave, WaveState
from survey_api.conduct import roster
from survey_api.conduct.closing import close_wave
from survey_api.conduct.opening import open_wave
from survey_api.conduct.rooms import Rooms
from survey_api.demo import company, promises, remarks
from survey_api.demo.crowd import Answering, answer_all
from survey_api.errors import Conflict
from survey_api.identity import invitations, roles
from survey_api.identity.models import Invitation, OutboxMessage, Person
from survey_api.published.models import Release
from survey_api.release.history import READ_VERSIONS

PAST_WAVES = 8
DAYS_BETWEEN = 28
DAYS_OPEN = 10
DAYS_TO_COMMENTS = 6
SHARE_ALREADY_IN = 0.6
PASSWORD = "demo-safe-to-say"  # noqa: S105
INSTRUMENT = company.INSTRUMENT

Say = Callable[[str], None]


@dataclass(frozen=True)
class SignIn:
    """Somebody the visitor may sign in as."""

    role: str
    email: str


class DemoOutdated(Conflict):
    """This demo was made by an earlier version of the program. Start over: make demo-reset"""


def seed(rooms: Rooms, say: Say) -> None:
    """Bring the demo to: eight released waves, one open and partly answered.

    Raises ``DemoOutdated`` when its releases are of another version than ours.
    """
    _check_version(rooms)
    if not _people(rooms):
        say(f"importing a roster of {company.N_PEOPLE} made-up people")
        with clock.travel(_noon(_closes_on(1) - timedelta(days=2 * DAYS_OPEN))):
            roster.import_csv(rooms, company.roster_csv())
            _sign_ins(rooms)
    for number in range(1, PAST_WAVES + 1):
        _past_wave(rooms, number, say)
    _open_wave(rooms, say)


def sign_ins() -> list[SignIn]:
    """Who the links that are printed belong to."""
    return [
        SignIn("leader", company.LEADER),
        SignIn("employee", company.EMPLOYEE),
        SignIn("HR (analyst)", company.ANALYST),
        SignIn("administrator", company.ADMINISTRATOR),
    ]


def visitor_link(rooms: Rooms) -> str | None:
    """A fresh personal link into the open wave for the person kept free for the visitor."""
    with rooms.reading() as session:
        last = waves.every(session)[-1]
    if last.state != WaveState.OPEN:
        return None
    with rooms.identity() as session:
        found = session.scalars(
            select(Invitation)
            .join(Person, Person.id == Invitation.person_id)
            .where(Invitation.wave == last.id, Person.email == company.EMPLOYEE)
        ).one()
        secret = invitations.new_secret(session, found.id)
    return invitations.link(rooms.settings.survey_url, last.id, secret)


def _check_version(rooms: Rooms) -> None:
    with rooms.reading() as session:
        raw = session.scalars(select(Release.bundle).limit(1)).first()
    if raw is not None and json.loads(raw)["v"] not in READ_VERSIONS:
        raise DemoOutdated


def _past_wave(rooms: Rooms, number: int, say: Say) -> None:
    closes = _closes_on(number)
    wave = _wave(rooms, number, closes)
    if wave.state in {WaveState.RELEASED, WaveState.ANNULLED}:
        return
    with clock.travel(_noon(wave.opens_on)):
        if wave.state in {WaveState.DRAFT, WaveState.OPEN}:
            open_wave(rooms, str(number))
            _forget_mails(rooms, wave.id)
            n_cast = _answer(rooms, wave.id, number, share=1.0)
            say(f"wave {number} of {PAST_WAVES}: {n_cast} ballots sealed and cast")
    with clock.travel(_noon(closes)):
        close_wave(rooms, str(number))
        _forget_mails(rooms, wave.id)
    with clock.travel(_noon(closes + timedelta(days=2))):
        promises.play(rooms, wave.id, number)
    with clock.travel(_noon(closes + timedelta(days=DAYS_TO_COMMENTS))):
        remarks.publish(rooms, wave.id, sorted_first=number == PAST_WAVES)


def _open_wave(rooms: Rooms, say: Say) -> None:
    number = PAST_WAVES + 1
    wave = _wave(rooms, number, clock.today() + timedelta(days=DAYS_OPEN))
    if wave.state != WaveState.DRAFT:
        return
    open_wave(rooms, str(number))
    n_cast = _answer(rooms, wave.id, number, share=SHARE_ALREADY_IN)
    say(f"wave {number} is open; {n_cast} people have answered")


def _closes_on(number: int) -> date:
    return clock.today() - timedelta(days=DAYS_BETWEEN * (PAST_WAVES + 1 - number) - 6)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _wave(rooms: Rooms, number: int, closes: date) -> Wave:
    with rooms.published() as session:
        for wave in waves.every(session):
            if wave.number == number:
                return wave
        opens = closes - timedelta(days=DAYS_OPEN)
        made = waves.create(
            session,
            title=f"{closes:%B %Y}",
            instrument=instrument_store.newest(session, INSTRUMENT),
            k=5,
            opens_on=opens,
            closes_on=closes,
        )
        if number > PAST_WAVES:  # whoever closes it in a demo wants to see all of it at once
            waves.plan_stages(made, 0)
        return made


def _answer(rooms: Rooms, wave: str, number: int, *, share: float) -> int:
    """Let the made-up people answer who have not fetched a token yet."""
    with rooms.identity() as session:
        query = (
            select(Invitation, Person)
            .join(Person, Person.id == Invitation.person_id)
            .where(Invitation.wave == wave, Invitation.request_hash.is_(None))
            .order_by(Person.employee_id)
        )
        todo = []
        for invitation, person in session.execute(query):
            answers = company.answers_for(person.employee_id, number)
            skipped = number > PAST_WAVES and (
                person.email == company.EMPLOYEE or not company.is_early(person.employee_id, share)
            )
            if answers is not None and not skipped:
                secret = invitations.new_secret(session, invitation.id)
                link = invitations.link(rooms.settings.survey_url, wave, secret)
                cuts = company.cuts_for(person.employee_id)
                comments = remarks.written_by(person.employee_id, number)
                todo.append(Answering(link, answers, cuts, comments))
    return len(answer_all(todo))


def _people(rooms: Rooms) -> list[UUID]:
    with rooms.identity() as session:
        return list(session.scalars(select(Person.id).limit(1)))


def _sign_ins(rooms: Rooms) -> None:
    granted = {company.ANALYST: Role.ANALYST, company.ADMINISTRATOR: Role.ADMINISTRATOR}
    with rooms.identity() as session:
        for one in sign_ins():
            role = granted.get(one.email, Role.RESPONDENT)
            roles.add_user(session, email=one.email, role=role, password=PASSWORD)
        roles.add_user(session, email=company.ANALYST, role=Role.COMMENT_READER)


def _forget_mails(rooms: Rooms, wave: str) -> None:
    """Nobody of the past reads mail today."""
    with rooms.identity() as session:
        session.execute(delete(OutboxMessage).where(OutboxMessage.wave == wave))
