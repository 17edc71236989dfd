"""What is signed at the close of a wave: the root of its sorted leaves, the digests of the
lists they are published in, and the log of every checkpoint before this one.

The history makes it impossible to exchange or to leave out an earlier wave's checkpoint
unnoticed: the root that a later one names would no longer come out.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from survey_api.credentials import merkle
from survey_api.credentials.encoding import (
    HASH_BYTES,
    UNREADABLE,
    Malformed,
    b64u,
    b64u_decode,
    sized,
)
from survey_api.credentials.manifest_form import canonical

VERSION: Final = 2
ONE_LIST: Final = 20_000
AT_LEAST: Final = 1_000
MOST_LISTS: Final = 1 << 16


class CheckpointMalformed(Malformed):
    """This checkpoint cannot be read; fetch it again from the ballot address."""


@dataclass(frozen=True)
class Head:
    """The size and the root of a log."""

    size: int
    root: bytes

    @classmethod
    def of(cls, leaves: Sequence[bytes]) -> Self:
        """The head of these leaves, in the order given."""
        return cls(len(leaves), merkle.root(leaves))


@dataclass(frozen=True)
class LeafList:
    """One published file of leaves."""

    size: int
    sha256: bytes


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint as signed. ``history`` is None in documents of version 1, which name no
    lists either: they have one."""

    wave: str
    manifest_hash: bytes
    head: Head
    lists: tuple[LeafList, ...] = ()
    history: Head | None = None

    @property
    def n_lists(self) -> int:
        """How many files the leaves are published in."""
        return len(self.lists) or 1

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The checkpoint of these bytes; raises ``CheckpointMalformed``."""
        try:
            said: dict[str, Any] = json.loads(raw)
            if canonical(said) != raw:
                raise ValueError("not written in the one way")
            return cls._version_1(said) if said["v"] == 1 else cls._version_2(said)
        except (*UNREADABLE, Malformed) as error:
            raise CheckpointMalformed from error

    @classmethod
    def _version_1(cls, said: dict[str, Any]) -> Self:
        return cls(_text(said["wave"]), _hash(said["manifest_hash"]), _head(said))

    @classmethod
    def _version_2(cls, said: dict[str, Any]) -> Self:
        if said["v"] != VERSION:
            raise ValueError("not a form that is known here")
        lists = tuple(LeafList(_count(one["size"]), _hash(one["sha256"])) for one in said["lists"])
        first = cls._version_1(said)
        if len(lists) != lists_for(first.head.size):
            raise ValueError("shorter lists would show whose receipt is looked up")
        if sum(one.size for one in lists) != first.head.size:
            raise ValueError("the lists do not add up")
        return cls(first.wave, first.manifest_hash, first.head, lists, _head(said["history"]))


def document(wave: str, mh: bytes, leaves: Sequence[bytes], before: Sequence[bytes] = ()) -> bytes:
    """What the checkpoint key signs, as canonical JSON. ``before`` are the documents of all
    earlier checkpoints of this installation, oldest first."""
    ordered = sorted(leaves)
    lists = cut(ordered, lists_for(len(ordered)))
    past = Head.of([merkle.leaf_hash(one) for one in before])
    head = Head.of(ordered)
    return canonical(
        {
            "v": VERSION,
            "wave": wave,
            "manifest_hash": b64u(mh),
            "size": head.size,
            "root": b64u(head.root),
            "lists": [{"size": len(one), "sha256": b64u(_digest(one))} for one in lists],
            "history": {"size": past.size, "root": b64u(past.root)},
        }
    )


def unwrapped(served: bytes) -> tuple[bytes, bytes]:
    """Document and signature out of what the ballot address serves."""
    try:
        said: dict[str, Any] = json.loads(served)
        return b64u_decode(said["checkpoint"]), b64u_decode(said["signature"])
    except (*UNREADABLE, Malformed) as error:
        raise CheckpointMalformed from error


def lists_for(size: int) -> int:
    """How many lists so many leaves are published in: one up to 20,000, above that a power of
    two with about 1,000 leaves or more in each, so that fetching one gives nobody away."""
    if size <= ONE_LIST:
        return 1
    return min(1 << (size // AT_LEAST).bit_length() - 1, MOST_LISTS)


def list_of(leaf: bytes, n_lists: int) -> int:
    """The number of the list that a leaf is in, from its leading bits."""
    return int.from_bytes(leaf[:2], "big") * n_lists >> 16


def cut(ordered: Sequence[bytes], n_lists: int) -> list[list[bytes]]:
    """Sorted leaves in their lists; one after the other they are all leaves in order."""
    lists: list[list[bytes]] = [[] for _ in range(n_lists)]
    for leaf in ordered:
        lists[list_of(leaf, n_lists)].append(leaf)
    return lists


def in_order(documents: Sequence[bytes]) -> list[bytes]:
    """Checkpoints in the order of their closes. Version 1 knew no order; those come first,
    in that of their bytes, for ever."""

    def place(one: bytes) -> tuple[int, bytes]:
        history = Checkpoint.parse(one).history
        return (-1, one) if history is None else (history.size, one)

    return sorted(documents, key=place)


def _digest(leaves: Sequence[bytes]) -> bytes:
    return hashlib.sha256(b"".join(leaves)).digest()


def _head(said: dict[str, Any]) -> Head:
    return Head(_count(said["size"]), _hash(said["root"]))


def _count(said: object) -> int:
    if type(said) is not int or said < 0:
        raise ValueError("not a number of leaves")
    return said


def _hash(said: str) -> bytes:
    return sized(b64u_decode(said), HASH_BYTES, "hash")


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError("not a text")
    return said
