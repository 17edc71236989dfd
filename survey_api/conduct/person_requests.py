"""Requests to be forgotten that cannot be met yet: kept, and met by the worker once they can be.

Somebody stays while they are on the roster, since the next import would bring them back, and while
a wave that asked them is not released.
"""

from sqlalchemy import func, select

from survey_api import clock
from survey_api.conduct import persons, retention
from survey_api.conduct.persons import StillOnTheRoster
from survey_api.conduct.rooms import Rooms
from survey_api.errors import NotFound
from survey_api.identity import roles
from survey_api.identity.database import IdentitySession
from survey_api.identity.leavers import StillAsked
from survey_api.identity.models import ErasureRequest, Person
from survey_api.published.schemas.keeping import ErasureWaiting, KeepingOut, KeptOut, Waits


class NothingAsked(NotFound):
    """This person has not asked to be forgotten, or it was done already."""


def show(rooms: Rooms) -> KeepingOut:
    """What is kept how long, what is due, and how many wait to be forgotten."""
    kinds = tuple(
        KeptOut(kind=one.kind, days=one.days, held=one.held, due=one.due)
        for one in retention.status(rooms)
    )
    with rooms.identity() as session:
        n_waiting = session.scalar(select(func.count()).select_from(ErasureRequest)) or 0
    return KeepingOut(kinds=kinds, n_waiting=n_waiting)


def waiting(rooms: Rooms) -> tuple[ErasureWaiting, ...]:
    """Who waits to be forgotten, since when and for what."""
    busy = retention.busy_waves(rooms)
    with rooms.identity() as session:
        found = session.execute(
            select(Person, ErasureRequest.asked_on)
            .join(ErasureRequest, ErasureRequest.person_id == Person.id)
            .order_by(ErasureRequest.asked_on)
        )
        return tuple(
            ErasureWaiting(
                email=person.email or "",
                name=person.name,
                asked_on=asked_on,
                waits_for=_waits_for(session, person, busy),
            )
            for person, asked_on in found
        )


def ask(rooms: Rooms, email: str) -> None:
    """Keep the request; asking again changes nothing."""
    with rooms.identity() as session:
        person = roles.find(session, email)
        if session.get(ErasureRequest, person.id) is None:
            session.add(ErasureRequest(person_id=person.id, asked_on=clock.today()))


def withdraw(rooms: Rooms, email: str) -> None:
    """They changed their mind. Raises ``NothingAsked``."""
    with rooms.identity() as session:
        found = session.get(ErasureRequest, roles.find(session, email).id)
        if found is None:
            raise NothingAsked
        session.delete(found)


def meet_due(rooms: Rooms) -> None:
    """Forget everybody who asked and nobody needs any more; the worker comes by every minute."""
    with rooms.identity() as session:
        found = session.scalars(select(ErasureRequest.person_id)).all()
    for person in found:
        try:
            persons.erase_row(rooms, person)
        except (StillAsked, StillOnTheRoster):
            continue


def _waits_for(session: IdentitySession, person: Person, busy: frozenset[str]) -> Waits:
    if person.active and person.unit:
        return Waits.ROSTER
    return Waits.WAVE if retention.is_asked(session, person.id, busy) else Waits.WORKER
