"""One ballot process put together: its spool folder, its box, its keeper, what it publishes."""

import asyncio

from sqlalchemy.exc import DBAPIError

from survey_api import watching
from survey_api.ballots import log as public_log
from survey_api.ballots import station
from survey_api.ballots.box import Box
from survey_api.ballots.database import JOURNAL_MODE
from survey_api.ballots.keeper import POLL_SECONDS, Keeper
from survey_api.ballots.promise import load_promise_key
from survey_api.ballots.refusals import BoxUnavailable, NotYetPublished, WaveUnknown
from survey_api.ballots.spool import Spool
from survey_api.ballots.writer import Writer
from survey_api.database import make_engine
from survey_api.settings import Settings


class Process:
    """Built without touching a disk; ``start`` takes the spool folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._published: dict[tuple[str, str], bytes] = {}
        url = settings.ballots_url
        self._reading = make_engine(url, journal_mode=JOURNAL_MODE, read_only=True)
        self._writing = make_engine(url, journal_mode=JOURNAL_MODE)
        self.box: Box
        self.keeper: Keeper
        self.folder = settings.spool_dir

    async def start(self) -> None:
        """Everything an earlier process left is counted before the first cast is taken."""
        settings = self._settings
        key = load_promise_key(settings.keys_dir / "promise.key")
        mine, *others = station.take_posts(settings.spool_dir)
        self.folder = mine.folder
        self.box = Box(Writer(Spool(mine.folder)), key)
        self.keeper = Keeper(
            self.box, mine, others=others, writing=self._writing, reading=self._reading
        )
        try:
            await self.keeper.start()
        except DBAPIError as error:
            raise BoxUnavailable from error

    async def stop(self) -> None:
        """Leave everything durable."""
        await self.keeper.stop()
        self._reading.dispose()
        self._writing.dispose()

    def missing(self) -> list[str]:
        """What stands in the way of keeping a cast: the spool's folder, or room in it."""
        return watching.short_of(self.folder)

    async def meet(self, wave: str) -> None:
        """Give a wave that was pushed this very moment the time of one poll to be seen."""
        if self.box.is_known(wave):
            return
        try:
            await asyncio.wait_for(self.keeper.polled.wait(), 2 * POLL_SECONDS)
        except TimeoutError:
            return

    async def leaf_list(self, wave: str, number: str) -> bytes:
        """One of the lists that a long log is cut into; the signed checkpoint says how."""
        leaves = await self.published("log", wave)
        return public_log.one_list(leaves, await self.published("checkpoint", wave), number)

    async def published(self, what: str, wave: str) -> bytes:
        """A public file of a closed wave, by its name in ``log.FILES``; read once, then kept."""
        if not self.box.is_known(wave):
            raise WaveUnknown
        if wave not in self.box.waves.closed:
            raise NotYetPublished
        if (what, wave) not in self._published:
            read = public_log.FILES[what]
            self._published[what, wave] = await asyncio.to_thread(read, self._reading, wave)
        return self._published[what, wave]
