"""Key files that seal other secrets are replaced: all is sealed anew, then the file changes.

The new key lies beside the old one as ``.next`` until everything opens with it. Whoever is killed
on the way runs the same command again.
"""

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveState
from survey_api.conduct import holder, keyring
from survey_api.conduct.keyring import KEY_BYTES, Keyring
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict
from survey_api.identity import resealing

AT_WORK = frozenset({WaveState.OPEN, WaveState.CLOSED})


class Sealing(StrEnum):
    """A key file whose only work is to seal others."""

    IDENTITY = "identity"
    COMMENTS = "comments"
    HOLDER = "holder"


class WaveAtWork(Conflict):
    """A wave is open or not released yet, and its processes hold the present keys. Replace keys
    between two waves."""


def replace_key(rooms: Rooms, which: Sealing) -> int:
    """Make a new key and seal everything with it; how many secrets were sealed anew. Running
    processes have to be restarted afterwards."""
    with rooms.reading() as session:
        if any(one.state in AT_WORK for one in waves.every(session)):
            raise WaveAtWork
    path, reseal = _work(rooms, which)
    old, new = keyring.read(path), _next(path)
    n_sealed = reseal(old, new)
    keyring.write_private(path, new)
    keyring.destroy(_beside(path))
    return n_sealed


Reseal = Callable[[bytes, bytes], int]


def _work(rooms: Rooms, which: Sealing) -> tuple[Path, Reseal]:
    ring = Keyring(rooms.settings)
    if which is Sealing.HOLDER:
        return rooms.settings.holder_dir / "holder.key", lambda old, new: holder.reseal(
            rooms.settings, old, new
        )
    is_comments = which is Sealing.COMMENTS
    tables = resealing.BY_COMMENTS_KEY if is_comments else resealing.BY_IDENTITY_KEY

    def in_database(old: bytes, new: bytes) -> int:
        with rooms.identity() as session:
            return resealing.reseal(session, tables, old, new)

    return (ring.comments if is_comments else ring.identity), in_database


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".next")


def _next(path: Path) -> bytes:
    """The key that an interrupted run had begun with, or a fresh one; on disk before it is used."""
    beside = _beside(path)
    if not beside.is_file():
        keyring.write_private(beside, os.urandom(KEY_BYTES))
    return keyring.read(beside)
