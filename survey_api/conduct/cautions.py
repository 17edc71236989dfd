"""What speaks against asking people again: results they have not seen, and nothing promised.

A caution stops nothing. Whoever plans reads it and decides.
"""

from sqlalchemy import func, select

from survey_api import clock
from survey_api.catalogue import waves
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Wave, WaveState
from survey_api.published.models import Commitment
from survey_api.published.schemas.schedules import Caution
from survey_api.published.wave_view import stages_of

NOT_SHARED, NO_COMMITMENT = "not_shared", "no_commitment"
ASKED = {WaveState.CLOSED, WaveState.RELEASED}


def before_asking(session: PublishedReader) -> tuple[Caution, ...]:
    """About the wave that was closed last; nothing while there is none."""
    past = [one for one in waves.every(session) if one.state in ASKED]
    if not past:
        return ()
    last = max(past, key=lambda one: (one.closes_on, one.number))
    kind = _kind(session, last)
    return (Caution(kind=kind, title=last.title, number=last.number),) if kind else ()


def _kind(session: PublishedReader, last: Wave) -> str | None:
    if last.state == WaveState.CLOSED or stages_of(last).team_on > clock.today():
        return NOT_SHARED
    made = select(func.count()).select_from(Commitment).where(Commitment.wave_id == last.id)
    return None if session.scalar(made) else NO_COMMITMENT
