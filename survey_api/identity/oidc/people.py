"""From checked claims to somebody on the roster, and the roles their claims give them."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select

from survey_api import clock
from survey_api.access import Role
from survey_api.errors import Forbidden
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person, RoleGrant, SignInSession
from survey_api.identity.roles import WITHOUT_UNIT
from survey_api.identity.sign_in_links import normal
from survey_api.settings import Settings, SettingsInvalid


class NotOnTheRoster(Forbidden):
    """Your company's sign-in confirmed who you are, but this address is not on the roster here.
    Tell the people who run the survey."""


def subject(issuer: str, sub: str) -> bytes:
    """Who it is at the provider, as a digest: kept with a session so that the provider can end
    it."""
    return hashlib.sha256(f"{issuer}\n{sub}".encode()).digest()


def person_of(session: IdentitySession, claims: Mapping[str, Any], settings: Settings) -> Person:
    """The active person with the claimed address; raises ``NotOnTheRoster``.

    An address that the provider says is not verified is no address.
    """
    address = claims.get(settings.oidc_email_claim)
    is_verified = claims.get("email_verified", True) is not False
    if not isinstance(address, str) or not is_verified:
        raise NotOnTheRoster
    found = session.scalar(
        select(Person).where(func.lower(Person.email) == normal(address), Person.active)
    )
    if found is None:
        raise NotOnTheRoster
    return found


def take_roles(
    session: IdentitySession, person: Person, claims: Mapping[str, Any], settings: Settings
) -> None:
    """Give the roles that the claims map to, and take those that earlier claims gave and these no
    longer do. Roles given by hand, and leading, are none of the provider's business."""
    if not settings.oidc_roles_claim:
        return
    wanted = _mapped(claims.get(settings.oidc_roles_claim), mapping(settings))
    held = {
        grant.role: grant
        for grant in session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id))
        if grant.unit == ""
    }
    for role in wanted - held.keys():
        session.add(
            RoleGrant(person_id=person.id, role=role, since=clock.today(), from_claims=True)
        )
    for role, grant in held.items():
        if grant.from_claims and role not in wanted:
            session.delete(grant)


def mapping(settings: Settings) -> dict[str, str]:
    """``SAFETOSAY_OIDC_ROLE_MAP``: "claim=role; claim=role". Raises ``SettingsInvalid``."""
    pairs = [one.partition("=") for one in settings.oidc_role_map.split(";") if one.strip()]
    found = {claim.strip(): role.strip() for claim, _, role in pairs}
    wrong = [role for role in found.values() if role not in {str(one) for one in WITHOUT_UNIT}]
    if wrong:
        offered = ", ".join(sorted(WITHOUT_UNIT))
        raise SettingsInvalid(
            f"SAFETOSAY_OIDC_ROLE_MAP names {wrong[0]!r}; roles that claims can give: {offered}."
        )
    return found


def end_sessions(session: IdentitySession, who: bytes) -> None:
    """End every session that this somebody of the provider began."""
    session.execute(delete(SignInSession).where(SignInSession.subject == who))


def mark(session: IdentitySession, digest: bytes, who: bytes) -> None:
    """Keep with a new session who it is at the provider."""
    session.get_one(SignInSession, digest).subject = who


def _mapped(said: object, known: Mapping[str, str]) -> set[str]:
    given = said if isinstance(said, list) else [said]
    return {str(Role(known[one])) for one in given if isinstance(one, str) and one in known}
