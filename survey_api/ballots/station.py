"""A station: one ballot process's own folder for its spool, under a random name.

A process takes over the folder that an earlier one on this machine left behind, so a crash
loses nothing and a restart needs no name. The lock ends with the process, however it ends.
"""

import fcntl
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, delete, insert, select

from survey_api.ballots import spool
from survey_api.ballots.models import BallotWave, BoxState, Drained, Station

LOCK_NAME = "lock"


@dataclass(frozen=True)
class Post:
    """A folder that this process holds."""

    folder: Path
    lock: IO[bytes] = field(repr=False)

    @property
    def name(self) -> str:
        """The station's random name."""
        return self.folder.name

    def leave(self) -> None:
        """Let another process have the folder."""
        self.lock.close()


def take_posts(spool_dir: Path) -> list[Post]:
    """All folders that nobody holds, at least one: the first is to be used, the rest emptied."""
    spool_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    left = [post for folder in sorted(spool_dir.iterdir()) if (post := _hold(folder))]
    return left or [_new_post(spool_dir)]


def merge_files(mine: Post, other: Post) -> None:
    """Set everything in another folder aside as draining files of this one."""
    if (other.folder / spool.SPOOL_NAME).exists():
        spool.set_aside(other.folder)
    for path in spool.draining(other.folder):
        path.rename(mine.folder / path.name)
    spool.sync_folder(mine.folder)


def dissolve(engine: Engine, other: Post) -> None:
    """Forget an emptied station; only once its ballots are in the box or in another spool."""
    deregister(engine, other)
    (other.folder / LOCK_NAME).unlink()
    other.folder.rmdir()
    other.leave()


def is_registered(engine: Engine, post: Post) -> bool:
    """Whether a close waits for this station."""
    with engine.connect() as connection:
        mine = select(Station.name).where(Station.name == post.name)
        return connection.scalar(mine) is not None


def register(engine: Engine, post: Post) -> None:
    """Say that this station exists, before it accepts anything."""
    if not is_registered(engine, post):
        with engine.begin() as connection:
            connection.execute(insert(Station), {"name": post.name})


def deregister(engine: Engine, post: Post) -> None:
    """Say that this station holds nothing any more; nobody need wait for it."""
    with engine.begin() as connection:
        connection.execute(delete(Drained).where(Drained.station == post.name))
        connection.execute(delete(Station).where(Station.name == post.name))


def note_drained(engine: Engine, post: Post, wave: str) -> None:
    """Say that everything of this wave is in the box."""
    row = {"wave": wave, "station": post.name}
    with engine.begin() as connection:
        mine = select(Drained.wave).where(Drained.wave == wave, Drained.station == post.name)
        closing = select(BallotWave.wave).where(
            BallotWave.wave == wave, BallotWave.state == BoxState.CLOSING
        )
        if connection.scalar(mine) is None and connection.scalar(closing) is not None:
            connection.execute(insert(Drained), row)


def _new_post(spool_dir: Path) -> Post:
    folder = spool_dir / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    spool.sync_folder(spool_dir)
    post = _hold(folder)
    if post is None:
        raise OSError(f"The new spool folder {folder} is held by another process already.")
    return post


def _hold(folder: Path) -> Post | None:
    if not folder.is_dir():
        return None
    lock = (folder / LOCK_NAME).open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return Post(folder, lock)
