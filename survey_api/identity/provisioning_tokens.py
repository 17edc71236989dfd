"""Tokens that a company's directory shows when it keeps the roster up to date (RFC 6750)."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, delete, select, update

from survey_api import clock
from survey_api.credentials.encoding import b64u
from survey_api.database import transaction
from survey_api.errors import Conflict, Invalid, NotFound, Unauthenticated
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import ProvisioningToken

PREFIX, SECRET_BYTES, LONGEST_NAME = "sts-scim-", 32, 60
SCHEME = "bearer "


class TokenMissing(Unauthenticated):
    """Show a token of this service: Authorization: Bearer sts-scim-… An administrator makes one
    on the page "Provisioning"."""


class NoSuchToken(NotFound):
    """There is no token of this name; perhaps it was taken back already."""


class TokenNameTaken(Conflict):
    """There is a token of this name. Take it back first, or choose another name."""


class TokenNameInvalid(Invalid):
    """A token needs a name of 1 to 60 printable characters, without blanks around it, so that you
    know it again."""


@dataclass(frozen=True)
class Program:
    """A directory that showed a token: the name the token has here, and when it last wrote."""

    name: str
    wrote_on: date | None


def check_name(session: IdentitySession, name: str) -> str:
    """The name as it is kept; raises ``TokenNameInvalid`` and ``TokenNameTaken``."""
    tidy = " ".join(name.split())
    if not 1 <= len(tidy) <= LONGEST_NAME or not tidy.isprintable():
        raise TokenNameInvalid
    if session.scalar(select(ProvisioningToken).where(ProvisioningToken.name == tidy)):
        raise TokenNameTaken
    return tidy


def add(session: IdentitySession, name: str) -> str:
    """A new token, which nobody can read again."""
    tidy = check_name(session, name)
    token = PREFIX + b64u(os.urandom(SECRET_BYTES))
    session.add(ProvisioningToken(digest=_digest(token), name=tidy, added_on=clock.today()))
    return token


def every(session: IdentitySession) -> list[ProvisioningToken]:
    """All there are, by name."""
    return list(session.scalars(select(ProvisioningToken).order_by(ProvisioningToken.name)))


def find(session: IdentitySession, name: str) -> ProvisioningToken:
    """The token of this name; raises ``NoSuchToken``."""
    found = session.scalar(select(ProvisioningToken).where(ProvisioningToken.name == name))
    if found is None:
        raise NoSuchToken
    return found


def revoke(session: IdentitySession, name: str) -> None:
    """From the next request on it is worth nothing; raises ``NoSuchToken``."""
    session.execute(
        delete(ProvisioningToken).where(ProvisioningToken.digest == find(session, name).digest)
    )


def shown(engine: Engine, authorization: str) -> Program:
    """Who shows this header; notes the day. Raises ``TokenMissing``."""
    if not authorization.lower().startswith(SCHEME):
        raise TokenMissing
    digest, today = _digest(authorization[len(SCHEME) :].strip()), clock.today()
    with transaction(engine, IdentitySession) as session:
        found = session.get(ProvisioningToken, digest)
        if found is None:
            raise TokenMissing
        if found.used_on != today:
            found.used_on = today
        return Program(found.name, found.wrote_on)


def note_writing(session: IdentitySession, program: Program) -> None:
    """That this program wrote today."""
    named = ProvisioningToken.name == program.name
    session.execute(update(ProvisioningToken).where(named).values(wrote_on=clock.today()))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
