"""The organisation as the roster has it today, in numbers: for those who bring the roster in."""

from collections import Counter

from sqlalchemy import func, select

from survey_api.access import Role
from survey_api.catalogue.reporting_units import read_tree
from survey_api.catalogue.units import UnitTree
from survey_api.conduct.rooms import Rooms
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person, RoleGrant
from survey_api.identity.roster_store import NO_UNIT
from survey_api.published.schemas.running import RosterToday, UnitToday

ON_ROSTER = (Person.active, Person.unit != NO_UNIT)


def show(rooms: Rooms) -> RosterToday:
    """Every unit with how many people are in it and below, and how many lead it."""
    with rooms.reading() as published:
        tree = read_tree(published)
    with rooms.identity() as identity:
        seated = _seated(identity)
        without = identity.scalar(
            select(func.count()).select_from(Person).where(*ON_ROSTER, Person.email.is_(None))
        )
        leaders = _leaders(identity)
    below = _with_those_below(tree, seated)
    return RosterToday(
        n_people=sum(seated.values()),
        n_without_email=without or 0,
        units=tuple(
            UnitToday(
                id=one.id,
                parent=one.parent,
                label=one.label,
                n_people=below[one.id],
                n_leaders=leaders[one.id],
            )
            for one in tree
        ),
    )


def _seated(session: IdentitySession) -> Counter[str]:
    query = select(Person.unit, func.count()).where(*ON_ROSTER).group_by(Person.unit)
    return Counter({unit: number for unit, number in session.execute(query)})


def _leaders(session: IdentitySession) -> Counter[str]:
    query = (
        select(RoleGrant.unit, func.count())
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.LEADER, Person.active)
        .group_by(RoleGrant.unit)
    )
    return Counter({unit: number for unit, number in session.execute(query)})


def _with_those_below(tree: UnitTree, seated: Counter[str]) -> Counter[str]:
    below = Counter({one.id: seated[one.id] for one in tree})
    for one in reversed(tree.units):  # children before parents
        if one.parent is not None:
            below[one.parent] += below[one.id]
    return below
