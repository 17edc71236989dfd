"""A program that kills ballot processes at a chosen step and lets another take up what is left.

In the mode "cut" the power fails as well: what was written to a file and not synced never was. In
the mode "careless" ballots are acknowledged before they are stored, so that some must be lost.
Every durable step is counted from outside: writes, syncs, renames and removals of files, and
statements and commits of the database. A child of this program does the deeds of a ballot
process and is ended by SIGKILL before its n-th step, or in the midst of it where it is a write.
Nothing in the product knows of this. Prints one line of JSON for each child.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.engine.default import DefaultDialect

from survey_api.ballots import lifecycle
from survey_api.ballots.process import Process
from survey_api.settings import Settings
from tests.ballots.casts import SampleWave
from tests.ballots.stations import BallotRoom, ballot_room

FILE_STEPS = ("pwrite", "fsync", "fdatasync", "rename", "unlink", "rmdir", "mkdir")
BASE_STEPS = ("do_execute", "do_executemany", "do_commit")
NEVER = 1 << 30
REAL_PWRITE = os.pwrite


@dataclass
class Steps:
    """Counts, and kills at the chosen one."""

    fatal: int
    is_cut: bool = False
    done: int = 0
    unsynced: list[tuple[int, bytes, int]] = field(default_factory=list)

    def watch(self) -> None:
        """From now on every durable step of this process is counted."""
        for name in FILE_STEPS:
            self._wrap(os, name)
        for name in BASE_STEPS:
            self._wrap(DefaultDialect, name)

    def _wrap(self, owner: Any, name: str) -> None:
        real = self._written if name == "pwrite" else getattr(owner, name)

        def counted(*given: Any, **named: Any) -> Any:
            self._step()
            if name.endswith("sync"):
                self._sync(given[0])
            return real(*given, **named)

        setattr(owner, name, counted)

    def _written(self, handle: int, content: bytes, place: int) -> int:
        """Half of it, where the process dies in the midst of it."""
        if self.done + 1 == self.fatal:
            REAL_PWRITE(handle, content[: len(content) // 2], place)
        self._step()
        if self.is_cut:
            self.unsynced.append((handle, content, place))
            return len(content)
        return REAL_PWRITE(handle, content, place)

    def _sync(self, handle: int) -> None:
        for one, content, place in self.unsynced:
            if one == handle:
                REAL_PWRITE(handle, content, place)
        self.unsynced = [one for one in self.unsynced if one[0] != handle]

    def _step(self) -> None:
        self.done += 1
        if self.done == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Scene:
    """Two waves and their ballots, made before anything is killed."""

    room: BallotRoom
    wave: SampleWave
    other: SampleWave
    bodies: list[bytes]
    others: list[bytes]
    mode: str

    def leaves(self) -> dict[str, set[str]]:
        """All that anybody may find in a box."""
        return {
            self.wave.wave: {self.wave.leaf(one).hex() for one in self.bodies},
            self.other.wave: {self.other.leaf(one).hex() for one in self.others},
        }

    async def serve(self, process: Process, told: Callable[[bytes], None]) -> None:
        """Casts alone and together, a flush that keeps some of both waves, casts, a flush."""

        async def cast(wave: SampleWave, body: bytes) -> None:
            await process.box.cast(wave.wave, body)
            told(wave.leaf(body))

        if self.mode == "careless":
            for body in self.bodies:
                told(self.wave.leaf(body))
        for wave, body in [(self.wave, one) for one in self.bodies[:2]]:
            await cast(wave, body)
        await cast(self.other, self.others[0])
        await asyncio.gather(*(cast(self.wave, one) for one in self.bodies[2:5]))
        held = process.box.accepted.drawn(self.wave.wave, 2)
        await process.keeper.flush(frozenset({self.wave.wave}), without=held)
        await cast(self.wave, self.bodies[5])
        await process.keeper.flush(frozenset({self.wave.wave, self.other.wave}))
        await cast(self.other, self.others[1])

    async def take_over(self, process: Process, told: Callable[[bytes], None]) -> None:
        """The start itself hands over what a killed process left of a wave that closes."""
        await process.keeper.poll()

    async def finish(self, process: Process, told: Callable[[bytes], None]) -> None:
        """After a crash: everything that is kept reaches its box."""
        for wave in (self.wave, self.other):
            with self.room.session() as session:
                lifecycle.begin_closing(session, wave.wave)
        await process.keeper.poll()
        for wave in (self.wave, self.other):
            lifecycle.seal_box(self.room.engine, wave.wave)
            with self.room.session() as session:
                for one in lifecycle.read_box(session, wave.wave):
                    told(one.leaf)


Deed = Callable[[Process, Callable[[bytes], None]], Awaitable[None]]


def child(scene: Scene, folder: Path, deed: Deed, fatal: int) -> tuple[list[str], int]:
    """Do a deed in another process that dies at its ``fatal`` step; what it told, its steps."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        try:
            _act(scene, folder, deed, Steps(fatal, scene.mode == "cut"), writing)
        finally:
            os._exit(9)
    os.close(writing)
    with os.fdopen(reading) as lines:
        said = lines.read().split()
    os.waitpid(number, 0)
    counted = [int(one[1:]) for one in said if one.startswith("#")]
    return [one for one in said if not one.startswith("#")], counted[0] if counted else 0


