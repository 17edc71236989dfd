"""Takes reports of undeliverable mail out of the folder they are delivered to.

Where reminders go only to those who have not opened a survey, a report that comes in could tell
that somebody has not: as long as such a wave is open, and a week beyond, reports are thrown away
unread. A report may hold the mail it is about, with its link: each is deleted when it was seen.
"""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from survey_api import clock
from survey_api.catalogue.models import Wave, WaveState
from survey_api.conduct.rooms import Rooms
from survey_api.identity.notify import bounces

LATE = timedelta(days=7)  # until then servers report on what they could not deliver


def take(rooms: Rooms) -> int:
    """Read what has come in; returns how many addresses were named."""
    folder = rooms.settings.bounces_dir
    if folder == Path() or not folder.is_dir():
        return 0
    is_telling = _tells(rooms)
    found: dict[str, str] = {}
    seen = list(bounces.files(folder))
    for path in seen:
        if not is_telling and path.stat().st_size <= bounces.LARGEST:
            found |= bounces.read(path.read_bytes())
    if found:
        with rooms.identity() as session:
            bounces.mark(session, found)
    for path in seen:
        path.unlink(missing_ok=True)
    return len(found)


def _tells(rooms: Rooms) -> bool:
    """Whether a mail that came back could be one that only some people got."""
    recent = Wave.closes_on >= clock.today() - LATE
    query = select(Wave.id).where(Wave.targeted, Wave.state != WaveState.DRAFT, recent)
    with rooms.reading() as session:
        return session.scalars(query.limit(1)).first() is not None
