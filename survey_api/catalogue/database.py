"""Room 3's database, which the lobby shares: everything in it may be shown to a colleague."""

from typing import Annotated

from fastapi import Depends
from sqlalchemy import Column, Integer, Table, event, select, update
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, UOWTransaction

from survey_api.database import metadata, session_dependency

CHANGED = "published changed"


class PublishedBase(DeclarativeBase):
    """Tables of the lobby and of room 3."""

    metadata = metadata()


class PublishedReader(Session):
    """A session of the published database used only to read."""


class PublishedSession(PublishedReader):
    """A session of the published database that may write; it does wherever a reader does.

    Whatever it changes raises the revision in the same transaction.
    """


Published = Annotated[
    PublishedSession, Depends(session_dependency(PublishedSession, "published"), scope="function")
]
PublishedRead = Annotated[
    PublishedReader,
    Depends(session_dependency(PublishedReader, "published_reader"), scope="function"),
]

REVISION = Table(
    "revision",
    PublishedBase.metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
)


def revision(session: PublishedReader) -> int:
    """A number that is another one whenever anything in this database has changed."""
    return session.scalar(select(REVISION.c.number)) or 0


@event.listens_for(PublishedSession, "after_flush")
def _flushed(session: Session, _work: UOWTransaction) -> None:
    session.info[CHANGED] = True


@event.listens_for(PublishedSession, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[CHANGED] = True


@event.listens_for(PublishedSession, "before_commit")
def _raise(session: Session) -> None:
    session.flush()  # what is still waiting counts too
    if session.info.pop(CHANGED, False):
        session.connection().execute(update(REVISION).values(number=REVISION.c.number + 1))
