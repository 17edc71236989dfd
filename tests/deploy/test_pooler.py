"""PgBouncer in transaction mode, with the shipped configuration: a whole wave on borrowed
connections, from migrations to the release and the erasure."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from survey_api import clock, migrations
from survey_api.ballots import lifecycle
from survey_api.ballots.process import Process
from survey_api.cli import installing
from survey_api.cli.serve import Part
from survey_api.conduct import erasing
from survey_api.conduct.closing import close_wave
from survey_api.conduct.leases import Lease
from survey_api.conduct.publishing import released_statement
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings
from tests import factories, postgres
from tests.ballots.casts import SampleWave
from tests.ballots.stations import BallotRoom
from tests.deploy.pooler import Pooler
from tests.installing import settings_in
from tests.running import Running

pytestmark = pytest.mark.postgres
ROOMS = ("identity", "ballots", "published")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Pooler]]:
    made = {room: postgres.cluster().create_database(room).rsplit("/", 1)[1] for room in ROOMS}
    with Pooler(list(made.values())) as pooler:
        urls = {f"{room}_url": pooler.url(name) for room, name in made.items()}
        settings = replace(settings_in(tmp_path_factory.mktemp("pooled")), **urls)
        rooms = Rooms(settings)
        installing.install(rooms)
        rooms.dispose()
        yield settings, pooler


@pytest.mark.slow
def test_a_whole_wave_runs_on_two_borrowed_connections_for_each_database(
    place: tuple[Settings, Pooler],
) -> None:
    settings, pooler = place
    with Running(settings, parts=(Part.BALLOTS, Part.API, Part.WORKER)) as running:
        factories.staffed(running.rooms)
        wave = factories.open_wave(running.rooms, weeks_ago=-9)
        factories.answer_all(factories.links(running.rooms, wave))
        close_wave(running.rooms, wave)
        with running.rooms.reading() as session:
            assert released_statement(session, wave)["accepted"] == 54
        with clock.travel(clock.now() + timedelta(days=140)):
            assert wave in [one.wave for one in erasing.erase_due(running.rooms)]
    assert pooler.process.poll() is None


def test_waves_leases_and_the_box_work_on_borrowed_connections(
    place: tuple[Settings, Pooler],
) -> None:
    settings, _pooler = place
    migrations.check(settings)
    rooms = Rooms(settings)
    factories.staffed(rooms)
    assert factories.links(rooms, factories.open_wave(rooms))
    with Lease(rooms.published_engine, "pooled", 5) as lease:
        assert lease.is_held()
    rooms.dispose()
    with BallotRoom(settings) as room:
        wave = room.open_wave()
        kept = asyncio.run(cast_and_close(room, wave))
        with room.session() as session:
            assert sorted(one.leaf for one in lifecycle.read_box(session, wave.wave)) == kept


async def cast_and_close(room: BallotRoom, wave: SampleWave) -> list[bytes]:
    """Through the spool into the box, which is rewritten at the close."""
    process = Process(room.settings)
    await process.start()
    await process.keeper.poll()
    bodies = wave.casts(24)
    for body in bodies:
        await process.box.cast(wave.wave, body)
    room.begin_closing(wave)
    await process.keeper.poll()
    lifecycle.seal_box(room.engine, wave.wave)
    await process.stop()
    return sorted(map(wave.leaf, bodies))


def test_nothing_stays_on_a_connection_that_the_next_one_borrows(
    place: tuple[Settings, Pooler],
) -> None:
    """A session's setting or lock would reach whoever comes next, and be missed by its owner."""
    settings, _pooler = place
    migrations.upgrade(settings)
    rooms = Rooms(settings)
    with rooms.identity_engine.connect() as connection:
        asked = "SELECT name FROM pg_settings WHERE source = 'session' AND setting <> boot_val"
        left = set(connection.scalars(text(asked)))
        held = connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
        prepared = connection.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
    rooms.dispose()
    assert left <= {"transaction_isolation", "transaction_read_only", "transaction_deferrable"}
    assert (held, prepared) == (0, 0)


def test_the_pooler_says_nothing_about_who_connected(place: tuple[Settings, Pooler]) -> None:
    _settings, pooler = place
    assert "login attempt" not in pooler.told()
    assert "safetosay" not in pooler.told().replace(str(pooler.home), "")
    assert not any(word in pooler.told() for word in ("INSERT", "SELECT", "closing because"))


def test_a_process_opens_no_more_connections_than_it_was_given(tmp_path: Path) -> None:
    url = postgres.cluster().create_database("room")
    rooms = Rooms(replace(settings_in(tmp_path), identity_url=url, database_connections=3))
    opened = [rooms.identity_engine.connect() for _ in range(3)]
    address = url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(address) as another:
        counted = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        assert another.execute(counted).fetchone() == (4,)
    assert rooms.identity_engine.pool.overflow() <= 0  # type: ignore[attr-defined]
    for one in opened:
        one.close()
    rooms.dispose()
