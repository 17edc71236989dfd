"""The organisation as notices describe it: how many people, which roles, where data come from."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from survey_api.access import Role
from survey_api.catalogue.models import ReportingUnit
from survey_api.conduct.rooms import Rooms
from survey_api.identity import comment_readers
from survey_api.identity.models import Person, ProvisioningToken, RoleGrant
from survey_api.identity.roster_store import NO_UNIT
from survey_api.published.earlier_models import EarlierResult


@dataclass(frozen=True)
class Organised:
    """Numbers of today. ``roles`` are those somebody holds, with how many; nobody is named but
    those who read comments before others do, as every respondent is told. ``directories`` keep the
    roster up to date by themselves."""

    n_people: int
    n_without_email: int
    n_units: int
    roles: tuple[tuple[str, int], ...]
    comment_readers: tuple[str, ...]
    has_earlier_results: bool
    directories: tuple[str, ...] = ()


def organised(rooms: Rooms) -> Organised:
    """Read from the roster and the unit tree."""
    on_roster = select(func.count()).select_from(Person)
    on_roster = on_roster.where(Person.active, Person.unit != NO_UNIT)
    with rooms.identity() as session:
        n_people = session.scalar(on_roster) or 0
        n_without = session.scalar(on_roster.where(Person.email.is_(None))) or 0
        readers = tuple(comment_readers.names(session))
        directories = tuple(
            session.scalars(select(ProvisioningToken.name).order_by(ProvisioningToken.name))
        )
        held = {role: n for role, n in session.execute(_held())}
    with rooms.reading() as published:
        units = select(func.count()).select_from(ReportingUnit).where(ReportingUnit.active)
        n_units = published.scalar(units) or 0
        has_earlier = published.scalar(select(EarlierResult.id).limit(1)) is not None
    return Organised(
        n_people=n_people,
        n_without_email=n_without,
        n_units=n_units,
        roles=tuple((one, held[one]) for one in Role if held.get(one)),
        comment_readers=readers,
        has_earlier_results=has_earlier,
        directories=directories,
    )


def _held() -> "Select[str, int]":
    people = func.count(RoleGrant.person_id.distinct())
    joined = select(RoleGrant.role, people).join(Person, Person.id == RoleGrant.person_id)
    return joined.where(Person.active).group_by(RoleGrant.role)
