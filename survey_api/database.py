"""Engines and session plumbing shared by the rooms; knows no table of any of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Engine,
    MetaData,
    Table,
    create_engine,
    delete,
    event,
    exists,
    insert,
    not_,
    select,
    text,
)
from sqlalchemy.orm import Session
from starlette.requests import Request

from survey_api.errors import Unavailable

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
POOL_SIZE, CONNECTIONS = 5, 40  # covers the forty threads that run plain ``def`` routes
# A server that vanished is noticed in seconds, so that the next one is asked: see failover tests.
ALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
BUSY_MILLISECONDS = 15_000

RoomSession = TypeVar("RoomSession", bound=Session)


class StillRead(Unavailable):
    """Somebody is reading this database, so that its log cannot be emptied. It is tried again."""


def metadata() -> MetaData:
    """Metadata with the naming convention, one per room."""
    return MetaData(naming_convention=NAMING)


def make_engine(
    url: str,
    *,
    journal_mode: str = "WAL",
    read_only: bool = False,
    connections: int = CONNECTIONS,
) -> Engine:
    """An engine that never puts bound values into an error text.

    On PostgreSQL it opens at most so many ``connections`` and prepares no statements, which a
    pooler in transaction mode could not keep.
    SQLite writes begin with BEGIN IMMEDIATE: with a deferred BEGIN most concurrent
    read-then-write transactions fail at once with "database is locked".
    """
    if url.startswith("sqlite"):
        return _sqlite(url, journal_mode=journal_mode, read_only=read_only)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=min(POOL_SIZE, connections),
        max_overflow=max(connections - POOL_SIZE, 0),
        pool_pre_ping=True,
        connect_args={"prepare_threshold": None, **ALIVE},
    )
    return engine.execution_options(postgresql_readonly=True) if read_only else engine


def _sqlite(url: str, *, journal_mode: str, read_only: bool) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA journal_mode={journal_mode}")
        cursor.execute(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def erase(session: Session, table: Table, gone: ColumnElement[bool]) -> None:
    """Delete rows so that no file of the database keeps them once it is scrubbed.

    SQLite overwrites what it deletes (``secure_delete``). PostgreSQL is given a new file: what
    stays is written again in the order of its key, which TRUNCATE allows to others than owners.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table.name} IN ACCESS EXCLUSIVE MODE"))
    if not session.scalar(select(exists().where(gone))):
        return
    if session.get_bind().dialect.name == "sqlite":
        session.execute(delete(table).where(gone))
        return
    stays = select(table).where(not_(gone)).order_by(*table.primary_key.columns)
    rows = [dict(one) for one in session.execute(stays).mappings()]
    session.execute(text(f"TRUNCATE {table.name}"))
    if rows:
        session.execute(insert(table), rows)


def scrub(engine: Engine) -> None:
    """Write a SQLite file anew without its free pages, and empty its log; elsewhere nothing.

    Raises ``StillRead`` while somebody reads, whose pages must stay.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (0,)
    finally:
        raw.close()
    if is_busy:
        raise StillRead


@contextmanager
def transaction(engine: Engine, kind: type[RoomSession]) -> Iterator[RoomSession]:
    """One session of a room's own type, committed at the end or rolled back whole."""
    with kind(engine, expire_on_commit=False) as session, session.begin():
        yield session


def session_dependency(
    kind: type[RoomSession], room: str
) -> Callable[[Request], Iterator[RoomSession]]:
    """A FastAPI dependency for one room's session; declare it with ``scope="function"``.

    With FastAPI's default scope the commit would run after the reply has left.
    """

    def open_session(request: Request) -> Iterator[RoomSession]:
        rooms: dict[str, Engine] = request.app.state.engines
        with transaction(rooms[room], kind) as session:
            yield session

    return open_session


SessionFactory = Callable[[], AbstractContextManager[RoomSession]]
