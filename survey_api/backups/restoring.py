"""Brings rooms back from their backups into new, empty databases of either engine."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select, text

from survey_api import migrations
from survey_api.backups import files, tables, values
from survey_api.backups.files import About
from survey_api.backups.writing import ORDER, path_of
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict, NotFound

BATCH: Final = 500


class NoBackup(NotFound):
    """There is no backup in this folder. Its files are called identity.backup, ballots.backup and
    published.backup."""


class DatabaseNotEmpty(Conflict):
    """A database has tables already, and a restore never overwrites. Name a new, empty database,
    or move the old file away."""


class BackupNewer(Conflict):
    """This backup was made by a newer version. Install that version, then restore."""


def examined(folder: Path) -> dict[str, About]:
    """Room → what its file is of, every part read and compared with its digest."""
    found = {room: path_of(folder, room) for room in ORDER}
    there = {room: files.read_about(path) for room, path in found.items() if path.is_file()}
    if not there:
        raise NoBackup(f"There is no backup in {folder}.")
    for room, about in there.items():
        if about.room != room:
            raise files.BackupDamaged(f"{room}.backup is the backup of another room.")
        if not migrations.knows(room, about.revision):
            raise BackupNewer(f"{room}.backup was made by version {about.version}, which is newer.")
    return there


def restore(rooms: Rooms, folder: Path) -> dict[str, About]:
    """Every room whose backup lies in the folder, then up to this version's tables.

    All is examined before anything is written, and each room comes back in one transaction.
    """
    there = examined(folder)
    where = migrations.urls(rooms.settings)
    for room in there:
        if migrations.revision(room, where[room]):
            raise DatabaseNotEmpty(f"The {room} database has tables already. Nothing was changed.")
    for room, about in there.items():
        migrations.to_revision(room, where[room], about.revision)
        _fill(getattr(rooms, f"{room}_engine"), about, path_of(folder, room))
        migrations.to_revision(room, where[room], "head")
    return there


def _fill(engine: Engine, about: About, path: Path) -> None:
    with _references_checked_last(engine) as connection:
        there = tables.of_room(connection, about.room)
        for table in reversed(there):  # a migration may have put rows of its own there
            connection.execute(table.delete())
        for table in there:
            if table.name in about.tables:
                _load(connection, table, files.lines(path, table.name))
        _go_on_counting(connection, there)


def _load(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    columns = {column.name: column for column in table.columns}
    rows = (values.row(one, columns) for one in lines)
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(table), batch)


@contextmanager
def _references_checked_last(engine: Engine) -> Iterator[Connection]:
    """A transaction in which rows may come before those that they refer to."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            yield connection
        return
    with engine.begin() as connection:
        keys = list(_references(connection))
        for table, name in keys:
            connection.execute(_altered(table, name, "DEFERRABLE"))
        connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        yield connection
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        for table, name in keys:
            connection.execute(_altered(table, name, "NOT DEFERRABLE"))


def _altered(table: str, name: str, how: str) -> Any:
    return text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" {how}')


def _references(connection: Connection) -> Iterator[tuple[str, str]]:
    seen = inspect(connection)
    for table in seen.get_table_names():
        for key in seen.get_foreign_keys(table):
            yield table, str(key["name"])


def _go_on_counting(connection: Connection, there: list[Table]) -> None:
    """Numbers that PostgreSQL gives out go on after the highest one that came back."""
    if connection.dialect.name != "postgresql":
        return
    for table in there:
        for column in table.primary_key.columns:
            named = text("SELECT pg_get_serial_sequence(:table, :column)")
            sequence = connection.scalar(named, {"table": table.name, "column": column.name})
            if sequence:
                highest = func.greatest(func.max(column), 1)
                connection.execute(select(func.setval(sequence, highest)))
