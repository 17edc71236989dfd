"""What somebody agrees to when they approve a wave: everything that will be fixed when it opens.

An approval names a digest, so whatever is changed afterwards has not been approved.
"""

import hashlib
import json

from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import Approval, Instrument, Wave
from survey_api.errors import Conflict

AGREED = (
    "title",
    "instrument_id",
    "instrument_version",
    "k",
    "policy",
    "team_days",
    "reminders",
    "targeted",
    "send_hour",
    "sites",
)


class ChangedMeanwhile(Conflict):
    """This wave is no longer what you looked at. Look at it again; nothing was approved."""


def digest(session: PublishedReader, wave: Wave, level: int) -> str:
    """SHA-256, in hex, over what a wave will ask and how, with the level of assurance."""
    kept = session.get_one(Instrument, (wave.instrument_id, wave.instrument_version))
    document = {name: getattr(wave, name) for name in AGREED}
    document |= {"wave": wave.id, "questionnaire": kept.digest, "level": level}
    document["closes_on"] = wave.closes_on.isoformat()
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def agreed(session: PublishedReader, wave: str, present: str) -> list[Approval]:
    """Who approved what the wave is now."""
    query = select(Approval).where(Approval.wave_id == wave, Approval.digest == present)
    return list(session.scalars(query))


def agree(session: PublishedSession, wave: Wave, seen: str, present: str, viewer: str) -> None:
    """Keep that ``viewer`` agrees to what they saw; raises ``ChangedMeanwhile``."""
    if seen != present:
        raise ChangedMeanwhile
    if session.get(Approval, (wave.id, present, viewer)) is None:
        today = clock.today()
        session.add(Approval(wave_id=wave.id, digest=present, viewer=viewer, on=today))
