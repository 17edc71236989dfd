"""Says that a release is there: to those who lead or look first, to all on the day of the teams."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from survey_api import clock
from survey_api.catalogue import waves
from survey_api.catalogue.models import Wave
from survey_api.conduct import moments
from survey_api.conduct.rooms import Rooms
from survey_api.identity import audience
from survey_api.identity.local_times import Moment, queue_by_zone
from survey_api.published.wave_view import stages_of
from survey_api.settings import Settings

TO_LEADER, TO_HR, TO_TEAM = "release-leader", "release-hr", "release"
MORNING = time(7, tzinfo=UTC)


def announce(rooms: Rooms, wave_id: str) -> None:
    """Queue one mail for each person and stage; again adds nobody twice.

    Where leaders and teams see it on the same day, whoever was asked gets the team's mail only.
    """
    with rooms.reading() as session:
        wave = waves.find(session, wave_id)
    days = stages_of(wave)
    team_on = None if days.team_on <= clock.today() else days.team_on
    with rooms.identity() as session:
        leaders, looking = audience.leaders(session), audience.seeing_all(session)
        asked = audience.asked(session, wave_id)
        told_anyway = set[UUID]() if team_on else asked
        now, then = (_moment(rooms.settings, wave, day) for day in (None, team_on))
        queue_by_zone(session, leaders - told_anyway, TO_LEADER, wave_id, now)
        queue_by_zone(session, looking - leaders - told_anyway, TO_HR, wave_id, now)
        queue_by_zone(session, asked, TO_TEAM, wave_id, then)


def _moment(settings: Settings, wave: Wave, day: date | None) -> Moment:
    """On a day to come, else at once; by the readers' own clocks where the wave has an hour."""
    now, hour = clock.now(), wave.send_hour

    def moment(name: str) -> datetime:
        zone = moments.zone_of(name, settings.time_zone)
        if hour is None:
            return datetime.combine(day, MORNING) if day else now
        return moments.at_hour(day, hour, zone) if day else moments.soon(now, hour, zone)

    return moment
