"""Personal links: who is to get which mail, and the secrets that only the mails ever hold."""

import hashlib
import os
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from survey_api.credentials.encoding import INVITATION_BYTES, b64u, crockford
from survey_api.errors import NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Invitation, InvitationSecret
from survey_api.identity.notify.queueing import queue_for


class NoInvitation(NotFound):
    """This person is not in the frame of that wave."""


def queue(session: IdentitySession, kind: str, wave: str, due_at: datetime) -> int:
    """Put one mail of ``kind`` into the outbox for everybody in the frame of a wave.

    Everybody gets the same mail, whether or not they have answered. Queueing again adds
    nobody twice. Returns how many mails were added.
    """
    people = session.scalars(select(Invitation.person_id).where(Invitation.wave == wave))
    return queue_for(session, list(people), kind, wave, due_at)


def invitation_of(session: IdentitySession, wave: str, person_id: UUID) -> UUID:
    """The invitation of a person in a wave; raises ``NoInvitation``."""
    found = session.scalar(
        select(Invitation.id).where(Invitation.wave == wave, Invitation.person_id == person_id)
    )
    if found is None:
        raise NoInvitation
    return found


def new_secret(session: IdentitySession, invitation_id: UUID) -> bytes:
    """A fresh secret for a link, 16 bytes; the database keeps its digest only.

    Earlier secrets stay good: all of them lead to the same one ballot.
    """
    secret = os.urandom(INVITATION_BYTES)
    session.add(InvitationSecret(digest=digest(secret), invitation_id=invitation_id))
    return secret


def digest(secret: bytes) -> bytes:
    """What is stored of a secret."""
    return hashlib.sha256(secret).digest()


def link(survey_url: str, wave: str, secret: bytes) -> str:
    """The personal link. The secret is in the fragment, which browsers do not send."""
    return f"{survey_url}/w/{wave}#{b64u(secret)}"


def typed_code(secret: bytes) -> str:
    """The secret as 26 characters to type by hand."""
    return crockford(secret)
