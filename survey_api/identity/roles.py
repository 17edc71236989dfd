"""Who may look: accounts added by hand, and the roles people hold."""

from uuid import UUID, uuid4

from argon2 import PasswordHasher
from sqlalchemy import delete, func, select

from survey_api import clock
from survey_api.access import Role
from survey_api.errors import Invalid, NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Account, Person, RoleGrant, SignInSession
from survey_api.identity.sign_in_links import normal

HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)  # 46 MiB, one core
SHORTEST, LONGEST = 12, 200
WITHOUT_UNIT = frozenset(Role) - {Role.RESPONDENT, Role.LEADER}


class AccountInvalid(Invalid):
    """The account was not added: something in it cannot be used."""


class PersonUnknown(NotFound):
    """Nobody with this address is on the roster or has an account."""


def add_user(
    session: IdentitySession,
    *,
    email: str,
    role: str,
    unit: str = "",
    password: str | None = None,
    name: str = "",
) -> Person:
    """Give ``email`` a role; somebody who is not on the roster becomes an account beside it.

    ``unit`` says for a leader what they lead. Everybody is a respondent, so that role only
    adds the account. Without a password they sign in by mail.
    """
    address = normal(email)
    if "@" not in address[1:-1] or len(address) > 254:
        raise AccountInvalid("The e-mail address needs the form name@example.org.")
    found = _by_email(session, address)
    if found is None:
        found = Person(
            id=uuid4(),
            employee_id=f"account-{uuid4().hex}",
            name=(name.strip() or address)[:200],
            email=address,
            unit="",
        )
        session.add(found)
        session.flush()  # role and account refer to this row
    if role != Role.RESPONDENT:
        grant(session, found.id, role, unit)
    if password is not None:
        set_password(session, found.id, password)
    return found


def grant(session: IdentitySession, person_id: UUID, role: str, unit: str = "") -> None:
    """Give a role; doing it again changes nothing."""
    known = _role(role)
    if known is Role.LEADER and not unit:
        raise AccountInvalid("A leader leads a unit: name it.")
    if known in WITHOUT_UNIT and unit:
        raise AccountInvalid(f"The role {known} is for the whole organisation; leave the unit out.")
    if session.get(RoleGrant, (person_id, known, unit)) is None:
        given = RoleGrant(person_id=person_id, role=known, unit=unit, since=clock.today())
        session.add(given)


def revoke_role(session: IdentitySession, person_id: UUID, role: str, unit: str = "") -> None:
    """Take a role away; it ends with the next request, also in open sessions."""
    session.execute(
        delete(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == _role(role),
            RoleGrant.unit == unit,
        )
    )


def set_password(
    session: IdentitySession, person_id: UUID, password: str, keep: bytes = b""
) -> None:
    """Set or replace a password (12 to 200 characters) and end the person's sessions, but for the
    one whose digest is to ``keep``."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountInvalid(f"A password needs {SHORTEST} to {LONGEST} characters.")
    session.merge(Account(person_id=person_id, password_hash=HASHER.hash(password)))
    others = SignInSession.digest != keep
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id, others))


def find(session: IdentitySession, email: str) -> Person:
    """Who has this address; raises ``PersonUnknown``."""
    found = _by_email(session, normal(email))
    if found is None:
        raise PersonUnknown
    return found


def _by_email(session: IdentitySession, address: str) -> Person | None:
    return session.scalar(select(Person).where(func.lower(Person.email) == address))


def _role(name: str) -> Role:
    try:
        role = Role(name)
    except ValueError:
        role = Role.RESPONDENT
    if role is Role.RESPONDENT:
        given = ", ".join(one for one in Role if one is not Role.RESPONDENT)
        raise AccountInvalid(f"Roles that can be given are: {given}.")
    return role
