"""Flushing while ballots come in: when it happens, what it repeats, what it leaves."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from survey_api.ballots import refusals, spool
from survey_api.ballots.keeper import FLUSH_MINIMUM
from survey_api.ballots.models import LogLeaf, VersionCount
from survey_api.ballots.process import Process
from tests.ballots.stations import BallotRoom


@asynccontextmanager
async def running(room: BallotRoom) -> AsyncIterator[Process]:
    """A ballot process inside this one."""
    process = Process(room.settings)
    await process.start()
    try:
        yield process
    finally:
        await process.stop()


def in_box(room: BallotRoom) -> int:
    with room.session() as session:
        return session.scalar(select(func.count()).select_from(LogLeaf)) or 0


def test_too_few_ballots_wait_for_more(room: BallotRoom) -> None:
    wave = room.open_wave()
    bodies = wave.casts(2 * FLUSH_MINIMUM)

    async def scene() -> None:
        async with running(room) as process:
            for body in bodies[:-1]:
                await process.box.cast(wave.wave, body)
            assert process.keeper.due() == frozenset()
            await process.box.cast(wave.wave, bodies[-1])
            assert process.keeper.due() == {wave.wave}
        async with running(room) as process:
            assert process.box.accepted.n_pending() == {wave.wave: FLUSH_MINIMUM}

    asyncio.run(scene())
    assert in_box(room) == FLUSH_MINIMUM


def test_every_batch_has_its_minimum_also_the_last(room: BallotRoom) -> None:
    """After each flush as many as a batch needs still wait, drawn by lot from all that waited."""
    wave = room.open_wave()
    bodies = wave.casts(2 * FLUSH_MINIMUM + 1)
    early = {wave.leaf(body) for body in bodies[:-1]}

    async def scene() -> None:
        async with running(room) as process:
            for body in bodies:
                await process.box.cast(wave.wave, body)
        async with running(room) as process:
            assert process.box.accepted.n_pending() == {wave.wave: FLUSH_MINIMUM}
            assert process.keeper.due() == frozenset()
            held = process.box.accepted.drawn(wave.wave, len(bodies))
            assert len(held & early) >= FLUSH_MINIMUM - 1
        room.begin_closing(wave)
        async with running(room) as process:
            assert process.box.accepted.n_pending() == {}

    asyncio.run(scene())
    assert in_box(room) == len(bodies)


def test_ballots_that_arrive_during_a_flush_are_kept(room: BallotRoom) -> None:
    wave, other = room.open_wave(), room.open_wave()
    bodies, others = wave.casts(60), other.casts(3)

    async def scene() -> None:
        async with running(room) as process:

            async def cast_all() -> None:
                for body in others:
                    await process.box.cast(other.wave, body)
                for start in range(0, len(bodies), 5):
                    group = bodies[start : start + 5]
                    await asyncio.gather(*(process.box.cast(wave.wave, one) for one in group))

            casting = asyncio.create_task(cast_all())
            while not casting.done():
                await process.keeper.flush(frozenset({wave.wave}))
                await asyncio.sleep(0)
            await casting
            assert process.box.accepted.n_pending()[other.wave] == len(others)
            await process.keeper.flush(frozenset({wave.wave, other.wave}))

    asyncio.run(scene())
    assert in_box(room) == len(bodies) + len(others)


def test_versions_are_counted_over_box_and_spool(room: BallotRoom) -> None:
    wave = room.open_wave()
    voter = wave.voter()
    bodies = [voter.cast(version) for version in (1, 2, 3, 4, 5)]

    async def scene() -> None:
        async with running(room) as process:
            promises = [await process.box.cast(wave.wave, body) for body in bodies[:3]]
            await process.keeper.flush(frozenset({wave.wave}))
            promises += [await process.box.cast(wave.wave, body) for body in bodies[3:]]
            with pytest.raises(refusals.TooManyVersions):
                await process.box.cast(wave.wave, voter.cast(5))
            assert [await process.box.cast(wave.wave, body) for body in bodies] == promises
        async with running(room) as process:
            with pytest.raises(refusals.TooManyVersions):
                await process.box.cast(wave.wave, voter.cast(5))
            assert [await process.box.cast(wave.wave, body) for body in bodies] == promises

    asyncio.run(scene())


def test_a_file_that_was_handed_over_already_changes_nothing(room: BallotRoom) -> None:
    wave = room.open_wave()
    bodies = wave.casts(3)

    async def scene() -> None:
        async with running(room) as process:
            for body in bodies:
                await process.box.cast(wave.wave, body)
            folder = process.keeper.post.folder
            await process.box.writer.in_turn(process.box.writer.spool.rotate)
            (path,) = spool.draining(folder)
            shutil.copy(path, folder / "copy")
            await process.keeper.flush(frozenset({wave.wave}))
            (folder / "copy").rename(path)
            await process.keeper.flush(frozenset({wave.wave}))
            assert spool.draining(folder) == []

    asyncio.run(scene())
    assert in_box(room) == len(bodies)
    with room.session() as session:
        assert set(session.scalars(select(VersionCount.n))) == {1}


def test_ballots_of_a_wave_that_the_database_does_not_know_are_never_destroyed(
    room: BallotRoom,
) -> None:
    wave = room.open_wave()
    body = wave.voter().cast()

    async def scene() -> None:
        async with running(room) as process:
            await process.box.cast(wave.wave, body)
            unknown = replace(process.box.waves, open={}, unsealed=frozenset())
            process.box.waves = unknown
            await process.keeper.flush(frozenset())
            assert process.box.accepted.n_pending() == {wave.wave: 1}
        async with running(room) as process:
            assert process.box.accepted.n_pending() == {wave.wave: 1}

    asyncio.run(scene())
