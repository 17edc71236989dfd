"""From a person and today's tree to what they may see; nothing of it is kept in the cookie."""

from datetime import timedelta

from sqlalchemy import Engine, select

from survey_api import clock
from survey_api.access import Role, Viewer
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import ReportingUnit
from survey_api.database import make_engine, transaction
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person, RoleGrant

WHOLE = ""
SEES_WHOLE = frozenset({Role.ANALYST, Role.OVERSIGHT})
TREE_AGE = timedelta(seconds=30)


def viewer(session: IdentitySession, person: Person, inner_units: frozenset[str]) -> Viewer:
    """Roles, and the roots of what they may see.

    Everybody sees the group they answer in. Members of an inner unit answer in its direct
    team, so their own root is that team and not the subtree of everybody below.
    """
    grants = session.execute(
        select(RoleGrant.role, RoleGrant.unit, RoleGrant.since).where(
            RoleGrant.person_id == person.id
        )
    ).all()
    roles = {Role(role) for role, _, _ in grants}
    if person.unit:
        roles.add(Role.RESPONDENT)  # whoever is on the roster may answer and read their own group
    leading = [(unit, since) for role, unit, since in grants if role == Role.LEADER and unit]
    leads = frozenset(unit for unit, _ in leading)
    roots = set(leads)
    if person.unit:
        roots.add(f"{person.unit}.direct" if person.unit in inner_units else person.unit)
    if roles & SEES_WHOLE:
        roots.add(WHOLE)
    return Viewer(
        id=str(person.id),
        name=person.name,
        roles=frozenset(roles),
        roots=frozenset(roots),
        own_unit=person.unit,
        lead_roots=leads,
        led_since=frozenset((unit, since) for unit, since in leading if since),
    )


class InnerUnits:
    """Ids of units that have units below them, read from the lobby at most twice a minute."""

    def __init__(self, reader: Engine) -> None:
        self._reader = reader
        self._known: frozenset[str] = frozenset()
        self._until = clock.now() - TREE_AGE

    def __call__(self) -> frozenset[str]:
        if not self._until - TREE_AGE <= clock.now() < self._until:
            query = select(ReportingUnit.parent_id).where(ReportingUnit.active).distinct()
            with transaction(self._reader, PublishedReader) as session:
                self._known = frozenset(one for one in session.scalars(query) if one)
            self._until = clock.now() + TREE_AGE
        return self._known


def reading(engine: Engine) -> Engine:
    """An engine on the same database whose transactions take no write lock."""
    if engine.dialect.name != "sqlite":
        return engine.execution_options(postgresql_readonly=True)
    return make_engine(engine.url.render_as_string(hide_password=False), read_only=True)
