"""The one figure told while a wave is open: organisation-wide, rounded to 5 %, once a day; of
those invited by mail."""

from survey_api import clock
from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveState
from survey_api.conduct.rooms import Rooms
from survey_api.identity import cards, frame, issuing

FEWEST_ELIGIBLE = 50
STEP_PERCENT = 5


def tell(rooms: Rooms) -> None:
    """Refresh the figure of every open wave that has not been told today."""
    with rooms.reading() as session:
        due = [
            wave.id
            for wave in waves.every(session)
            if wave.state == WaveState.OPEN and wave.participation_on != clock.today()
        ]
    for wave_id in due:
        text = _figure(rooms, wave_id)
        with rooms.published() as session:
            wave = waves.find(session, wave_id)
            wave.participation, wave.participation_on = text, clock.today()


def rounded(n_issued: int, n_eligible: int) -> str | None:
    """ "35 %", or None for an organisation under fifty."""
    if n_eligible < FEWEST_ELIGIBLE:
        return None
    percent = STEP_PERCENT * round(100 * n_issued / n_eligible / STEP_PERCENT)
    return f"{percent} %"


def _figure(rooms: Rooms, wave_id: str) -> str | None:
    with rooms.identity() as session:
        issued = sum(issuing.issued_counts(session, wave_id).values())
        issued -= cards.fetched(session, wave_id)  # on paper; who used theirs is not known
        by_mail = frame.count(session, wave_id) - cards.by_group(session, wave_id).total()
        return rounded(issued, by_mail)
