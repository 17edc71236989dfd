"""One writer for all casts: whoever arrives while a commit runs shares the next one.

The batching that makes it fast is the shuffling that hides order: a batch is written by leaf.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from survey_api.ballots.spool import Pending, Spool

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Writer:
    """Group commit into the spool; every use of its file runs in one thread, one at a time."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spool")
        self._waiting: list[Pending] = []
        self._underway: dict[bytes, asyncio.Future[bool]] = {}
        self._committing: asyncio.Task[None] | None = None

    def submit(self, one: Pending) -> asyncio.Future[bool]:
        """A future that tells whether the ballot is on disk; its place is taken at once."""
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._underway[one.leaf] = future
        self._waiting.append(one)
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit())
        return future

    def underway(self, leaf: bytes) -> asyncio.Future[bool] | None:
        """The future of a leaf that is on its way to the disk."""
        return self._underway.get(leaf)

    async def settle(self) -> None:
        """Wait until everything submitted so far is stored or given up."""
        if self._underway:
            await asyncio.wait(set(self._underway.values()))

    async def in_turn(
        self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
    ) -> Result:
        """Do something else with the file, between two commits."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(*args, **kwargs))

    async def close(self) -> None:
        """Store what waits, then close the file."""
        await self.settle()
        self._thread.shutdown()
        self.spool.close()

    async def _commit(self) -> None:
        while self._waiting:
            batch, self._waiting = sorted(self._waiting), []
            try:
                await self.in_turn(self.spool.put, batch)
                stored = True
            except Exception:
                stored = False
            for one in batch:
                self._underway.pop(one.leaf).set_result(stored)
        self._committing = None
