"""Setting up somebody's second step and ending it: recorded first, and other sessions end."""

from survey_api import audit
from survey_api.conduct import keyring
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict
from survey_api.identity import roles, second_step, sign_in
from survey_api.identity.models import Account
from survey_api.identity.second_step import Enrolment


class NoAccount(Conflict):
    """This person has no password here, and a second step comes after the first. Give them one
    with ``safetosay user add``."""


def begin(rooms: Rooms, email: str) -> Enrolment:
    """Share a new secret with somebody's app; what was shared before is worthless."""
    key = keyring.read(keyring.Keyring(rooms.settings).identity)
    with rooms.identity() as session:
        if session.get(Account, roles.find(session, email).id) is None:
            raise NoAccount
    audit.record(rooms.published_engine, None, "set up second step", "of one person")
    with rooms.identity() as session:
        person = roles.find(session, email)
        sign_in.revoke_all(session, person.id)
        return second_step.enrol(session, person, key, rooms.settings.organisation)


def end(rooms: Rooms, email: str) -> None:
    """Ask somebody for no second step any more, for example after a device was lost."""
    with rooms.identity() as session:
        roles.find(session, email)
    audit.record(rooms.published_engine, None, "end second step", "of one person")
    with rooms.identity() as session:
        person = roles.find(session, email)
        sign_in.revoke_all(session, person.id)
        second_step.remove(session, person.id)
