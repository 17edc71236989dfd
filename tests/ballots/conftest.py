"""A ballots room of each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.ballots.stations import BallotRoom, ballot_room

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BallotRoom]:
    """A migrated ballots room, on SQLite and on PostgreSQL; no process runs yet."""
    with ballot_room(tmp_path, url=_url(request.param)) as made:
        yield made


def _url(engine: str) -> str:
    if engine == "sqlite":
        return ""
    if not postgres.available():
        pytest.skip("no PostgreSQL programs here")
    return postgres.cluster().create_database("ballots")