def _act(scene: Scene, folder: Path, deed: Deed, steps: Steps, writing: int) -> None:
    settings = settings_in(folder)
    scene.room = BallotRoom(settings)

    async def play() -> None:
        process = Process(settings)
        await process.start()
        await deed(process, lambda leaf: _tell(writing, leaf.hex()))
        await process.stop()

    steps.watch()
    asyncio.run(play())
    _tell(writing, f"#{steps.done}")


def _tell(writing: int, what: str) -> None:
    os.write(writing, what.encode() + b"\n")


def settings_in(folder: Path) -> Settings:
    bare = Settings(data_dir=folder, ballots_url="", ballot_port=1, ballot_url="http://127.0.0.1:1")
    return bare.with_defaults()


def scene_in(folder: Path, mode: str) -> Scene:
    """A migrated room with two open waves."""
    with ballot_room(folder) as room:
        wave, other = room.open_wave(), room.open_wave()
    return Scene(room, wave, other, wave.casts(6), other.casts(2), mode)


def abandoned(scene: Scene, empty: Path, folder: Path) -> list[str]:
    """What a process leaves that was killed with ballots in its spool, its wave then closing."""
    shutil.copytree(empty, folder)

    async def cast_and_die(process: Process, told: Callable[[bytes], None]) -> None:
        for body in scene.bodies:
            await process.box.cast(scene.wave.wave, body)
            told(scene.wave.leaf(body))
        await process.box.cast(scene.other.wave, scene.others[0])
        told(scene.other.leaf(scene.others[0]))
        with scene.room.session() as session:
            lifecycle.begin_closing(session, scene.wave.wave)
        os.kill(os.getpid(), signal.SIGKILL)

    return child(scene, folder, cast_and_die, NEVER)[0]


def main(folder: Path, mode: str, stride: int, offset: int) -> None:
    """Kill at every ``stride``-th step of both deeds."""
    scene = scene_in(folder / "empty", mode)
    told = abandoned(scene, folder / "empty", folder / "left")
    starts: list[tuple[str, Path, Deed, list[str]]] = [
        ("serve", folder / "empty", scene.serve, []),
        ("take over", folder / "left", scene.take_over, told),
    ]
    for name, template, deed, before in starts:
        _, n_steps = _once(scene, template, folder / "run", deed, NEVER)
        for fatal in range(1 + offset % stride, n_steps + 1, stride):
            acknowledged, _ = _once(scene, template, folder / "run", deed, fatal)
            kept, _ = child(scene, folder / "run", scene.finish, NEVER)
            report(scene, name, (fatal, n_steps), {*before, *acknowledged}, kept)


def _once(scene: Scene, template: Path, run: Path, deed: Deed, fatal: int) -> tuple[list[str], int]:
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(template, run)
    return child(scene, run, deed, fatal)


def report(
    scene: Scene, deed: str, at: tuple[int, int], acknowledged: set[str], kept: list[str]
) -> None:
    everybody = set[str]().union(*scene.leaves().values())
    line = {
        "deed": deed,
        "step": at[0],
        "of": at[1],
        "acknowledged": len(acknowledged),
        "lost": len(acknowledged - set(kept)),
        "doubled": len(kept) - len(set(kept)),
        "strange": len(set(kept) - everybody),
    }
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
