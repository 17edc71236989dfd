"""An upheld objection: the release is shown nowhere any more, and is never made again.

It stays stored, and later releases are still checked against it: whoever has seen it could
compare the two.
"""

from datetime import date

from sqlalchemy import delete, select

from survey_api import clock
from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveState
from survey_api.conduct.erasing import objections_until
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict, Invalid
from survey_api.identity import comment_readers
from survey_api.identity.models import MailState, OutboxMessage

LONGEST_REASON = 500


class TooLateToAnnul(Conflict):
    """The time for objections to this release is over; it stays."""


class ReasonNeeded(Invalid):
    """The reason stands in public in the place of the results: 1 to 500 characters, no name."""


def check_reason(reason: str) -> str:
    """The reason as it will stand; raises ``ReasonNeeded``."""
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise ReasonNeeded
    return said


def annul_wave(rooms: Rooms, reference: str, reason: str) -> tuple[int, date]:
    """Annul a released wave while objections are possible; its number and the day. Annulling it
    again changes nothing."""
    said = check_reason(reason)
    with rooms.published() as session:
        wave = waves.find(session, reference)
        if wave.state != WaveState.ANNULLED:
            waves.check_may_move(wave, WaveState.ANNULLED)
            until = objections_until(session, wave)
            if until is None or clock.today() > until:
                raise TooLateToAnnul(
                    f"Objections to wave {wave.number} were possible until {until}; it stays. "
                    "Say in the next wave's invitation what was wrong with it."
                )
            waves.move(wave, WaveState.ANNULLED)
            wave.annulled_on, wave.annulled_because = clock.today(), said
        found = wave.id, wave.number, wave.annulled_on or clock.today()
    _stop_telling(rooms, found[0])
    return found[1], found[2]


def _stop_telling(rooms: Rooms, wave: str) -> None:
    """No mail that announces the results, and no key that would open its comments."""
    with rooms.identity() as session:
        pending = select(OutboxMessage.id).where(
            OutboxMessage.wave == wave, OutboxMessage.state == MailState.PENDING
        )
        session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(pending)))
        comment_readers.forget_keys(session, [wave])
