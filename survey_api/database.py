"""Engines and session plumbing shared by the rooms; knows no table of any of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.orm import Session
from starlette.requests import Request

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
POOL_SIZE, POOL_OVERFLOW = 5, 35  # covers the forty threads that run plain ``def`` routes
BUSY_MILLISECONDS = 15_000

RoomSession = TypeVar("RoomSession", bound=Session)


def metadata() -> MetaData:
    """Metadata with the naming convention, one per room."""
    return MetaData(naming_convention=NAMING)


def make_engine(url: str, *, journal_mode: str = "WAL", read_only: bool = False) -> Engine:
    """An engine that never puts bound values into an error text.

    SQLite writes begin with BEGIN IMMEDIATE: with a deferred BEGIN most concurrent
    read-then-write transactions fail at once with "database is locked".
    """
    if url.startswith("sqlite"):
        return _sqlite(url, journal_mode=journal_mode, read_only=read_only)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_pre_ping=True,
        connect_args={"prepare_threshold": None},
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
