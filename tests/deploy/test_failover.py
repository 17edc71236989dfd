"""PostgreSQL under Patroni: the primary is killed under load and no acknowledged ballot is lost."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from survey_api.ballots import lifecycle
from survey_api.ballots.process import Process
from tests.ballots.casts import SampleWave
from tests.ballots.stations import BallotRoom, ballot_room
from tests.deploy import nodes
from tests.deploy.nodes import Nodes

pytestmark = pytest.mark.postgres
BEFORE, DURING, AFTER = 45, 60, 45


@pytest.fixture(scope="module")
def cluster() -> Iterator[Nodes]:
    if missing := nodes.lacking():
        pytest.fail(f"not installed: {', '.join(missing)}; .ci/system.sh installs them")
    with Nodes() as running:
        yield running


@pytest.mark.slow
def test_no_acknowledged_ballot_is_lost_or_doubled_when_the_primary_is_killed_under_load(
    cluster: Nodes, tmp_path: Path
) -> None:
    with ballot_room(tmp_path, url=cluster.create_database("ballots")) as room:
        wave = room.open_wave()
        acknowledged = asyncio.run(_cast_through_a_failover(room, wave, cluster))
        assert len(acknowledged) == BEFORE + DURING + AFTER
        with room.session() as session:
            kept = [one.leaf for one in lifecycle.read_box(session, wave.wave)]
    assert sorted(kept) == sorted(acknowledged)
    assert len(set(kept)) == len(kept)


async def _cast_through_a_failover(
    room: BallotRoom, wave: SampleWave, cluster: Nodes
) -> list[bytes]:
    """Flushes before, during and after; the old primary comes back as the other's standby."""
    process = Process(room.settings)
    await process.start()
    await process.keeper.poll()
    told = await _cast(process, wave, BEFORE)
    await process.keeper.flush(frozenset({wave.wave}))
    first, second = cluster.nodes
    flushing = asyncio.create_task(_flush_until_done(process, wave))
    casting = asyncio.create_task(_cast(process, wave, DURING))
    await asyncio.to_thread(first.kill)
    await asyncio.to_thread(cluster.await_state, second.is_primary)
    told += await casting
    await flushing
    told += await _cast(process, wave, AFTER)
    cluster.start(first)
    await asyncio.to_thread(cluster.await_state, first.is_synchronous)
    room.begin_closing(wave)
    await process.keeper.poll()
    lifecycle.seal_box(room.engine, wave.wave)
    await process.stop()
    return told


async def _cast(process: Process, wave: SampleWave, n: int) -> list[bytes]:
    told = []
    for body in wave.casts(n):
        promise = await process.box.cast(wave.wave, body)
        assert wave.keeps(body, promise)
        told.append(wave.leaf(body))
        await asyncio.sleep(0)
    return told


async def _flush_until_done(process: Process, wave: SampleWave) -> None:
    """As the ballot process does: again and again until the database is there."""
    for _try in range(240):
        try:
            await process.keeper.flush(frozenset({wave.wave}))
        except DBAPIError:
            await asyncio.sleep(0.25)
        else:
            return
    raise AssertionError("the box could not be used again")


@pytest.mark.slow
def test_a_commit_is_on_both_nodes_before_it_is_acknowledged(cluster: Nodes) -> None:
    url = cluster.create_database("pair")
    cluster.await_state(lambda: any(one.is_synchronous() for one in cluster.nodes))
    primary = create_engine(url)
    with primary.begin() as connection:
        state = connection.scalar(text("SELECT sync_state FROM pg_stat_replication"))
        connection.execute(text("CREATE TABLE one (n int)"))
        named = connection.scalar(text("SHOW synchronous_standby_names"))
    primary.dispose()
    assert (state, bool(named)) == ("sync", True)


def test_the_example_names_every_setting_that_a_node_needs() -> None:
    node = nodes.Node("one", Path("/tmp/one"), 1, 2)
    made = Nodes(home=Path("/tmp"))
    made.etcd = 3
    assert set(made._environment(node)) == nodes.named_in_example()
