"""One exercise on each kind of database, shared by all attacks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.ballots.stations import ballot_room
from tests.walls.exercise import Exercise


@pytest.fixture(scope="session")
def tmp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exercise")


@pytest.fixture(scope="session")
def on_sqlite(tmp: Path) -> Iterator[Exercise]:
    with ballot_room(tmp / "sqlite") as room:
        made = Exercise(room, f"sqlite:///{tmp}/sqlite/identity.sqlite")
        yield made
        made.end()


@pytest.fixture(scope="session")
def on_postgres(tmp: Path) -> Iterator[Exercise]:
    if not postgres.available():
        pytest.skip("no PostgreSQL programs here")
    cluster = postgres.cluster()
    with ballot_room(tmp / "postgres", url=cluster.create_database("ballots")) as room:
        made = Exercise(room, cluster.create_database("identity"))
        yield made
        made.end()


@pytest.fixture
def done(where: str, request: pytest.FixtureRequest) -> Exercise:
    found: Exercise = request.getfixturevalue(where)
    return found
