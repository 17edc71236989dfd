"""A person's own sessions: where they are signed in, and ending it there."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from survey_api import clock
from survey_api.errors import Forbidden, NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import SignInSession
from survey_api.identity.sign_in import LIFETIME, digest_of

RECENT = timedelta(minutes=15)


class SessionUnknown(NotFound):
    """This session is over already."""


class SignInTooOld(Forbidden):
    """You signed in more than a quarter of an hour ago. Sign out and in again, so that we know it
    is you, and begin anew."""


@dataclass(frozen=True)
class Own:
    """One of somebody's sessions; ``name`` tells it from the others and opens nothing."""

    name: str
    began_at: datetime
    is_this: bool
    by_company: bool


def every(session: IdentitySession, person_id: UUID, cookie: str) -> list[Own]:
    """All that are not over, the newest first; ``cookie`` is the present one's."""
    this = digest_of(cookie)
    mine = select(SignInSession).where(
        SignInSession.person_id == person_id, SignInSession.expires_at > clock.now()
    )
    return [
        Own(
            _name(one), _utc(one.expires_at) - LIFETIME, one.digest == this, one.subject is not None
        )
        for one in session.scalars(mine.order_by(SignInSession.expires_at.desc()))
    ]


def check_recent(session: IdentitySession, cookie: str) -> None:
    """Raise ``SignInTooOld`` unless the present session began a quarter of an hour ago or less."""
    recent = select(SignInSession.digest).where(
        SignInSession.digest == digest_of(cookie),
        SignInSession.expires_at >= clock.now() - RECENT + LIFETIME,
    )
    if session.scalar(recent) is None:
        raise SignInTooOld


def end(session: IdentitySession, person_id: UUID, name: str) -> None:
    """End one of them; raises ``SessionUnknown``."""
    for one in session.scalars(select(SignInSession).where(SignInSession.person_id == person_id)):
        if _name(one) == name:
            session.delete(one)
            return
    raise SessionUnknown


def end_others(session: IdentitySession, person_id: UUID, cookie: str) -> None:
    """Stay signed in here, and nowhere else."""
    others = SignInSession.digest != digest_of(cookie)
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id, others))


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # SQLite keeps no zone


def _name(one: SignInSession) -> str:
    return hashlib.sha256(b"session " + one.digest).hexdigest()[:16]
