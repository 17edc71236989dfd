"""Signing in and staying signed in: local accounts, links by mail, sessions one can revoke.

A session is 32 random bytes in a cookie and their SHA-256 in the database; it ends 12 hours
after signing in, however busy it was, and at once when it is revoked or the person leaves.
"""

import hashlib
import os
import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, Select, delete, func, select

from survey_api import clock
from survey_api.access import Role, Viewer, ViewerOf
from survey_api.credentials.encoding import Malformed, b64u, b64u_decode
from survey_api.database import transaction
from survey_api.errors import Conflict, Forbidden, Unauthenticated
from survey_api.identity import second_step, sign_in_links
from survey_api.identity.database import IdentitySession
from survey_api.identity.invitations import digest
from survey_api.identity.models import Account, Person, SignInSession
from survey_api.identity.roles import HASHER, LONGEST
from survey_api.identity.second_step import Given
from survey_api.identity.sign_in_links import normal
from survey_api.identity.throttle import Throttle
from survey_api.identity.viewers import InnerUnits, reading, viewer

LIFETIME = timedelta(hours=12)
SECRET_BYTES = 32
PER_ACCOUNT = Throttle(8, timedelta(minutes=15))
ALL_ACCOUNTS = Throttle(300, timedelta(minutes=5))
LINKS_PER_ADDRESS = Throttle(4, timedelta(minutes=30))
LINKS_IN_ALL = Throttle(200, timedelta(minutes=5))
ALL = "all"
NOTHING = Given("", Path())
COMPANY_OUT = "/sign-in/company/out"
_AT_ONCE = threading.BoundedSemaphore(2)  # one check takes 46 MiB and a core
_DECOY = HASHER.hash(b64u(os.urandom(12)))


class SignInRefused(Unauthenticated):
    """The e-mail address and the password do not fit together."""


class PasswordWrong(Forbidden):
    """This is not your password; nothing was changed."""


class NoPassword(Conflict):
    """You sign in without a password, so there is none to change. Those who run the survey can
    give you one."""


def sign_in(engine: Engine, email: str, password: str, second: Given = NOTHING) -> str:
    """Check a password and start a session; returns the cookie's value.

    Takes the engine because the slow check runs between two transactions, holding neither.
    Unknown addresses cost the same time. Raises ``SignInRefused``,
    ``TooMany``, or what ``second_step.check`` raises.
    """
    key = hashlib.sha256(normal(email).encode()).hexdigest()
    PER_ACCOUNT.check(key)
    ALL_ACCOUNTS.check(ALL)
    with transaction(engine, IdentitySession) as session:
        found = _account(session, email)
    is_right = _verify(found[1] if found else _DECOY, password)
    if found is None or not is_right:
        PER_ACCOUNT.note(key)
        ALL_ACCOUNTS.note(ALL)
        raise SignInRefused
    PER_ACCOUNT.clear(key)
    with transaction(engine, IdentitySession) as session:
        second_step.check(session, found[0], second)
        return start(session, found[0])


def knows_password(engine: Engine, person_id: UUID, password: str) -> None:
    """Ask somebody who is signed in once more, before a change that would lock them out. Raises
    ``NoPassword``, ``PasswordWrong`` or ``TooMany``."""
    PER_ACCOUNT.check(person_id.hex)
    with transaction(engine, IdentitySession) as session:
        account = session.get(Account, person_id)
    if account is None:
        raise NoPassword
    if not _verify(account.password_hash, password):
        PER_ACCOUNT.note(person_id.hex)
        raise PasswordWrong
    PER_ACCOUNT.clear(person_id.hex)


def sign_in_by_link(session: IdentitySession, code: str, second: Given = NOTHING) -> str:
    """Spend a sign-in link and start a session; returns the cookie's value. A link whose second
    step is missing or wrong stays good."""
    with session.begin_nested():
        person_id = sign_in_links.spend(session, code)
        second_step.check(session, person_id, second)
        return start(session, person_id)


