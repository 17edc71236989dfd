"""Room 3's database, which the lobby shares: everything in it may be shown to a colleague."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import DeclarativeBase, Session

from survey_api.database import metadata, session_dependency


class PublishedBase(DeclarativeBase):
    """Tables of the lobby and of room 3."""

    metadata = metadata()


class PublishedReader(Session):
    """A session of the published database used only to read."""


class PublishedSession(PublishedReader):
    """A session of the published database that may write; it does wherever a reader does."""


Published = Annotated[
    PublishedSession, Depends(session_dependency(PublishedSession, "published"), scope="function")
]
PublishedRead = Annotated[
    PublishedReader,
    Depends(session_dependency(PublishedReader, "published_reader"), scope="function"),
]
