"""Seals what room 1 keeps sealed under another key: the same secrets, new wrapping.

Every sealed column is named here with what its seal is bound to; a test compares with the models.
"""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import select

from survey_api.credentials.encoding import Malformed
from survey_api.credentials.keys import open_secret, seal_secret
from survey_api.errors import Conflict, SafeToSayError
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Annex, CommentKey, SecondStep, SigningKey, UnitPass

Bound = Callable[[Any], str]
BY_IDENTITY_KEY: Final[dict[type[Any], Bound]] = {
    SigningKey: lambda row: f"token key {row.wave}",
    UnitPass: lambda row: f"unit pass {row.wave} {row.unit}",
    Annex: lambda row: f"annex {row.wave} {row.name}",
    SecondStep: lambda row: f"second step {row.person_id.hex}",
}
BY_COMMENTS_KEY: Final[dict[type[Any], Bound]] = {
    CommentKey: lambda row: f"comment key {row.wave}",
}


class OpensWithNeither(Conflict):
    """Something in the identity database opens with neither key, so nothing was changed. Restore
    the right key file from its backup."""


def reseal(session: IdentitySession, tables: dict[type[Any], Bound], old: bytes, new: bytes) -> int:
    """All rows of ``tables`` in the caller's one transaction; how many were sealed anew. Rows
    that open with the new key already are left as they are, so it may be repeated."""
    n_sealed = 0
    for table, bound in tables.items():
        for row in session.scalars(select(table)):
            if _opened(new, bound(row), row.sealed) is None:
                content = _opened(old, bound(row), row.sealed)
                if content is None:
                    raise OpensWithNeither
                row.sealed = seal_secret(new, bound(row), content)
                n_sealed += 1
    return n_sealed


def _opened(key: bytes, purpose: str, sealed: bytes) -> bytes | None:
    try:
        return open_secret(key, purpose, sealed)
    except (SafeToSayError, Malformed):
        return None
