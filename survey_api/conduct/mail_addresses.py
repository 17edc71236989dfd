"""Addresses of the roster that take no mail, for those who keep it."""

from sqlalchemy import select

from survey_api import audit
from survey_api.conduct.rooms import Rooms
from survey_api.errors import NotFound
from survey_api.identity.models import Person
from survey_api.published.schemas.mails import AddressOut

SHOWN = 200


class NoSuchAddress(NotFound):
    """Nobody with this employee number is marked as having an address that takes no mail."""


def that_take_none(rooms: Rooms) -> list[AddressOut]:
    """Of everybody who is on the roster today, by employee number."""
    query = (
        select(Person.employee_id, Person.email, Person.bounced_on, Person.bounce)
        .where(Person.active, Person.email.is_not(None), Person.bounced_on.is_not(None))
        .order_by(Person.employee_id)
    )
    with rooms.identity() as session:
        return [
            AddressOut(
                employee_id=one.employee_id,
                email=one.email or "",
                on=one.bounced_on,
                bounce=one.bounce or "",
            )
            for one in session.execute(query)
            if one.bounced_on
        ]


def forget(rooms: Rooms, employee_id: str) -> None:
    """The address was put right where mail is delivered."""
    marked = select(Person).where(Person.employee_id == employee_id, Person.bounced_on.is_not(None))
    audit.record(rooms.published_engine, None, "forget bounce", "an address")
    with rooms.identity() as session:
        person = session.scalar(marked)
        if person is None:
            raise NoSuchAddress
        person.bounced_on = person.bounce = None
