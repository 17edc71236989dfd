"""The durable waiting room of one ballot process: a local SQLite file, destroyed once handed over.

Arrival order exists here and nowhere else, which is why the file never outlives its flush.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SPOOL_NAME: Final = "spool.sqlite"
DRAINING_PATTERN: Final = "draining-*.sqlite"
_BLOCK: Final = 1 << 20
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS pending"
    " (leaf BLOB PRIMARY KEY, wave TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID"
)


@dataclass(frozen=True, slots=True, order=True)
class Pending:
    """A cast message that was checked; ordered by leaf, which nobody can choose."""

    leaf: bytes
    wave: str
    body: bytes = field(repr=False, compare=False)


class Spool:
    """One folder's spool; only its process opens it, only one thread at a time uses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._connection = _connect(folder / SPOOL_NAME)

    def put(self, batch: Iterable[Pending]) -> None:
        """Store a batch, in leaf order; on disk when this returns, not at all when it raises."""
        rows = [(one.leaf, one.wave, one.body) for one in sorted(batch)]
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def rotate(self) -> None:
        """Set the present file aside as a draining one and begin an empty one."""
        self._connection.close()
        try:
            set_aside(self.folder)
        finally:
            self._connection = _connect(self.folder / SPOOL_NAME)

    def carry(self, path: Path, *, without: frozenset[str]) -> None:
        """Keep a set-aside file's ballots of all but these waves for a later flush."""
        if kept := [one for one in read(path) if one.wave not in without]:
            self.put(kept)

    def close(self) -> None:
        """Close the file; what it holds stays."""
        self._connection.close()


def read(path: Path) -> Iterator[Pending]:
    """What a spool file holds, in leaf order."""
    with closing(_connect(path)) as connection:
        for leaf, wave, body in connection.execute("SELECT * FROM pending ORDER BY leaf"):
            yield Pending(leaf, wave, body)


def draining(folder: Path) -> list[Path]:
    """Files that were set aside and not handed over yet, also those of an earlier process."""
    return sorted(folder.glob(DRAINING_PATTERN))


def set_aside(folder: Path) -> None:
    """Rename a closed spool file, after SQLite has undone a commit that a crash interrupted.

    A journal that the crash left empty is not undone and only goes with the next write.
    """
    present = folder / SPOOL_NAME
    with closing(_connect(present)) as connection:
        connection.execute("PRAGMA user_version=1")
    journal = present.with_name(present.name + "-journal")
    if journal.exists():
        raise OSError(f"The journal {journal.name} is still there; the spool was not set aside.")
    present.rename(folder / DRAINING_PATTERN.replace("*", secrets.token_hex(8)))
    sync_folder(folder)


def destroy(path: Path) -> None:
    """Overwrite a file and remove it; what a flash disk keeps behind its back is out of reach."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, _BLOCK)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(_TABLE)
    return connection
