"""Writes a room's backup: one state of all its tables, every table sorted by its key."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Table, select
from sqlalchemy.exc import ProgrammingError

from survey_api import __version__, migrations
from survey_api.backups import files, tables, values
from survey_api.backups.files import About
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict, Forbidden

ORDER: Final = ("ballots", "identity", "published")
BATCH: Final = 1_000


class BackupExists(Conflict):
    """There is a backup in this folder already. Name another folder; backups are never mixed."""


class NothingToBackUp(Conflict):
    """A database has no tables yet. Run: safetosay init"""


class NotAllToRead(Forbidden):
    """The database does not let this role read every table. Make backups as the owner of the
    tables: in the init container or job."""


def path_of(folder: Path, room: str) -> Path:
    """Where a room's backup lies: one file each, so that they can be kept apart."""
    return folder / f"{room}.backup"


def back_up(rooms: Rooms, folder: Path, chosen: tuple[str, ...] = ORDER) -> list[About]:
    """Write the backups of these rooms; each file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(path_of(folder, room).exists() for room in chosen):
        raise BackupExists
    return [_room(rooms, room, folder) for room in ORDER if room in chosen]


def _room(rooms: Rooms, room: str, folder: Path) -> About:
    engine: Engine = getattr(rooms, f"{room}_engine")
    path = path_of(folder, room)
    half = path.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as sink:
        try:
            about = _write(engine, room, migrations.revision(room, _url(rooms, room)), sink)
        except ProgrammingError as error:
            half.unlink()
            raise NotAllToRead from error
        sink.flush()
        os.fsync(sink.fileno())
    half.rename(path)
    return about


def _url(rooms: Rooms, room: str) -> str:
    return migrations.urls(rooms.settings)[room]


def _write(engine: Engine, room: str, revision: str, sink: files.Sink) -> About:
    if not revision:
        raise NothingToBackUp(f"The {room} database has no tables yet. Run: safetosay init")
    with _one_state(engine).connect() as connection:
        writing = files.Writing(sink)
        for table in tables.kept(tables.of_room(connection, room)):
            writing.table(table.name, _lines(connection, table))
        return writing.finish(room, revision, __version__)


def _one_state(engine: Engine) -> Engine:
    """All tables as of one instant; SQLite's transactions are like that anyway."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Rows by their key: where they lie on the disk, which tells their order, is not read."""
    rows = connection.execution_options(yield_per=BATCH).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for one in rows.mappings():
        yield values.line(dict(one))
