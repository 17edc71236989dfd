"""Turns an outbox row into a letter: draws the secret its link carries, as late as possible."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from survey_api import languages
from survey_api.errors import NotFound
from survey_api.identity import invitations, sign_in_links
from survey_api.identity.database import IdentitySession
from survey_api.identity.issuing import INVITING, is_open
from survey_api.identity.models import (
    Invitation,
    InvitationSecret,
    OutboxMessage,
    Person,
    SignInLink,
)
from survey_api.identity.notify.mails import REMINDING, Letter
from survey_api.identity.notify.telling import Sources, Told

SIGN_IN, WEEK = "sign-in", "week"
OF_NO_WAVE = frozenset({SIGN_IN, WEEK})
LIFETIMES = {SIGN_IN: sign_in_links.ON_DEMAND, WEEK: timedelta(days=7)}


class WaveNotOpen(NotFound):
    """Nobody is invited to a wave that is not open."""


class NothingToRemind(NotFound):
    """Whoever has opened the survey gets no targeted reminder."""


class NoAddress(NotFound):
    """This person has no e-mail address any more."""


@dataclass(frozen=True)
class Draft:
    """A letter, the outbox row it belongs to, and the digest of the secret in it."""

    mail: UUID
    digest: bytes = field(repr=False)
    letter: Letter = field(repr=False)


def draft(session: IdentitySession, mail: OutboxMessage, sources: Sources) -> Draft:
    """Draw a secret, store its digest, and put the letter together.

    Raises ``NotFound`` when the reason of the mail is gone.
    """
    person = session.get_one(Person, mail.person_id)
    if person.email is None:
        raise NoAddress
    told = sources.tell(session, mail, person)
    drawn = _inviting if mail.kind in INVITING else _signing_in
    secret, link, code = drawn(session, mail, sources, told)
    letter = Letter(
        kind=mail.kind,
        name=person.name,
        email=person.email,
        locale=person.locale,
        link=link,
        code=code,
        facts=None if mail.kind in OF_NO_WAVE else sources.facts_of(mail.wave),
        told=told,
        own=sources.own_texts(languages.choose(person.locale), mail.kind),
    )
    return Draft(mail=mail.id, digest=invitations.digest(secret), letter=letter)


def _inviting(
    session: IdentitySession, mail: OutboxMessage, sources: Sources, _told: Told
) -> tuple[bytes, str, str]:
    if not is_open(session, mail.wave):
        raise WaveNotOpen
    invitation = invitations.invitation_of(session, mail.wave, mail.person_id)
    if mail.kind in REMINDING and sources.facts_of(mail.wave).is_targeted:
        _refuse_opened(session, invitation)
    secret = invitations.new_secret(session, invitation)
    link = invitations.link(sources.settings.survey_url, mail.wave, secret)
    return secret, link, invitations.typed_code(secret)


def _refuse_opened(session: IdentitySession, invitation: UUID) -> None:
    """Where a manifest says so, who has opened the survey is not reminded of it."""
    if session.get_one(Invitation, invitation).request_hash is not None:
        raise NothingToRemind


def _signing_in(
    session: IdentitySession, mail: OutboxMessage, sources: Sources, told: Told
) -> tuple[bytes, str, str]:
    lifetime = LIFETIMES.get(mail.kind, sign_in_links.BY_RELEASE)
    secret = sign_in_links.new_link(session, mail.person_id, lifetime=lifetime)
    return secret, sign_in_links.link(sources.settings.app_url, secret, told.path), ""


def withdraw(session: IdentitySession, drawn: Draft) -> None:
    """Forget the secret of a letter that never left."""
    for table in (InvitationSecret, SignInLink):
        session.execute(delete(table).where(table.digest == drawn.digest))
