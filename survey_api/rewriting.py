"""Writes whole tables of PostgreSQL into new files, sorted by their key, so that no order is left.

DELETE, UPDATE and VACUUM leave the old rows' bytes and transaction numbers in the pages, and
VACUUM is refused to whoever does not own the table. TRUNCATE starts new files for a table, its
indexes and its long values; the old ones are gone when the transaction is. COPY carries the rows
across in one go and needs no right beyond SELECT and INSERT.
"""

from typing import Any, Final

from sqlalchemy import Table, text
from sqlalchemy.orm import Session

PATIENCE: Final = "20s"  # whoever waits behind us, waits no longer than this


def lock(session: Session, *tables: Table) -> None:
    """Let nobody else at these tables until the transaction ends; to be called before any other
    statement on them, since a lock that grows may wait for whoever waits for it."""
    session.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    session.execute(text(f"LOCK TABLE {_names(tables)} IN ACCESS EXCLUSIVE MODE"))


def rewrite(session: Session, *tables: Table) -> None:
    """All rows of these tables anew, in the present transaction; tables referred to come first.

    Nobody else reads or writes them until it commits. Fails, and changes nothing, while a
    backup or another long reader holds one of them.
    """
    lock(session, *tables)
    cursor: Any = session.connection().connection.cursor()
    try:
        kept = [_read(cursor, table) for table in tables]
        cursor.execute(f"TRUNCATE {_names(tables)}")
        for table, rows in zip(tables, kept, strict=True):
            _write(cursor, table, rows)
    finally:
        cursor.close()


def _names(tables: tuple[Table, ...]) -> str:
    return ", ".join(table.name for table in tables)


def _read(cursor: Any, table: Table) -> list[bytes]:
    key = ", ".join(column.name for column in table.primary_key)
    sorted_rows = f"SELECT {_columns(table)} FROM {table.name} ORDER BY {key}"  # noqa: S608
    with cursor.copy(f"COPY ({sorted_rows}) TO STDOUT (FORMAT BINARY)") as source:
        return [bytes(block) for block in source]


def _write(cursor: Any, table: Table, rows: list[bytes]) -> None:
    target = f"COPY {table.name} ({_columns(table)}) FROM STDIN (FORMAT BINARY)"
    with cursor.copy(target) as sink:
        for block in rows:
            sink.write(block)


def _columns(table: Table) -> str:
    return ", ".join(column.name for column in table.columns)
