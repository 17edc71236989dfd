"""Schedules as the API and the command line offer them."""

from datetime import date

from survey_api import clock
from survey_api.catalogue import instrument_store, schedules
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Schedule, Wave
from survey_api.catalogue.rhythm import Every, Occasion
from survey_api.catalogue.schedules import Plan, ScheduleInvalid, State
from survey_api.conduct import cautions, planner
from survey_api.conduct.rooms import Rooms
from survey_api.published.schemas.schedules import OccasionOut, ScheduleIn, ScheduleOut, Schedules

AHEAD = 6
TO = ".."
PLANNED, SKIPPED, MISSED = "planned", "skipped", "missed"


def every(rooms: Rooms) -> Schedules:
    """All of them, those that ended last."""
    with rooms.reading() as session:
        return Schedules(
            schedules=tuple(_out(session, one) for one in schedules.every(session)),
            time_zone=rooms.settings.time_zone,
            cautions=cautions.before_asking(session),
        )


def show(rooms: Rooms, reference: str) -> ScheduleOut:
    """One of them."""
    with rooms.reading() as session:
        return _out(session, schedules.find(session, reference))


def create(rooms: Rooms, said: ScheduleIn) -> ScheduleOut:
    """A new one; its first wave is made when its day is a week away."""
    plan = _plan(said)
    with rooms.published() as session:
        bank = instrument_store.newest(session, plan.instrument)
        return _out(session, schedules.create(session, plan, bank, clock.today()))


def change(rooms: Rooms, reference: str, said: ScheduleIn) -> ScheduleOut:
    """From the next wave on."""
    plan = _plan(said)
    with rooms.published() as session:
        found = schedules.find(session, reference)
        schedules.change(found, plan, instrument_store.newest(session, plan.instrument))
        return _out(session, found)


def move(rooms: Rooms, reference: str, to: State) -> ScheduleOut:
    """Pause, go on or end."""
    with rooms.published() as session:
        found = schedules.find(session, reference)
        schedules.move(found, to, clock.today())
        return _out(session, found)


def skip(rooms: Rooms, reference: str, on: date) -> ScheduleOut:
    """Leave an occasion out; a draft that was made for it goes."""
    with rooms.published() as session:
        found = schedules.find(session, reference)
        schedules.skip(found, on)
        return _out(session, found)


def _plan(said: ScheduleIn) -> Plan:
    if said.every not in set(Every):
        raise ScheduleInvalid(f"There is no rhythm {said.every!r}; choose {', '.join(Every)}.")
    given = said.model_dump(exclude={"every", "dates", "breaks"})
    return Plan(
        **{**given, "region": said.region or ""},
        every=Every(said.every),
        dates=tuple(sorted(set(said.dates))),
        breaks=tuple(_break(one) for one in said.breaks if one.strip()),
    )


def _break(line: str) -> tuple[date, date]:
    first, _, last = line.partition(TO)
    try:
        return date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError as error:
        raise ScheduleInvalid(
            f"{line!r} is not a break. Write one date, or two with two points between them: "
            "2026-12-24..2027-01-02"
        ) from error


def _out(session: PublishedReader, schedule: Schedule) -> ScheduleOut:
    plan, is_over = schedules.plan_of(schedule), schedule.state == State.ENDED
    bank = instrument_store.newest(session, plan.instrument)
    parts = schedules.parts_of(bank, plan.rhythm.shortest_gap) if plan.rotates else ()
    made = schedules.waves_of(session, schedule.id)
    ahead = [] if is_over else planner.upcoming(schedule, clock.today(), AHEAD)
    given = {name: getattr(plan, name) for name in ScheduleIn.model_fields}
    given |= {
        "dates": list(plan.dates),
        "breaks": [f"{first}{TO}{last}" for first, last in plan.breaks],
    }
    return ScheduleOut(
        **given,
        id=schedule.id,
        state=schedule.state,
        parts=tuple(len(one.items) for one in parts),
        next=tuple(_occasion(schedule, one, made.get(one.on)) for one in ahead),
        missed=tuple(
            OccasionOut(**vars(one), state=MISSED) for one in planner.missed(session, schedule)
        ),
    )


def _occasion(schedule: Schedule, one: Occasion, wave: Wave | None) -> OccasionOut:
    if wave is None:
        state = SKIPPED if schedules.is_skipped(schedule, one) else PLANNED
        return OccasionOut(**vars(one), state=state)
    return OccasionOut(
        on=one.on,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        state=wave.state,
        wave=wave.number,
    )
