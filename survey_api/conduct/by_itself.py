"""Waves that open and close on their days, whatever was interrupted before.

Called every minute by one worker. Each step looks at what is there, so a restart, a clock that was
put back or a second worker skips nothing and does nothing twice. A refusal, such as an approval
that is still missing, stands at the wave until it is gone; a close that was refused is tried again
after a pause that grows, since it reads every ballot.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from survey_api import audit, clock
from survey_api.catalogue import schedules, waves
from survey_api.catalogue.models import Wave, WaveState
from survey_api.catalogue.rhythm import Occasion
from survey_api.catalogue.schedules import State
from survey_api.conduct import moments, planner, trustees
from survey_api.conduct.closing import close_wave
from survey_api.conduct.discarding import discard_wave
from survey_api.conduct.opening import open_wave
from survey_api.conduct.pauses import Pauses
from survey_api.conduct.rooms import Rooms
from survey_api.errors import SafeToSayError
from survey_api.identity import frame, issuing

LONGEST_TROUBLE = 500
Deed = Callable[[Rooms, str], object]
GIVE_UP: Deed = partial(discard_wave, leaves_out=False)


def go_on(rooms: Rooms, pauses: Pauses | None = None) -> None:
    """Close what is over, plan what comes next, open what is due."""
    kept = pauses or Pauses()
    over, close = partial(_is_to_be_closed, kept), partial(_close, kept)
    _each(rooms, {WaveState.OPEN, WaveState.CLOSED}, over, close, "close wave")
    planner.plan(rooms)
    _each(rooms, {WaveState.DRAFT}, _is_too_late, GIVE_UP, "discard wave")
    _each(rooms, {WaveState.DRAFT}, _is_due, open_wave, "open wave")
    _each(rooms, {WaveState.OPEN}, _is_half_open, open_wave, "open wave")


def _each(
    rooms: Rooms,
    states: set[WaveState],
    holds: Callable[[Rooms, Wave], bool],
    deed: Deed,
    action: str,
) -> None:
    with rooms.reading() as session:
        found = [one for one in waves.every(session) if one.by_itself and one.state in states]
    for wave in found:
        if holds(rooms, wave):
            _attempt(rooms, wave, deed, action)


def _attempt(rooms: Rooms, wave: Wave, deed: Deed, action: str) -> None:
    if wave.trouble is None:  # of something refused again and again the first time is on record
        audit.record(rooms.published_engine, None, action, f"wave {wave.number}, by schedule")
    try:
        deed(rooms, wave.id)
    except SafeToSayError as error:
        _say(rooms, wave, error.detail[:LONGEST_TROUBLE])
    else:
        _say(rooms, wave, None)


def _say(rooms: Rooms, wave: Wave, trouble: str | None) -> None:
    """Keep what is in the way; the same again writes nothing."""
    if wave.trouble != trouble:
        with rooms.published() as session:
            for one in waves.every(session):
                if one.id == wave.id:
                    one.trouble = trouble


def _is_due(rooms: Rooms, wave: Wave) -> bool:
    return moments.has_begun(wave.opens_on, clock.now(), _zone(rooms))


def _is_to_be_closed(pauses: Pauses, rooms: Rooms, wave: Wave) -> bool:
    return pauses.is_over(wave.id) and _is_over(rooms, wave)


def _close(pauses: Pauses, rooms: Rooms, wave: str) -> None:
    try:
        close_wave(rooms, wave)
    except SafeToSayError:
        pauses.after(wave, refused=True)
        raise
    pauses.after(wave, refused=False)


def _is_over(rooms: Rooms, wave: Wave) -> bool:
    """The whole of its last day has passed, and nobody else's turn has come."""
    following = wave.closes_on + timedelta(days=1)
    if not moments.has_begun(following, clock.now(), _zone(rooms)):
        return False
    with rooms.reading() as published, rooms.identity() as identity:
        is_sealed = frame.has_annex(identity, wave.id, "issued")
        return not (is_sealed and trustees.awaited(published, wave))


def _is_too_late(rooms: Rooms, wave: Wave) -> bool:
    """A draft that was held up until too few of its days were left, or that was left out."""
    if wave.schedule_id is None or wave.planned_for is None:
        return wave.closes_on <= clock.today()
    with rooms.reading() as session:
        schedule = schedules.find(session, wave.schedule_id)
    one = Occasion(wave.planned_for, wave.opens_on, wave.closes_on)
    is_wanted = schedule.state == State.ACTIVE and not schedules.is_skipped(schedule, one)
    return not is_wanted or not planner.is_in_time(one, max(clock.today(), wave.opens_on))


def _is_half_open(rooms: Rooms, wave: Wave) -> bool:
    """Open, and nobody was invited yet: the last step of its opening was interrupted."""
    with rooms.identity() as session:
        return not issuing.is_open(session, wave.id)


def _zone(rooms: Rooms) -> ZoneInfo:
    return moments.zone_of(rooms.settings.time_zone, moments.ANYWHERE)
