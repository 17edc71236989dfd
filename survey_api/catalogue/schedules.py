"""Schedules: what may be planned, and which occasions come next."""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from survey_api.catalogue import instruments, rotation
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import Instrument, Schedule, Wave
from survey_api.catalogue.new_ids import new_id
from survey_api.catalogue.rhythm import Every, Occasion, Rhythm, as_breaks
from survey_api.catalogue.waves import MOST_TEAM_DAYS
from survey_api.disclosure.cadence import RETURN_AFTER
from survey_api.disclosure.policy import Policy
from survey_api.errors import Conflict, Invalid, NotFound

HOURS = range(6, 19)
DAYS_OPEN = range(2, 29)
MOST_REMINDERS = 2
MOST_DATES, MOST_BREAKS = 60, 40


class State(StrEnum):
    """Whether a schedule makes waves."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


MOVES: dict[State, frozenset[State]] = {
    State.ACTIVE: frozenset({State.PAUSED, State.ENDED}),
    State.PAUSED: frozenset({State.ACTIVE, State.ENDED}),
    State.ENDED: frozenset(),
}


class UnknownSchedule(NotFound):
    """There is no such schedule. Run: safetosay schedule list"""


class ScheduleInvalid(Invalid):
    """The schedule cannot be like this."""


class ScheduleOver(Conflict):
    """This schedule has ended; make a new one. What it asked stays."""


class OccasionUnknown(NotFound):
    """The schedule has no wave planned for that day."""


@dataclass(frozen=True)
class Plan:
    """Everything that is chosen about a schedule."""

    title: str
    instrument: str
    every: Every
    first_on: date
    days_open: int = 7
    rotates: bool = False
    dates: tuple[date, ...] = ()
    k: int = 5
    policy: str = "standard"
    team_days: int = 3
    send_hour: int = 9
    reminders: int = MOST_REMINDERS
    targeted: bool = False
    region: str = ""
    breaks: tuple[tuple[date, date], ...] = field(default=())

    @property
    def rhythm(self) -> Rhythm:
        """Its days."""
        return Rhythm(
            self.every, self.first_on, self.days_open, self.dates, self.region, self.breaks
        )


def check(plan: Plan, bank: Instrument) -> None:
    """Raise ``Invalid`` with the first thing that is wrong and what to do about it."""
    Policy.profile(plan.policy, plan.k)
    gap = plan.rhythm.shortest_gap
    holds = {
        "Give the schedule a title of 1 to 100 characters.": 0 < len(plan.title.strip()) <= 100,
        "Name the dates, at most 60.": plan.every != Every.DATES
        or 0 < len(plan.dates) <= MOST_DATES,
        f"A wave is open {DAYS_OPEN[0]} to {DAYS_OPEN[-1]} days.": plan.days_open in DAYS_OPEN,
        f"With {gap} days between two waves, one is open {gap} days at most.": (
            plan.days_open <= gap
        ),
        f"Teams see results 0 to {MOST_TEAM_DAYS} working days after leaders.": (
            0 <= plan.team_days <= MOST_TEAM_DAYS
        ),
        f"Mails leave between {HOURS[0]} and {HOURS[-1]} o'clock.": plan.send_hour in HOURS,
        "There are no reminders, one or two.": 0 <= plan.reminders <= MOST_REMINDERS,
        "A break ends on the day it begins or later; at most 40 of them.": (
            all(first <= last for first, last in plan.breaks) and len(plan.breaks) <= MOST_BREAKS
        ),
        "The same question returns after four weeks at the earliest: choose a monthly rhythm, or "
        "let the questions rotate.": plan.rotates or gap >= RETURN_AFTER.days,
        "None of the next occasions falls on a working day; look at the breaks.": bool(
            plan.rhythm.occasions(plan.first_on, plan.first_on + timedelta(days=366))
        )
        or plan.every == Every.DATES,
    }
    for wrong, is_fine in holds.items():
        if not is_fine:
            raise ScheduleInvalid(wrong)
    if plan.rotates:
        parts_of(bank, gap)


def create(session: PublishedSession, plan: Plan, bank: Instrument, today: date) -> Schedule:
    """A schedule that makes waves from ``today`` on."""
    check(plan, bank)
    made = Schedule(id=new_id(), skipped=[], state=State.ACTIVE, since=today)
    _fill(made, plan)
    session.add(made)
    return made


def change(schedule: Schedule, plan: Plan, bank: Instrument) -> None:
    """Plan it otherwise; waves that were made from it stay as they are."""
    if schedule.state == State.ENDED:
        raise ScheduleOver
    check(plan, bank)
    _fill(schedule, plan)


def move(schedule: Schedule, to: State, today: date) -> None:
    """Pause, go on or end. What would have been asked during a pause is not asked later."""
    if to not in MOVES[State(schedule.state)]:
        raise (
            ScheduleOver
            if schedule.state == State.ENDED
            else ScheduleInvalid(f"The schedule is {schedule.state} already.")
        )
    if to == State.ACTIVE:
        schedule.since = today
    schedule.state = to


def skip(schedule: Schedule, on: date) -> None:
    """Leave one occasion out; raises ``OccasionUnknown``."""
    if all(one.on != on for one in rhythm_of(schedule).occasions(on, on)):
        raise OccasionUnknown
    schedule.skipped = sorted({*schedule.skipped, on.isoformat()})


def find(session: PublishedReader, reference: str) -> Schedule:
    """By its id or its title; raises ``UnknownSchedule``."""
    where = (Schedule.id == reference) | (Schedule.title == reference)
    found = session.scalars(select(Schedule).where(where).order_by(Schedule.since.desc())).first()
    if found is None:
        raise UnknownSchedule
    return found


def every(session: PublishedReader) -> list[Schedule]:
    """All of them, those that ended last."""
    return sorted(
        session.scalars(select(Schedule)),
        key=lambda one: (one.state == State.ENDED, one.title, one.id),
    )


def waves_of(session: PublishedReader, schedule: str) -> dict[date, Wave]:
    """The waves it made, by their occasion."""
    query = select(Wave).where(Wave.schedule_id == schedule).order_by(Wave.planned_for)
    return {wave.planned_for: wave for wave in session.scalars(query) if wave.planned_for}


def rhythm_of(schedule: Schedule) -> Rhythm:
    """Its days."""
    return plan_of(schedule).rhythm


def plan_of(schedule: Schedule) -> Plan:
    """What was chosen."""
    return Plan(
        title=schedule.title,
        instrument=schedule.instrument_id,
        every=Every(schedule.every),
        first_on=schedule.first_on,
        days_open=schedule.days_open,
        rotates=schedule.rotates,
        dates=tuple(date.fromisoformat(one) for one in schedule.dates),
        k=schedule.k,
        policy=schedule.policy,
        team_days=schedule.team_days,
        send_hour=schedule.send_hour,
        reminders=schedule.reminders,
        targeted=schedule.targeted,
        region=schedule.region,
        breaks=as_breaks(schedule.breaks),
    )


def parts_of(bank: Instrument, gap: int) -> tuple[rotation.Part, ...]:
    """How a bank is divided for a rhythm."""
    return rotation.divide(instruments.parse_instrument(bank.source, name=bank.id), gap)


def is_skipped(schedule: Schedule, one: Occasion) -> bool:
    """Whether somebody left this occasion out."""
    return one.on.isoformat() in schedule.skipped


def _fill(schedule: Schedule, plan: Plan) -> None:
    plain = asdict(plan)
    plain["instrument_id"] = plain.pop("instrument")
    plain["title"] = plan.title.strip()
    plain["dates"] = [one.isoformat() for one in sorted(set(plan.dates))]
    plain["breaks"] = [[first.isoformat(), last.isoformat()] for first, last in plan.breaks]
    for name, value in plain.items():
        setattr(schedule, name, value)
