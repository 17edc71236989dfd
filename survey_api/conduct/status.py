"""How every wave stands, as those who run it may know: no person, no unit, no live count."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from survey_api.catalogue import waves
from survey_api.conduct.rooms import Rooms
from survey_api.identity.models import MailState, OutboxMessage

UNTOLD = "not told while open"


@dataclass(frozen=True)
class WaveStatus:
    """One wave with its mails counted for the whole organisation."""

    number: int
    title: str
    state: str
    closes_on: date
    participation: str
    mails_sent: int
    mails_to_send: int
    mails_uncertain: int


def statuses(rooms: Rooms) -> list[WaveStatus]:
    """All waves, oldest first."""
    with rooms.identity() as session:
        counted = select(OutboxMessage.wave, OutboxMessage.state, func.count())
        rows = session.execute(counted.group_by(OutboxMessage.wave, OutboxMessage.state))
        mails = {(wave, state): n for wave, state, n in rows}
    with rooms.reading() as session:
        return [
            WaveStatus(
                number=wave.number,
                title=wave.title,
                state=wave.state,
                closes_on=wave.closes_on,
                participation=wave.participation or UNTOLD,
                mails_sent=mails.get((wave.id, MailState.SENT), 0),
                mails_to_send=mails.get((wave.id, MailState.PENDING), 0),
                mails_uncertain=mails.get((wave.id, MailState.SENDING), 0),
            )
            for wave in waves.every(session)
        ]
