"""What identity need not keep of a wave once objections are no longer possible.

Who was invited in which group stays: the next wave counts from it how people moved.
"""

from sqlalchemy import ColumnElement, func, select, update

from survey_api.database import erase
from survey_api.identity import issuing
from survey_api.identity.database import IdentityBase, IdentitySession
from survey_api.identity.models import Annex, Invitation, InvitationSecret, SigningKey, UnitPass

Gone = list[tuple[type[IdentityBase], ColumnElement[bool]]]


def forget(session: IdentitySession, wave: str) -> None:
    """Destroy the token key, the group passes, the annexes, the digests of every link, and the
    marks that say who fetched a token."""
    for table, gone in _of(wave):
        erase(session, table.__table__, gone)  # type: ignore[arg-type]
    marks = update(Invitation).where(Invitation.wave == wave)
    session.execute(marks.values(request_hash=None))
    issuing.rewrite_marks(session, wave)


def remains(session: IdentitySession, wave: str) -> int:
    """How many rows that should be gone are still there."""
    marked = (Invitation.wave == wave) & Invitation.request_hash.is_not(None)
    found: Gone = [*_of(wave), (Invitation, marked)]
    return sum(_count(session, table, gone) for table, gone in found)


def _count(session: IdentitySession, table: type[IdentityBase], gone: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(gone)) or 0


def _of(wave: str) -> Gone:
    invited = select(Invitation.id).where(Invitation.wave == wave)
    return [
        (SigningKey, SigningKey.wave == wave),
        (UnitPass, UnitPass.wave == wave),
        (Annex, Annex.wave == wave),
        (InvitationSecret, InvitationSecret.invitation_id.in_(invited)),
    ]
