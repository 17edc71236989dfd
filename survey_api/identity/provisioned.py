"""People as a company's directory sees and changes them, one at a time.

A directory sees everybody on today's roster and everybody it brought itself. Accounts that were
added by hand are not its business, so that no directory can lock the administrators out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from survey_api import clock, languages
from survey_api.errors import Conflict, NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person, ProvisionedPerson
from survey_api.identity.notify import bounces
from survey_api.identity.roster_fields import canonical_locale
from survey_api.identity.roster_store import FREED, NO_UNIT

AT_ONCE = 500


class NobodyLikeThis(NotFound):
    """The directory knows nobody with this id here."""


class NumberTaken(Conflict):
    """Somebody else has this userName."""


class MailTaken(Conflict):
    """Somebody else has this e-mail address."""


@dataclass(frozen=True)
class Said:
    """What a directory says of somebody; ``language`` and ``time_zone`` as it spells them."""

    number: str
    name: str
    email: str | None
    external_id: str | None
    active: bool | None
    language: str | None
    time_zone: str | None


@dataclass(frozen=True)
class Known:
    """Somebody with their id and the unit they are in ("" for none)."""

    id: UUID
    unit: str
    said: Said


SEEN: ColumnElement[bool] = or_(
    ProvisionedPerson.person_id.is_not(None), and_(Person.active, Person.unit != NO_UNIT)
)
FIELDS: dict[str, ColumnElement[Any]] = {
    "username": Person.employee_id.expression,
    "externalid": ProvisionedPerson.external_id.expression,
    "emails.value": func.lower(Person.email),
}


def count(session: IdentitySession, where: ColumnElement[bool] = SEEN) -> int:
    """How many people that are."""
    query = select(func.count()).select_from(Person).outerjoin(ProvisionedPerson)
    return session.scalar(query.where(SEEN, where)) or 0


def some(
    session: IdentitySession, where: ColumnElement[bool] = SEEN, *, start: int = 0, n: int | None
) -> Iterator[Known]:
    """People in the order of their random ids."""
    query = select(Person, ProvisionedPerson).outerjoin(ProvisionedPerson).where(SEEN, where)
    query = query.order_by(Person.id).offset(start).limit(n)
    for person, beside in session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield _known(person, beside)


def one(session: IdentitySession, person: UUID) -> Known:
    """Raises ``NobodyLikeThis``."""
    found = next(some(session, Person.id == person, n=1), None)
    if found is None:
        raise NobodyLikeThis
    return found


def add(session: IdentitySession, said: Said, *, zone: str) -> UUID:
    """Bring somebody in. Whoever left a while ago comes back as themselves, and an account that
    was added by hand under this address becomes theirs."""
    row = session.scalar(select(Person).where(Person.employee_id == said.number))
    if row is not None and session.scalar(
        select(Person.id).outerjoin(ProvisionedPerson).where(SEEN, Person.id == row.id)
    ):
        raise NumberTaken
    row = row or _account(session, said.email)
    if row is None:
        row = Person(id=uuid4(), unit=NO_UNIT, employee_id=said.number)
    elif not row.active:
        row.unit = NO_UNIT
    _write(session, row, said, zone)
    return row.id


def change(session: IdentitySession, person: UUID, said: Said, *, zone: str) -> None:
    """All of what is known of somebody, anew."""
    one(session, person)
    holder = session.scalar(select(Person.id).where(Person.employee_id == said.number))
    if holder not in {None, person}:
        raise NumberTaken
    _write(session, session.get_one(Person, person), said, zone)


def take_out(session: IdentitySession, person: UUID) -> None:
    """Somebody is not on the roster any more; what a frozen frame needs stays, and what says who
    they are goes with the leavers."""
    one(session, person)
    row = session.get_one(Person, person)
    beside = session.get(ProvisionedPerson, person)
    if beside is not None:
        session.delete(beside)
    _leave(row)


def seat(session: IdentitySession, people: Collection[UUID], unit: str) -> None:
    """Put people into a unit; ``""`` takes them out of theirs."""
    rows = [{"id": person, "unit": unit} for person in people]
    if rows:
        session.execute(update(Person), rows)
        session.expire_all()


def members(session: IdentitySession, units: Collection[str]) -> dict[str, list[UUID]]:
    """Who is in each of these units, as a directory sees it."""
    query = select(Person.unit, Person.id).outerjoin(ProvisionedPerson).where(SEEN, Person.active)
    found: dict[str, list[UUID]] = {unit: [] for unit in units}
    for unit, person in session.execute(query.where(Person.unit.in_(units)).order_by(Person.id)):
        found[unit].append(person)
    return found


def are_known(session: IdentitySession, people: Collection[UUID]) -> bool:
    """Whether a directory sees all of these people."""
    asked = sorted(people)
    parts = [asked[at : at + AT_ONCE] for at in range(0, len(asked), AT_ONCE)]
    return sum(count(session, Person.id.in_(part)) for part in parts) == len(asked)


def _account(session: IdentitySession, email: str | None) -> Person | None:
    if email is None:
        return None
    by_hand = (Person.unit == NO_UNIT, func.lower(Person.email) == email.lower(), Person.active)
    unseen = ProvisionedPerson.person_id.is_(None)
    return session.scalar(select(Person).outerjoin(ProvisionedPerson).where(*by_hand, unseen))


def _write(session: IdentitySession, row: Person, said: Said, zone: str) -> None:
    _free(session, row.id, said.email)
    bounces.forget_changed(session, {row.employee_id: said.email})
    row.employee_id, row.name, row.email = said.number, said.name, said.email
    row.locale = languages.choose(canonical_locale(said.language or "") or "en")
    row.timezone = said.time_zone or zone
    if said.active is False:
        _leave(row)
    else:
        row.active, row.left_on = True, None
    session.add(row)
    session.flush()
    beside = session.get(ProvisionedPerson, row.id) or ProvisionedPerson(person_id=row.id)
    beside.external_id, beside.active = said.external_id, said.active
    beside.language, beside.time_zone = said.language, said.time_zone
    session.add(beside)


def _leave(row: Person) -> None:
    row.left_on = row.left_on or clock.today()
    row.active = False


def _free(session: IdentitySession, person: UUID, email: str | None) -> None:
    """Somebody who left no longer needs their address; nobody else's is taken."""
    if email is None:
        return
    other = session.scalar(
        select(Person).where(func.lower(Person.email) == email.lower(), Person.id != person)
    )
    if other is not None and other.active:
        raise MailTaken
    if other is not None:
        other.email = FREED.format(other.id.hex)
        session.flush()


def _known(person: Person, beside: ProvisionedPerson | None) -> Known:
    said = Said(
        number=person.employee_id,
        name=person.name,
        email=person.email,
        external_id=beside.external_id if beside else None,
        active=beside.active if beside else True,
        language=beside.language if beside else person.locale,
        time_zone=beside.time_zone if beside else person.timezone,
    )
    return Known(person.id, person.unit if person.active else NO_UNIT, said)