def request_link(session: IdentitySession, email: str) -> None:
    """Mail a sign-in link if somebody has this address; the answer is the same if not."""
    key = hashlib.sha256(normal(email).encode()).hexdigest()
    for throttle, name in ((LINKS_PER_ADDRESS, key), (LINKS_IN_ALL, ALL)):
        throttle.check(name)
        throttle.note(name)
    sign_in_links.request_link(session, email)


def start(session: IdentitySession, person_id: UUID) -> str:
    """A new session for an active person; expired ones of anybody go."""
    person = session.get(Person, person_id)
    if person is None or not person.active:
        raise SignInRefused
    session.execute(delete(SignInSession).where(SignInSession.expires_at <= clock.now()))
    secret = os.urandom(SECRET_BYTES)
    expires_at = clock.now() + LIFETIME
    session.add(SignInSession(digest=digest(secret), person_id=person_id, expires_at=expires_at))
    return b64u(secret)


def digest_of(cookie: str) -> bytes:
    """What is stored of a session's cookie."""
    return digest(b64u_decode(cookie))


def revoke(session: IdentitySession, cookie: str | None) -> None:
    """End one session; an unknown cookie is no error."""
    known = _digest(cookie)
    if known is not None:
        session.execute(delete(SignInSession).where(SignInSession.digest == known))


def way_out(session: IdentitySession, cookie: str | None) -> str:
    """Where a browser goes after signing out."""
    known = _digest(cookie)
    found = session.get(SignInSession, known) if known else None
    return COMPANY_OUT if found and found.subject else "/sign-in"


def revoke_all(session: IdentitySession, person_id: UUID) -> None:
    """End every session of a person, and every sign-in link that is still good."""
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))
    sign_in_links.withdraw_all(session, person_id)


def viewer_of(
    engine: Engine, published_reader: Engine, needing: frozenset[Role] = frozenset()
) -> ViewerOf:
    """The function that turns a cookie into a viewer, for ``app.state.viewer_of``.

    Roles and roots are read anew for every request, so a role taken away is gone at once; those
    ``needing`` a second step sleep without one. ``published_reader`` tells which units have units
    below them.
    """
    reader = reading(engine)
    inner_units = InnerUnits(published_reader)

    def resolve(cookie: str | None) -> Viewer | None:
        known = _digest(cookie)
        if known is None:
            return None
        with transaction(reader, IdentitySession) as session:
            found = session.execute(_signed_in(known)).first()
            if found is None:
                return None
            person, by_company = found
            asleep = frozenset[Role]() if by_company else _asleep(session, person.id, needing)
            return viewer(session, person, inner_units(), asleep)

    return resolve


def _asleep(session: IdentitySession, person_id: UUID, needing: frozenset[Role]) -> frozenset[Role]:
    """The company's sign-in has a second step of its own; a local one must have been set up."""
    return frozenset() if not needing or second_step.is_on(session, person_id) else needing


def _signed_in(known: bytes) -> Select[Person, bool]:
    return (
        select(Person, SignInSession.subject.is_not(None))
        .join(SignInSession, SignInSession.person_id == Person.id)
        .where(
            SignInSession.digest == known,
            SignInSession.expires_at > clock.now(),
            Person.active,
        )
    )


def _account(session: IdentitySession, email: str) -> tuple[UUID, str] | None:
    found = session.execute(
        select(Person.id, Account.password_hash)
        .join(Account, Account.person_id == Person.id)
        .where(func.lower(Person.email) == normal(email), Person.active)
    ).first()
    return (found[0], found[1]) if found else None


def _verify(password_hash: str, password: str) -> bool:
    with _AT_ONCE:
        try:
            return HASHER.verify(password_hash, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False


def _digest(cookie: str | None) -> bytes | None:
    try:
        secret = b64u_decode(cookie or "")
    except Malformed:
        return None
    return digest(secret) if len(secret) == SECRET_BYTES else None
