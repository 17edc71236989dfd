"""Giving and taking roles: recorded first, and never so that nobody is left to do it."""

from sqlalchemy import Select, func, select

from survey_api import audit
from survey_api.access import Role, Viewer
from survey_api.catalogue.models import ReportingUnit
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict, NotFound
from survey_api.identity import roles, sign_in
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person, RoleGrant
from survey_api.published.schemas.roles import GrantIn, GrantOut, RolesOut

GIVEN = tuple(str(one) for one in Role if one is not Role.RESPONDENT)


class LastAdministrator(Conflict):
    """This is the only administrator. Give the role to somebody else first."""


class UnknownUnit(NotFound):
    """There is no such unit today. The page of units names them."""


def show(rooms: Rooms) -> RolesOut:
    """All roles but leading: large organisations have thousands who lead."""
    with rooms.identity() as session:
        held = _read(session, _grants().where(RoleGrant.role != Role.LEADER))
        n_leaders = session.scalar(
            select(func.count()).select_from(RoleGrant).where(RoleGrant.role == Role.LEADER)
        )
    labels = _labels(rooms)
    return RolesOut(
        grants=tuple(_labelled(one, labels) for one in held),
        n_leaders=n_leaders or 0,
        roles=GIVEN,
    )


def give(rooms: Rooms, viewer: Viewer | None, said: GrantIn) -> None:
    """Give a role; somebody unknown becomes an account without a password."""
    unit = said.unit or ""
    if unit and unit not in _labels(rooms):
        raise UnknownUnit
    audit.record(rooms.published_engine, viewer, "grant role", _subject(said))
    with rooms.identity() as session:
        roles.add_user(session, email=said.email, role=said.role, unit=unit, name=said.name or "")


def take(rooms: Rooms, viewer: Viewer | None, said: GrantIn) -> None:
    """Take a role away; it ends with that person's next request."""
    with rooms.identity() as session:
        person = roles.find(session, said.email)
        _check_not_last(session, person, said.role)
    audit.record(rooms.published_engine, viewer, "revoke role", _subject(said))
    with rooms.identity() as session:
        roles.revoke_role(session, person.id, said.role, said.unit or "")


def sign_out(rooms: Rooms, viewer: Viewer | None, email: str) -> None:
    """End every session of somebody, for example when a device was lost."""
    audit.record(rooms.published_engine, viewer, "end sessions", "of one person")
    with rooms.identity() as session:
        sign_in.revoke_all(session, roles.find(session, email).id)


def _check_not_last(session: IdentitySession, person: Person, role: str) -> None:
    if role != Role.ADMINISTRATOR:
        return
    others = select(func.count()).select_from(RoleGrant).join(Person)
    others = others.where(
        RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.person_id != person.id, Person.active
    )
    if not session.scalar(others):
        raise LastAdministrator


def _subject(said: GrantIn) -> str:
    return f"{said.role} over {said.unit or 'all'}"


def _grants() -> "Select[Person, RoleGrant]":
    joined = select(Person, RoleGrant).join(RoleGrant, RoleGrant.person_id == Person.id)
    return joined.where(Person.active).order_by(RoleGrant.role, Person.name)


def _read(session: IdentitySession, query: "Select[Person, RoleGrant]") -> list[GrantOut]:
    return [
        GrantOut(
            email=person.email or "",
            name=person.name,
            role=grant.role,
            unit=grant.unit,
            unit_label="",
            since=grant.since,
        )
        for person, grant in session.execute(query)
    ]


def _labels(rooms: Rooms) -> dict[str, str]:
    with rooms.reading() as session:
        units = select(ReportingUnit.id, ReportingUnit.label).where(ReportingUnit.active)
        return {row.id: row.label for row in session.execute(units)}


def _labelled(one: GrantOut, labels: dict[str, str]) -> GrantOut:
    return one.model_copy(update={"unit_label": labels.get(one.unit, one.unit)})
