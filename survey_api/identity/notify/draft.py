"""Turns an outbox row into a letter: draws the secret its link carries, as late as possible."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import delete

from survey_api.errors import NotFound
from survey_api.identity import invitations, sign_in_links
from survey_api.identity.database import IdentitySession
from survey_api.identity.issuing import INVITING, is_open
from survey_api.identity.models import InvitationSecret, OutboxMessage, Person, SignInLink
from survey_api.identity.notify.facts import FactsOf
from survey_api.identity.notify.mails import Letter
from survey_api.settings import Settings

SIGN_IN = "sign-in"


class WaveNotOpen(NotFound):
    """Nobody is invited to a wave that is not open."""


@dataclass(frozen=True)
class Draft:
    """A letter, the outbox row it belongs to, and the digest of the secret in it."""

    mail: UUID
    digest: bytes = field(repr=False)
    letter: Letter = field(repr=False)


def draft(
    session: IdentitySession, mail: OutboxMessage, settings: Settings, facts_of: FactsOf
) -> Draft:
    """Draw a secret, store its digest, and put the letter together."""
    person = session.get_one(Person, mail.person_id)
    code = ""
    if mail.kind in INVITING:
        if not is_open(session, mail.wave):
            raise WaveNotOpen
        invitation = invitations.invitation_of(session, mail.wave, person.id)
        secret = invitations.new_secret(session, invitation)
        link = invitations.link(settings.survey_url, mail.wave, secret)
        code = invitations.typed_code(secret)
    else:
        lifetime = sign_in_links.ON_DEMAND if mail.kind == SIGN_IN else sign_in_links.BY_RELEASE
        secret = sign_in_links.new_link(session, person.id, lifetime=lifetime)
        link = sign_in_links.link(settings.app_url, secret)
    letter = Letter(
        kind=mail.kind,
        name=person.name,
        email=person.email,
        locale=person.locale,
        link=link,
        code=code,
        facts=facts_of(mail.wave) if mail.wave else None,
    )
    return Draft(mail=mail.id, digest=invitations.digest(secret), letter=letter)


def withdraw(session: IdentitySession, drawn: Draft) -> None:
    """Forget the secret of a letter that never left."""
    for table in (InvitationSecret, SignInLink):
        session.execute(delete(table).where(table.digest == drawn.digest))
