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
from survey_api.settings import Settings, SettingsInvalid

WHOLE = ""
SEES_WHOLE = frozenset({Role.ANALYST, Role.OVERSIGHT})
TREE_AGE = timedelta(seconds=30)


def viewer(
    session: IdentitySession,
    person: Person,
    inner_units: frozenset[str],
    withheld: frozenset[Role] = frozenset(),
) -> Viewer:
    """Roles but those ``withheld``, and the roots of what they may see.

    Everybody sees the group they answer in. Members of an inner unit answer in its direct
    team, so their own root is that team and not the subtree of everybody below.
    """
    grants = session.execute(
        select(RoleGrant.role, RoleGrant.unit, RoleGrant.since).where(
            RoleGrant.person_id == person.id
        )
    ).all()
    held = {Role(role) for role, _, _ in grants}
    roles = held - withheld
    if person.unit:
        roles.add(Role.RESPONDENT)  # whoever is on the roster may answer and read their own group
    leads_here = Role.LEADER in roles
    leading = [
        (unit, on) for role, unit, on in grants if leads_here and role == Role.LEADER and unit
    ]
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
        withheld=frozenset(held & withheld),
    )


def needing(settings: Settings) -> frozenset[Role]:
    """The roles of ``SAFETOSAY_SECOND_STEP_ROLES``, which sleep without a second step. Raises
    ``SettingsInvalid``."""
    names = {one.strip() for one in settings.second_step_roles.split(",") if one.strip()}
    known = {str(one) for one in Role if one is not Role.RESPONDENT}
    if names - known:
        raise SettingsInvalid(
            f"SAFETOSAY_SECOND_STEP_ROLES names a role that there is not. It takes, with commas "
            f"between: {', '.join(sorted(known))}."
        )
    return frozenset(Role(one) for one in names)


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
