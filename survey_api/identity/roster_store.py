"""The roster in room 1: read who is known, apply what an import changes."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update

from survey_api import clock
from survey_api.access import Role
from survey_api.catalogue.units import UnitTree
from survey_api.errors import Conflict
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person, RoleGrant
from survey_api.identity.notify import bounces
from survey_api.identity.roster import CurrentRoster, Leads, RosterDiff
from survey_api.identity.roster_csv import Employee

NO_UNIT = ""  # an account that was added by hand and is on no roster
AT_ONCE = 5_000
FREED = "{}@left.invalid"  # stands in for an address that somebody else has now


class AddressTaken(Conflict):
    """An account added by hand has the address of somebody who is known by another one.
    Nobody was changed. Remove that account, or correct the address, and import again."""


def read_roster(session: IdentitySession, units: UnitTree) -> CurrentRoster:
    """The people on today's roster. Accounts added by hand (without a unit) are not on it,
    so that an import never locks the administrator out."""
    rows = session.scalars(select(Person).where(Person.active, Person.unit != NO_UNIT)).all()
    people = tuple(
        Employee(p.employee_id, p.name, p.email or "", p.unit, p.locale, p.timezone) for p in rows
    )
    return CurrentRoster(people, units, _read_leads(session))


def _read_leads(session: IdentitySession) -> Leads:
    """Leaders of today's roster; a leader added by hand is none of an import's business."""
    found = session.execute(
        select(Person.employee_id, RoleGrant.unit)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.LEADER, Person.active, Person.unit != NO_UNIT)
    )
    return frozenset((employee, unit) for employee, unit in found)


def apply_people(
    session: IdentitySession, diff: RosterDiff, *, say: Callable[[float], None] = lambda _: None
) -> None:
    """Bring room 1 up to date with a diff; doing it again changes nothing. ``say`` is told which
    share of those who arrive or change is written.

    Leavers become inactive and keep their row: closed waves' invitations speak of them.
    """
    arriving = (*diff.joiners, *diff.movers, *diff.changed)
    if diff.leavers:
        _deactivate(session, diff.leavers)
    if arriving:
        _free_addresses(session, arriving)
        _write(session, arriving, say)
    if diff.leads_granted or diff.leads_withdrawn:
        _set_leads(session, diff)
    session.expire_all()  # the rows were changed behind the session's back


def _deactivate(session: IdentitySession, leavers: Iterable[Employee]) -> None:
    known = _by_employee_id(session)
    rows = [
        {"id": known[person.employee_id], "active": False, "left_on": clock.today()}
        for person in leavers
        if person.employee_id in known
    ]
    if rows:
        session.execute(update(Person), rows)


def _free_addresses(session: IdentitySession, arriving: Iterable[Employee]) -> None:
    """Addresses change hands, even in a circle, while the column stays unique."""
    wanted = {person.email: person.employee_id for person in arriving if person.email}
    held = session.execute(select(Person.id, Person.employee_id, Person.email, Person.unit))
    rows = [
        {"id": row.id, "email": FREED.format(row.id.hex)}
        for row in held
        if row.unit != NO_UNIT
        and row.email is not None
        and wanted.get(row.email.lower(), row.employee_id) != row.employee_id
    ]
    if rows:
        session.execute(update(Person), rows)


def _write(
    session: IdentitySession, arriving: Sequence[Employee], say: Callable[[float], None]
) -> None:
    """Insert or update by employee number; an account added by hand under the same address
    becomes the person on the roster and keeps its roles."""
    bounces.forget_changed(session, {one.employee_id: one.email for one in arriving})
    known = _by_employee_id(session)
    accounts = _accounts(session)
    new, old = [], []
    for person in arriving:
        values = {
            "employee_id": person.employee_id,
            "name": person.name,
            "email": person.email or None,
            "unit": person.unit,
            "locale": person.locale,
            "timezone": person.timezone,
            "active": True,
            "left_on": None,
        }
        row, account = known.get(person.employee_id), accounts.get(person.email)
        if row and account and row != account:
            raise AddressTaken
        if row or account:
            old.append({"id": row or account, **values})
        else:
            new.append({"id": uuid4(), **values})
    for at in range(0, max(len(old), len(new)), AT_ONCE):
        say(at / len(arriving))
        if old[at : at + AT_ONCE]:
            session.execute(update(Person), old[at : at + AT_ONCE])
        if new[at : at + AT_ONCE]:
            session.execute(insert(Person), new[at : at + AT_ONCE])


def _set_leads(session: IdentitySession, diff: RosterDiff) -> None:
    known = _by_employee_id(session)
    grants = session.execute(
        select(RoleGrant.person_id, RoleGrant.unit).where(RoleGrant.role == Role.LEADER)
    )
    present = {(person, unit) for person, unit in grants}
    new = [
        {
            "person_id": known[person],
            "role": Role.LEADER.value,
            "unit": unit,
            "since": clock.today(),
        }
        for person, unit in sorted(diff.leads_granted)
        if person in known and (known[person], unit) not in present
    ]
    if new:
        session.execute(insert(RoleGrant), new)
    for person, unit in diff.leads_withdrawn:
        if person in known:
            session.execute(
                delete(RoleGrant).where(
                    RoleGrant.person_id == known[person],
                    RoleGrant.role == Role.LEADER,
                    RoleGrant.unit == unit,
                )
            )


def _by_employee_id(session: IdentitySession) -> dict[str, UUID]:
    return {number: row for number, row in session.execute(select(Person.employee_id, Person.id))}


def _accounts(session: IdentitySession) -> dict[str, UUID]:
    """Accounts added by hand, by address."""
    found = session.execute(select(Person.email, Person.id).where(Person.unit == NO_UNIT))
    return {email.lower(): row for email, row in found if email is not None}
