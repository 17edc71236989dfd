"""Says that a release is there: to those who lead or look first, to all on the day of the teams."""

from datetime import UTC, datetime, time

from survey_api import clock
from survey_api.catalogue import waves
from survey_api.conduct.rooms import Rooms
from survey_api.identity import audience, invitations
from survey_api.identity.notify.queueing import queue_for
from survey_api.published.wave_view import stages_of

TO_LEADER, TO_HR, TO_TEAM = "release-leader", "release-hr", "release"
MORNING = time(7, tzinfo=UTC)


def announce(rooms: Rooms, wave_id: str) -> None:
    """Queue one mail for each person and stage; again adds nobody twice.

    Where leaders and teams see it on the same day, whoever was asked gets the team's mail only.
    """
    with rooms.reading() as session:
        days = stages_of(waves.find(session, wave_id))
    now = clock.now()
    has_begun = days.team_on <= clock.today()
    with rooms.identity() as session:
        leaders, looking = audience.leaders(session), audience.seeing_all(session)
        told_anyway = audience.asked(session, wave_id) if has_begun else set()
        queue_for(session, sorted(leaders - told_anyway), TO_LEADER, wave_id, now)
        queue_for(session, sorted(looking - leaders - told_anyway), TO_HR, wave_id, now)
        team_at = now if has_begun else datetime.combine(days.team_on, MORNING)
        invitations.queue(session, TO_TEAM, wave_id, team_at)
