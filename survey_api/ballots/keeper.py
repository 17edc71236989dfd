"""Keeps one ballot process in step with conduct: wave states, flushes, handing over at close."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from sqlalchemy import Engine

from survey_api.ballots import flush, spool, station
from survey_api.ballots.box import Box
from survey_api.ballots.pushed import read_waves

log = logging.getLogger("survey_api.ballots")
Given = ParamSpec("Given")
Result = TypeVar("Result")
POLL_SECONDS: Final = 0.5
FLUSH_SECONDS: Final = 8 * 3600.0
RETRY_SECONDS: Final = 60.0
FLUSH_MINIMUM: Final = 20  # ballots of a batch; as many wait for the next, so that it has them too


class Keeper:
    """Moves ballots from this station's spool to the box; uses the box in one thread of its own.

    ``writing`` and ``reading`` are two engines of the ballots database: a SQLite reader
    that may write would queue behind every flush.
    """

    def __init__(
        self,
        box: Box,
        post: station.Post,
        *,
        writing: Engine,
        reading: Engine,
        others: Sequence[station.Post] = (),
    ) -> None:
        self.box = box
        self.post = post
        self.others = others
        self._writing = writing
        self._reading = reading
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="box")
        self._flushing = asyncio.Lock()
        self._drained: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self.polled = asyncio.Event()

    async def start(self) -> None:
        """Take up what earlier processes left; casts are taken when this has returned."""
        await self._aside(station.register, self._writing, self.post)
        for other in self.others:
            await self._aside(station.merge_files, self.post, other)
        await self._take_stock()
        await self._empty_due()
        for other in self.others:
            await self._aside(station.dissolve, self._writing, other)
        await self.poll()
        self._tasks = [
            asyncio.create_task(_forever(self.poll, POLL_SECONDS, POLL_SECONDS)),
            asyncio.create_task(_forever(self._flush_due, FLUSH_SECONDS, RETRY_SECONDS)),
        ]

    async def stop(self) -> None:
        """Leave the spool as it is, durable; a station that holds nothing signs off."""
        for task in self._tasks:
            task.cancel()
        async with self._flushing:
            await self.box.writer.close()
            if not self.box.accepted.n_pending() and not spool.draining(self.post.folder):
                await self._aside(station.deregister, self._writing, self.post)
        self._thread.shutdown()
        self.post.leave()

    def due(self) -> frozenset[str]:
        """Waves with enough pending ballots to hide one among the others; closing ones always."""
        counts = self.box.accepted.n_pending()
        enough = frozenset(wave for wave, n in counts.items() if n >= 2 * FLUSH_MINIMUM)
        return (enough & self.box.waves.unsealed) | self.box.waves.closing

    async def poll(self) -> None:
        """Read the waves' states; hand over the ballots of those that begin to close.

        A station that was abandoned by mistake registers again, so that later closes wait for it.
        """
        if not await self._aside(station.is_registered, self._reading, self.post):
            await self._aside(station.register, self._writing, self.post)
        self.box.waves = await self._aside(read_waves, self._reading, self.box.waves)
        self.polled.set()
        self.polled = asyncio.Event()
        for wave in self.box.waves.closing - self._drained:
            await self.box.writer.settle()
            await self.flush(frozenset({wave}))
            await self._aside(station.note_drained, self._writing, self.post, wave)
            self._drained.add(wave)
        self._drained &= self.box.waves.closing

    async def flush(
        self, chosen: frozenset[str], *, without: frozenset[bytes] = frozenset()
    ) -> None:
        """Hand the chosen waves' pending ballots over; others stay for a later flush, and so do
        these leaves."""
        async with self._flushing:
            writer, accepted = self.box.writer, self.box.accepted
            if accepted.n_pending():
                await writer.in_turn(writer.spool.rotate)
            for path in spool.draining(self.post.folder):
                await self._empty(path, chosen, without)

    async def _empty(self, path: Path, chosen: frozenset[str], kept: frozenset[bytes]) -> None:
        writer, accepted, waves = self.box.writer, self.box.accepted, self.box.waves
        gone = chosen | waves.closed
        await writer.in_turn(
            writer.spool.carry, path, lambda one: one.wave not in gone or one.leaf in kept
        )
        await self._aside(flush.report_late, path, waves.closed)
        moved = await self._aside(flush.hand_over, self._writing, path, chosen, kept)
        known = await self._aside(flush.read_box, self._reading, waves.unsealed)
        accepted.forget(moved)
        accepted.note_box(*known)
        await self._aside(spool.destroy, path)

    async def _take_stock(self) -> None:
        waves = await self._aside(read_waves, self._reading, self.box.waves)
        known = await self._aside(flush.read_box, self._reading, waves.unsealed)
        self.box.accepted.note_box(*known)
        await self.box.writer.in_turn(self.box.writer.spool.rotate)
        for path in spool.draining(self.post.folder):
            left = await self._aside(list, spool.read(path))
            self.box.accepted.note_spool(one for one in left if one.wave not in waves.closed)
        self.box.waves = waves

    async def _flush_due(self) -> None:
        if self.due():
            await self._empty_due()

    async def _empty_due(self) -> None:
        due = self.due()
        drawn = [
            self.box.accepted.drawn(wave, FLUSH_MINIMUM) for wave in due - self.box.waves.closing
        ]
        await self.flush(due, without=frozenset().union(*drawn))

    async def _aside(
        self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(*args, **kwargs))


async def _forever(duty: Callable[[], Awaitable[None]], every: float, retry: float) -> None:
    """Do it again and again; a failure is named once by its kind, never by its text."""
    complained = ""
    while True:
        await asyncio.sleep(retry if complained else every)
        try:
            await duty()
        except Exception as error:
            kind = type(error).__name__
            if kind != complained:
                log.warning("The ballots database could not be used (%s); trying again.", kind)
            complained = kind
        else:
            complained = ""
