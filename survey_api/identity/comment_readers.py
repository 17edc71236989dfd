"""Who reads the comments of a wave before they are published, and the key they read with."""

from sqlalchemy import delete, select

from survey_api.access import Role
from survey_api.credentials.keys import TallyKey, generate_tally_key, open_secret, seal_secret
from survey_api.errors import Conflict
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import CommentKey, Person, RoleGrant


class CommentKeyGone(Conflict):
    """The key to these comments is no longer here: they are published, or it was lost."""


def names(session: IdentitySession) -> list[str]:
    """The people who hold the role, as respondents are told them, alphabetically."""
    query = (
        select(Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.COMMENT_READER, Person.active)
        .order_by(Person.name)
    )
    return list(session.scalars(query).unique())


def make_key(session: IdentitySession, wave: str, sealer: bytes) -> bytes:
    """A fresh key for a wave that has not opened; keeps the private half, gives the public one."""
    made = generate_tally_key()
    sealed = seal_secret(sealer, _purpose(wave), made.private_bytes)
    session.merge(CommentKey(wave=wave, sealed=sealed))
    return made.public_bytes


def key(session: IdentitySession, wave: str, sealer: bytes) -> TallyKey:
    """The readers' private key; raises ``CommentKeyGone``."""
    found = session.get(CommentKey, wave)
    if found is None:
        raise CommentKeyGone
    return TallyKey.load(open_secret(sealer, _purpose(wave), found.sealed))


def forget_keys(session: IdentitySession, waves: list[str]) -> None:
    """From now on the sealed comments of these waves open for nobody."""
    session.execute(delete(CommentKey).where(CommentKey.wave.in_(waves)))


def _purpose(wave: str) -> str:
    return f"comment key {wave}"
