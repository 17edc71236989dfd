"""What each kind of database keeps by itself, and a naive table in which every attack succeeds."""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests import postgres
from tests.walls import postgres_files
from tests.walls.exercise import DIGEST, PHASES, Exercise, N
from tests.walls.linking import NOISE, Places, chance_limit, kendall_z, matched, places_in

each_database = pytest.mark.parametrize(
    "where", ["on_sqlite", pytest.param("on_postgres", marks=pytest.mark.postgres)]
)


@each_database
def test_a_naive_store_gives_every_ballot_its_person(done: Exercise, tmp: Path) -> None:
    """The same attacks on a table written as ballots come: all succeed."""
    kept = [one[:2000] for one in done.envelopes]
    needles = [one[:DIGEST] for one in kept]
    if done.on_sqlite:
        path = tmp / "naive.sqlite"
        found = {"byte offset": places_in(_naive_file(path, kept), needles)}
    else:
        archive = postgres_files.Archive(done.url)
        url = postgres.cluster().create_database("naive")
        postgres_files.naive(url, kept)
        rows = postgres_files.rows(url, "naive", f"substr(sealed, 1, {DIGEST})")
        found = {name: [by[one] for one in needles] for name, by in rows.items()}
        found["log"] = places_in(archive.end(), needles)
    for measure, places in found.items():
        assert abs(kendall_z(places)) > NOISE, measure
        assert max(matched(range(N), places, [range(N)]), _backwards(places)) > chance_limit()


def _backwards(places: Places) -> int:
    """SQLite fills a page from its end."""
    return sum(abs(kendall_z(places[at : at + 20])) > 1 for at in range(0, N, 20)) * N


def _naive_file(path: Path, kept: list[bytes]) -> bytes:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE naive (id INTEGER PRIMARY KEY, sealed BLOB)")
        for one in kept:
            connection.execute("INSERT INTO naive (sealed) VALUES (?)", (one,))
            connection.commit()
    connection.close()
    return path.read_bytes()


def test_on_sqlite_rows_of_the_box_have_no_number(on_sqlite: Exercise) -> None:
    with sqlite3.connect(on_sqlite.room.settings.data_dir / "ballots.sqlite") as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not name.startswith("alembic")
        ]
        assert len(tables) == 6
        for table in tables:
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                connection.execute(f"SELECT rowid FROM {table}")  # noqa: S608


def test_on_sqlite_the_counter_of_changes_counts_flushes_and_free_pages_are_blank(
    on_sqlite: Exercise,
) -> None:
    counters = [on_sqlite.before, on_sqlite.first, on_sqlite.second, on_sqlite.sealed]
    changes = [later - earlier for earlier, later in pairwise(c.ballot_counter for c in counters)]
    assert max(changes) < len(PHASES[2]), "fewer than ballots came"
    assert not any(any(page) for page in _free_pages(on_sqlite.sealed.ballot_files))


def _free_pages(raw: bytes) -> Iterator[bytes]:
    """The pages that SQLite does not use; only the first of a chain may name the others."""
    size, trunk = int.from_bytes(raw[16:18]), int.from_bytes(raw[32:36])
    while trunk:
        page = raw[(trunk - 1) * size : trunk * size]
        trunk, n = int.from_bytes(page[:4]), int.from_bytes(page[4:8])
        yield page[8 + 4 * n :]
        for at in range(n):
            leaf = int.from_bytes(page[8 + 4 * at : 12 + 4 * at])
            yield raw[(leaf - 1) * size : leaf * size]
