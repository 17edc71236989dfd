"""How every wave stands, as those who run it may know: no person, no unit, no live count."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from survey_api import languages
from survey_api.catalogue import waves
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Wave, WaveState
from survey_api.conduct import trustees
from survey_api.conduct.rooms import Rooms
from survey_api.identity.models import MailState, OutboxMessage
from survey_api.published import wave_view
from survey_api.published.wording import Wording

UNTOLD, TOO_FEW = "not told while open", "too few to tell"


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
    who_could_open: str


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
                state=_state(session, wave),
                closes_on=wave.closes_on,
                participation=wave.participation or _untold(wave),
                mails_sent=mails.get((wave.id, MailState.SENT), 0),
                mails_to_send=mails.get((wave.id, MailState.PENDING), 0),
                mails_uncertain=mails.get((wave.id, MailState.SENDING), 0),
                who_could_open=_who(session, wave),
            )
            for wave in waves.every(session)
        ]


def _untold(wave: Wave) -> str:
    if wave.state == WaveState.DRAFT:
        return ""
    return TOO_FEW if wave.state == WaveState.RELEASED else UNTOLD


def _state(session: PublishedReader, wave: Wave) -> str:
    """Its state, and what it waits for."""
    awaited = trustees.awaited(session, wave)
    return f"closed, waiting for the key holders ({', '.join(awaited)})" if awaited else wave.state


def _who(session: PublishedReader, wave: Wave) -> str:
    """The sentence of its pages, and what became of the release; nothing of a draft."""
    if wave.state == WaveState.DRAFT:
        return ""
    said = wave_view.summary(
        wave, wave_view.known(session, wave.id), Wording(languages.FALLBACK)
    ).level_sentence
    gone = f"Annulled on {wave.annulled_on}: {wave.annulled_because} " if wave.annulled_on else ""
    return gone + said
