"""The durable waiting room of one ballot process: a local file of slots, destroyed once emptied.

A ballot lies in a slot drawn by lot, in a file that was written whole before the first came, so
that nothing on the disk grows or moves in the order of arrival and a commit is a single sync.
The file never outlives its flush. See docs/decisions/0030-a-spool-of-slots.md.
"""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from survey_api.credentials.encoding import CAST_SIZES, HASH_BYTES

SPOOL_NAME: Final = "spool.slots"
DRAINING_PATTERN: Final = "draining-*.slots"
N_SLOTS: Final = 512
_PAGE: Final = 4096
_WAVE_TEXT: Final = 22  # 16 bytes in base64url
_HEAD: Final = HASH_BYTES + _WAVE_TEXT + 2
_LONGEST: Final = HASH_BYTES + _HEAD + max(CAST_SIZES.values())
SLOT: Final = -(-_LONGEST // _PAGE) * _PAGE
_BLOCK: Final = 1 << 20
_lot: Final = secrets.SystemRandom()


@dataclass(frozen=True, slots=True, order=True)
class Pending:
    """A cast message that was checked; ordered by leaf, which nobody can choose."""

    leaf: bytes
    wave: str
    body: bytes = field(repr=False, compare=False)


class Spool:
    """One folder's spool; only its process opens it, only one thread at a time uses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handle, self._free = -1, list[int]()
        self._begin()

    def put(self, batch: Iterable[Pending]) -> None:
        """Store a batch; on disk when this returns, of no account when it raises.

        A full file is set aside for the next flush and another begun.
        """
        left = list(batch)
        while left:
            if not self._free:
                self.rotate()
            here, left = left[: len(self._free)], left[len(self._free) :]
            for one in here:
                _write_at(self._handle, _record(one), self._free.pop() * SLOT)
            _sync(self._handle)

    def rotate(self) -> None:
        """Set the present file aside as a draining one and begin another, unless it is empty."""
        if len(self._free) < N_SLOTS:
            self._begin()

    def carry(self, path: Path, stays: Callable[[Pending], bool]) -> None:
        """Keep those of a set-aside file's ballots that stay for a later flush."""
        self.put(one for one in read(path) if stays(one))

    def close(self) -> None:
        """Close the file; what it holds stays."""
        os.close(self._handle)

    def _begin(self) -> None:
        """Set aside what is there and take a fresh file into use, its slots in random order.

        Whatever fails on the way: no slot of a file that was set aside is ever written again.
        """
        fresh = self.folder / (SPOOL_NAME + ".new")
        handle = _new_file(fresh)
        self._free = []
        if (self.folder / SPOOL_NAME).exists():
            set_aside(self.folder)
        fresh.rename(self.folder / SPOOL_NAME)
        sync_folder(self.folder)
        before, self._handle = self._handle, handle
        if before >= 0:
            os.close(before)
        self._free = _lot.sample(range(N_SLOTS), N_SLOTS)


def read(path: Path) -> Iterator[Pending]:
    """What a spool file holds, in leaf order; a slot that a crash left half-written is empty."""
    with path.open("rb") as file:
        slots = iter(lambda: file.read(SLOT), b"")
        found = {one.leaf: one for raw in slots if (one := _parsed(raw)) is not None}
    yield from sorted(found.values())


def draining(folder: Path) -> list[Path]:
    """Files that were set aside and not handed over yet, also those of an earlier process."""
    return sorted(folder.glob(DRAINING_PATTERN))


def set_aside(folder: Path) -> None:
    """Rename the present file, so that nothing more is written to it."""
    name = DRAINING_PATTERN.replace("*", secrets.token_hex(8))
    (folder / SPOOL_NAME).rename(folder / name)
    sync_folder(folder)


def destroy(path: Path) -> None:
    """Overwrite a file and remove it; what a flash disk keeps behind its back is out of reach."""
    with path.open("r+b") as file:
        _fill(file.fileno(), path.stat().st_size)
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _new_file(path: Path) -> int:
    """The handle of a file of empty slots, all its blocks on the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        _fill(handle, N_SLOTS * SLOT)
    except OSError:
        os.close(handle)
        raise
    return handle


def _fill(handle: int, size: int) -> None:
    for at in range(0, size, _BLOCK):
        _write_at(handle, bytes(min(_BLOCK, size - at)), at)
    os.fsync(handle)


def _write_at(handle: int, content: bytes, place: int) -> None:
    while content:
        written = os.pwrite(handle, content, place)
        content, place = content[written:], place + written


def _sync(handle: int) -> None:
    getattr(os, "fdatasync", os.fsync)(handle)


def _record(one: Pending) -> bytes:
    content = one.leaf + one.wave.encode("ascii") + len(one.body).to_bytes(2) + one.body
    return hashlib.sha256(content).digest() + content


def _parsed(raw: bytes) -> Pending | None:
    digest, content = raw[:HASH_BYTES], raw[HASH_BYTES:]
    length = int.from_bytes(content[_HEAD - 2 : _HEAD])
    content = content[: _HEAD + length]
    if length not in CAST_SIZES.values() or hashlib.sha256(content).digest() != digest:
        return None
    leaf, wave = content[:HASH_BYTES], content[HASH_BYTES : _HEAD - 2]
    return Pending(leaf, wave.decode("ascii"), content[_HEAD:])
