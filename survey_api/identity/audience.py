"""Who hears of what: those who answer for others, those asked, those who like a weekly step."""

from uuid import UUID

from sqlalchemy import select

from survey_api.access import Role
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Invitation, Person, RoleGrant
from survey_api.identity.viewers import SEES_WHOLE

NOWHERE = ""  # accounts beside the roster


def asked(session: IdentitySession, wave: str) -> set[UUID]:
    """Everybody in the frame of a wave, whether or not they answered."""
    return set(session.scalars(select(Invitation.person_id).where(Invitation.wave == wave)))


def leaders(session: IdentitySession) -> set[UUID]:
    """Everybody who leads a unit today."""
    return _holding(session, frozenset({Role.LEADER}))


def seeing_all(session: IdentitySession) -> set[UUID]:
    """Everybody who looks at the whole organisation today."""
    return _holding(session, SEES_WHOLE)


def wanting_steps(session: IdentitySession) -> set[UUID]:
    """Everybody on the roster who has not paused the weekly small step."""
    query = select(Person.id).where(Person.active, Person.unit != NOWHERE, Person.wants_steps)
    return set(session.scalars(query))


def _holding(session: IdentitySession, some: frozenset[Role]) -> set[UUID]:
    query = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role.in_(some), Person.active)
    )
    return set(session.scalars(query))
