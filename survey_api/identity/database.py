"""Room 1's database: its base class, its session type and the dependency that opens one."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import DeclarativeBase, Session

from survey_api.database import metadata, session_dependency


class IdentityBase(DeclarativeBase):
    """Tables that know people."""

    metadata = metadata()


class IdentitySession(Session):
    """A session of the identity database."""


Identity = Annotated[
    IdentitySession, Depends(session_dependency(IdentitySession, "identity"), scope="function")
]
