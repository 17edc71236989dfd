"""A leader asks somebody to stand beside them: from an address to a person, a right and a mail.

Each step may be repeated; a stop in between leaves a right without a mail, and asking again
sends it.
"""

from survey_api import clock
from survey_api.access import Viewer
from survey_api.actions import supporters
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.telling import TO_SUPPORTER
from survey_api.identity import roles
from survey_api.identity.models import Person
from survey_api.identity.notify.queueing import queue_again
from survey_api.published.schemas.steps import SupporterIn, SupporterOut


def ask(rooms: Rooms, viewer: Viewer, *, wave: str, unit: str, said: SupporterIn) -> SupporterOut:
    """Name one person of the roster; they get a mail and may see this one page."""
    with rooms.reading() as published:
        supporters.check_leads(published, viewer, wave=wave, unit=unit)
    found = _on_the_roster(rooms, said.email)
    with rooms.published() as published:
        done = supporters.ask(
            published, viewer, wave=wave, unit=unit, person=str(found.id), name=found.name
        )
    with rooms.identity() as identity:
        queue_again(identity, found.id, TO_SUPPORTER, wave, clock.now())
    return done


def take_back(rooms: Rooms, viewer: Viewer, *, wave: str, unit: str) -> None:
    """Close the page to them again; a mail that has not left is given up."""
    with rooms.published() as published:
        supporters.take_back(published, viewer, wave=wave, unit=unit)


def _on_the_roster(rooms: Rooms, email: str) -> Person:
    with rooms.identity() as identity:
        found = roles.find(identity, email)
        if not found.active or not found.unit:
            raise roles.PersonUnknown
        identity.expunge(found)
        return found
