"""Makes the next draft of every schedule, a week ahead, each occasion once.

An occasion that could not begin on its day begins late as long as half of its days are left; what
is later than that is missed, and is said to be. Nothing is asked twice to make up for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from survey_api import clock
from survey_api.catalogue import instrument_store, instruments, planning, rotation, schedules, waves
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import Instrument, Schedule, Wave, WaveState
from survey_api.catalogue.rhythm import Every, Occasion
from survey_api.catalogue.schedules import State
from survey_api.conduct.rooms import Rooms

LEAD = timedelta(days=7)
YEAR = timedelta(days=400)
NAMED = {
    Every.WEEKLY: "%G-W%V",
    Every.FORTNIGHTLY: "%G-W%V",
    Every.MONTHLY: "%Y-%m",
    Every.QUARTERLY: "%Y-%m",
    Every.DATES: "%Y-%m-%d",
}


@dataclass(frozen=True)
class Next:
    """A wave to be made: its occasion, when it opens, what it asks."""

    occasion: Occasion
    opens_on: date
    instrument: Instrument


def plan(rooms: Rooms) -> list[str]:
    """Make every draft that is due to be made; the ids of those made now."""
    with rooms.reading() as session:
        active = [one.id for one in schedules.every(session) if one.state == State.ACTIVE]
    made = [_plan_one(rooms, schedule) for schedule in active]
    return [wave for wave in made if wave]


def _plan_one(rooms: Rooms, schedule: str) -> str | None:
    """One schedule in one transaction; another worker that was quicker is no mistake."""
    with rooms.reading() as session:
        if following(session, schedules.find(session, schedule)) is None:
            return None
    try:
        with rooms.published() as session:
            found = schedules.find(session, schedule)
            todo = following(session, found)
            return _draft(session, found, todo).id if todo else None
    except IntegrityError:
        return None


def following(session: PublishedReader, schedule: Schedule) -> Next | None:
    """The next wave of a schedule if it is time to make it, and the last one has begun."""
    made = schedules.waves_of(session, schedule.id)
    if any(wave.state == WaveState.DRAFT for wave in made.values()):
        return None
    for one in _left(schedule, made):
        if one.opens_on > clock.today() + LEAD:
            return None
        instrument = to_ask(session, schedule, list(made.values()))
        opens_on = _opening(session, schedule, one, instrument)
        if is_in_time(one, opens_on):
            return Next(one, opens_on, instrument)
    return None


def is_in_time(one: Occasion, opens_on: date) -> bool:
    """Whether half of its days, and two at the least, would be left."""
    planned = (one.closes_on - one.opens_on).days + 1
    left = (one.closes_on - opens_on).days + 1
    return left >= max(2, -(-planned // 2))


def upcoming(schedule: Schedule, today: date, n: int) -> list[Occasion]:
    """The next occasions, those left out among them."""
    since = max(today, schedule.since, schedule.first_on)
    return schedules.rhythm_of(schedule).occasions(since, since + YEAR)[:n]


def missed(session: PublishedReader, schedule: Schedule) -> list[Occasion]:
    """Occasions since the schedule began that made no wave and were not left out on purpose."""
    made, today = schedules.waves_of(session, schedule.id), clock.today()
    past = schedules.rhythm_of(schedule).occasions(schedule.since, today)
    return [
        one
        for one in past
        if one.on not in made
        and not schedules.is_skipped(schedule, one)
        and not is_in_time(one, max(today, one.opens_on))
    ]


def to_ask(session: PublishedReader, schedule: Schedule, made: Sequence[Wave]) -> Instrument:
    """The questionnaire of the next wave; of a bank the part after the last one that was asked.

    A bank's parts are not in the database until they are asked: an ``Instrument`` that is not
    there yet is returned unstored.
    """
    bank = instrument_store.newest(session, schedule.instrument_id)
    if not schedule.rotates:
        return bank
    parts = schedules.parts_of(bank, schedules.rhythm_of(schedule).shortest_gap)
    names = [rotation.part_id(bank.id, part) for part in parts]
    asked = [(one.instrument_id, one.instrument_version) for one in made]
    last = asked[-1] if asked else None
    is_known = last is not None and last[0] in names and last[1] == bank.version
    at = (names.index(last[0]) + 1) % len(parts) if last and is_known else 0
    parsed = instruments.parse_instrument(bank.source, name=bank.id)
    source = rotation.source(parsed, parts[at])
    return Instrument(id=names[at], version=bank.version, source=source, fielded=False)


def _left(schedule: Schedule, made: dict[date, Wave]) -> Iterator[Occasion]:
    """Occasions from now on, and those of which half is left, that have no wave."""
    today = clock.today()
    since = max(schedule.since, max(made, default=schedule.since))
    for one in schedules.rhythm_of(schedule).occasions(since, today + YEAR):
        if (
            one.on not in made
            and not schedules.is_skipped(schedule, one)
            and (one.closes_on >= today)
        ):
            yield one


def _opening(
    session: PublishedReader, schedule: Schedule, one: Occasion, instrument: Instrument
) -> date:
    """Its own day, later when that has passed or a question would return too early."""
    free = planning.first_free(session, instrument, max(one.opens_on, clock.today()))
    return schedules.rhythm_of(schedule).working_day(free) or free


def _draft(session: PublishedSession, schedule: Schedule, todo: Next) -> Wave:
    instrument = todo.instrument
    if schedule.rotates:
        instrument = instrument_store.install(session, instrument.source)
        session.flush()  # the wave refers to it by name
    wave = waves.create(
        session,
        title=f"{schedule.title}, {todo.occasion.opens_on:{NAMED[Every(schedule.every)]}}",
        instrument=instrument,
        k=schedule.k,
        policy=schedule.policy,
        opens_on=todo.opens_on,
        closes_on=todo.occasion.closes_on,
    )
    waves.plan_stages(wave, schedule.team_days)
    wave.schedule_id, wave.planned_for, wave.by_itself = schedule.id, todo.occasion.on, True
    wave.send_hour, wave.reminders = schedule.send_hour, schedule.reminders
    wave.targeted = schedule.targeted
    session.flush()  # a second worker's draft of the same occasion is refused here
    return wave
