"""The rules in use: of every wave and schedule that is planned or running, else of the newest."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from survey_api.catalogue import assurance, instrument_store, instruments, schedules, waves
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import (
    Announcement,
    Instrument,
    Schedule,
    Wave,
    WaveManifest,
    WaveState,
)
from survey_api.conduct import trustees
from survey_api.conduct.rooms import Rooms

UNDER_WAY = frozenset({WaveState.DRAFT, WaveState.OPEN, WaveState.CLOSED})
MOST = 12


@dataclass(frozen=True)
class Rule:
    """What one wave, or the waves of one schedule, go by. ``every`` is the schedule's rhythm, empty
    for a wave; ``asks_about_people`` says that length of service and the like are asked."""

    title: str
    every: str
    n_items: int
    k: int
    policy: str
    team_days: int
    reminders: int
    targeted: bool
    asks_comments: bool
    asks_about_people: bool
    has_sites: bool
    level: int


def rules(rooms: Rooms, level: int) -> tuple[Rule, ...]:
    """Newest first; ``level`` is what a wave that opens now would have."""
    with rooms.reading() as session:
        planned = [one for one in schedules.every(session) if one.state != schedules.State.ENDED]
        found = sorted(waves.every(session), key=lambda one: -one.number)
        under_way = [one for one in found if one.state in UNDER_WAY]
        chosen = under_way or ([] if planned else found[:1])
        of_schedules = [_of_schedule(session, one, level) for one in planned]
        return (*of_schedules, *_of_waves(session, chosen, level))[:MOST]


def level_now(rooms: Rooms) -> tuple[int, tuple[str, ...]]:
    """The level of a wave that opens now, and who holds its key apart from this server."""
    offered = trustees.current(rooms)
    if offered is None:
        return 1, ()
    return trustees.LEVEL, tuple(
        f"{one.name} ({one.role})" if one.role else one.name for one in offered.offer.custodians
    )


def spoken_in(rooms: Rooms) -> tuple[str, ...]:
    """The channels of the company in which something was said of a wave."""
    with rooms.reading() as session:
        used = session.scalars(select(Announcement.channel).distinct())
        return tuple(sorted(one.title() for one in used))


def _of_waves(session: PublishedReader, chosen: list[Wave], level: int) -> Iterator[Rule]:
    for wave in chosen:
        asked = session.get_one(Instrument, (wave.instrument_id, wave.instrument_version))
        frozen = session.get(WaveManifest, wave.id)
        own = assurance.of(frozen.manifest).level if frozen else level
        yield _rule(wave, asked, every="", level=own, has_sites=wave.sites is not None)


def _of_schedule(session: PublishedReader, one: Schedule, level: int) -> Rule:
    asked = instrument_store.newest(session, one.instrument_id)
    return _rule(one, asked, every=one.every, level=level, has_sites=False)


def _rule(
    of: Wave | Schedule, asked: Instrument, *, every: str, level: int, has_sites: bool
) -> Rule:
    parsed = instruments.parse_instrument(asked.source, name=asked.id)
    return Rule(
        title=of.title,
        every=every,
        n_items=len(parsed.items),
        k=of.k,
        policy=of.policy,
        team_days=of.team_days,
        reminders=of.reminders,
        targeted=of.targeted,
        asks_comments=bool(parsed.comments),
        asks_about_people=bool(parsed.cuts),
        has_sites=has_sites,
        level=level,
    )
