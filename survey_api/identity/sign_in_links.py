"""Links by mail that sign in once. Opening one does nothing yet: mail scanners open links."""

import os
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import delete, func, select

from survey_api import clock
from survey_api.credentials.encoding import Malformed, b64u, b64u_decode
from survey_api.errors import Unauthenticated
from survey_api.identity.database import IdentitySession
from survey_api.identity.invitations import digest
from survey_api.identity.models import MailState, OutboxMessage, Person, SignInLink

ON_DEMAND, BY_RELEASE = timedelta(minutes=30), timedelta(days=14)
SECRET_BYTES = 32
MAIL_KIND = "sign-in"


class LinkSpent(Unauthenticated):
    """This link was used already or is too old. Ask for a new one below."""


def new_link(session: IdentitySession, person_id: UUID, *, lifetime: timedelta) -> bytes:
    """A fresh secret that signs ``person_id`` in once; the database keeps its digest only."""
    secret = os.urandom(SECRET_BYTES)
    expires_at = clock.now() + lifetime
    session.execute(delete(SignInLink).where(SignInLink.expires_at < clock.now()))
    session.add(SignInLink(digest=digest(secret), person_id=person_id, expires_at=expires_at))
    return secret


def link(app_url: str, secret: bytes, path: str = "") -> str:
    """The address for a mail; the secret is in the fragment. ``path`` is where it leads to."""
    asked = f"?next={quote(path, safe='')}" if path else ""
    return f"{app_url}/sign-in/link{asked}#{b64u(secret)}"


def request_link(session: IdentitySession, email: str) -> None:
    """Queue a sign-in mail if somebody active has this address; tell the asker nothing."""
    query = select(Person.id).where(func.lower(Person.email) == normal(email), Person.active)
    person_id = session.scalar(query)
    if person_id is None:
        return
    mail = session.scalar(
        select(OutboxMessage).where(
            OutboxMessage.kind == MAIL_KIND,
            OutboxMessage.wave == "",
            OutboxMessage.person_id == person_id,
        )
    )
    if mail is None:
        mail = OutboxMessage(kind=MAIL_KIND, wave="", person_id=person_id)
        session.add(mail)
    mail.state, mail.attempts, mail.due_at = MailState.PENDING, 0, clock.now()


def spend(session: IdentitySession, code: str) -> UUID:
    """Use a link up and say whose it was; raises ``LinkSpent``. Of two at once, one succeeds."""
    try:
        secret = b64u_decode(code.strip())
    except Malformed:
        raise LinkSpent from None
    spent = session.execute(
        delete(SignInLink)
        .where(SignInLink.digest == digest(secret), SignInLink.expires_at > clock.now())
        .returning(SignInLink.person_id)
    ).scalar()
    if spent is None:
        raise LinkSpent
    return spent


def normal(email: str) -> str:
    """An address as it is compared: without blanks around it, in small letters."""
    return email.strip().lower()


def withdraw_all(session: IdentitySession, person_id: UUID) -> None:
    """Make every unused link of a person worthless."""
    session.execute(delete(SignInLink).where(SignInLink.person_id == person_id))
