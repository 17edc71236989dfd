"""A full disk, a database that is away, a missing key: refused in words, nothing lost."""

import resource
import time
from pathlib import Path

import pytest

from tests import postgres
from tests.ballots.stations import BallotRoom, ballot_room


def last_words(room: BallotRoom) -> str:
    child = room.launch(room.settings)
    assert child.wait(20) != 0
    return (room.settings.data_dir / "ballots.log").read_text(encoding="utf-8")


def test_a_ballot_that_cannot_be_stored_is_not_acknowledged(tmp_path: Path) -> None:
    with ballot_room(tmp_path) as room:
        wave = room.open_wave()
        child = room.start()
        body = wave.voter().cast()
        no_limit = resource.prlimit(child.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (4096, no_limit[1]))
        assert room.post(wave.wave, body).status_code == 503
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, no_limit)
        assert room.post(wave.wave, body).status_code == 202
        assert room.close(wave) == [wave.leaf(body)]


@pytest.mark.postgres
@pytest.mark.skipif(not postgres.available(), reason="no PostgreSQL programs here")
def test_no_cast_asks_the_database_so_it_may_be_away(tmp_path: Path) -> None:
    cluster = postgres.cluster()
    url = cluster.create_database("away")
    name = url.rsplit("/", 1)[1]
    with ballot_room(tmp_path, url=url) as room:
        wave = room.open_wave()
        room.start()
        room.engine.dispose()
        bodies = wave.casts(3)
        cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")  # type: ignore[arg-type]
        cluster.run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # type: ignore[arg-type] # noqa: S608
        )
        time.sleep(1)
        assert {room.post(wave.wave, body).status_code for body in bodies} == {202}
        cluster.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")  # type: ignore[arg-type]
        assert room.close(wave) == sorted(map(wave.leaf, bodies))
        words = (room.settings.data_dir / "ballots.log").read_text(encoding="utf-8")
    assert words.count("trying again") == 1
    assert "Traceback" not in words


def test_a_database_without_tables_is_said_in_words(tmp_path: Path) -> None:
    with ballot_room(tmp_path) as room:
        (tmp_path / "ballots.sqlite").unlink()
        assert "safetosay init" in last_words(room)


def test_a_missing_promise_key_is_said_in_words(tmp_path: Path) -> None:
    with ballot_room(tmp_path) as room:
        (room.settings.keys_dir / "promise.key").unlink()
        words = last_words(room)
        assert "promise.key" in words
        assert "Traceback" not in words


def test_key_files_are_private(tmp_path: Path) -> None:
    with ballot_room(tmp_path) as room:
        assert (room.settings.keys_dir / "promise.key").stat().st_mode & 0o077 == 0
