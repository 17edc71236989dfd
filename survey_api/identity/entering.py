"""Entering the survey by the company's sign-in: proved, handed over once, forgotten.

Each invitation has one secret for this, derived from the identity key; its digest is stored for
everybody when the wave opens. So entering writes nothing, and no row says who came this way or in
which order. What is left of the sign-in, its session, is deleted before the questionnaire.
"""

import hashlib
import hmac
from uuid import UUID

from sqlalchemy import insert, select

from survey_api.credentials.encoding import INVITATION_BYTES
from survey_api.errors import Conflict
from survey_api.identity.database import IdentitySession
from survey_api.identity.invitations import digest, invitation_of
from survey_api.identity.models import Invitation, InvitationSecret

LABEL = b"safe-to-say company entry"


class NoEntry(Conflict):
    """This survey cannot be entered with the company's sign-in. Use the link in your mail, or your
    card."""


def prepare(session: IdentitySession, wave: str, key: bytes) -> None:
    """Store the digest of everybody's entry secret; again adds nothing."""
    known = set(
        session.scalars(
            select(InvitationSecret.digest)
            .join(Invitation, Invitation.id == InvitationSecret.invitation_id)
            .where(Invitation.wave == wave)
        )
    )
    invited = session.scalars(select(Invitation.id).where(Invitation.wave == wave))
    made = {digest(_secret(key, wave, one)): one for one in invited}
    rows = [
        {"digest": mark, "invitation_id": one}
        for mark, one in sorted(made.items())
        if mark not in known
    ]
    if rows:
        session.execute(insert(InvitationSecret), rows)


def secret_of(session: IdentitySession, wave: str, person: UUID, key: bytes) -> bytes:
    """Somebody's entry secret; raises ``NoInvitation``, and ``NoEntry`` for a wave that was opened
    before the company's sign-in was set up."""
    invitation = invitation_of(session, wave, person)
    found = _secret(key, wave, invitation)
    if session.get(InvitationSecret, digest(found)) is None:
        raise NoEntry
    return found


def _secret(key: bytes, wave: str, invitation: UUID) -> bytes:
    named = LABEL + wave.encode() + invitation.bytes
    return hmac.new(key, named, hashlib.sha256).digest()[:INVITATION_BYTES]
