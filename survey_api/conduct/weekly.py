"""The weekly small step: offered by mail where the organisation wants that, paused by anyone."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete

from survey_api import clock
from survey_api.access import Viewer
from survey_api.actions import steps
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.telling import WEEK
from survey_api.errors import NotFound
from survey_api.identity import audience
from survey_api.identity.models import MailState, OutboxMessage, Person
from survey_api.identity.notify.queueing import queue_for
from survey_api.published.schemas.steps import StepMails, StepMailsIn

MORNING = time(7, tzinfo=UTC)
LAST_DAY_TO_OFFER = 2  # Wednesday; whoever was down until then begins with the next week


def offer(rooms: Rooms) -> None:
    """Queue this week's mail for everybody who has not paused it; last week's are forgotten."""
    today = clock.today()
    if not rooms.settings.weekly_steps or today.weekday() > LAST_DAY_TO_OFFER:
        return
    week, monday = steps.name_of(today), today - timedelta(days=today.weekday())
    with rooms.identity() as session:
        session.execute(
            delete(OutboxMessage).where(
                OutboxMessage.kind == WEEK,
                OutboxMessage.wave != week,
                OutboxMessage.state != MailState.SENDING,
            )
        )
        people = sorted(audience.wanting_steps(session))
        queue_for(session, people, WEEK, week, datetime.combine(monday, MORNING))


def mails(rooms: Rooms, viewer: Viewer) -> StepMails:
    """Whether there are such mails here, and whether the viewer paused theirs."""
    with rooms.identity() as session:
        found = session.get(Person, UUID(viewer.id))
        is_paused = found is not None and not found.wants_steps
    return StepMails(offered=rooms.settings.weekly_steps, paused=is_paused)


def wish(rooms: Rooms, viewer: Viewer, said: StepMailsIn) -> StepMails:
    """Pause or resume; kept with the person and told to nobody."""
    with rooms.identity() as session:
        found = session.get(Person, UUID(viewer.id))
        if found is None:
            raise NotFound
        found.wants_steps = not said.paused
    return StepMails(offered=rooms.settings.weekly_steps, paused=said.paused)
