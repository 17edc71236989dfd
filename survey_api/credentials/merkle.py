"""The public log's hash tree (RFC 9162 §2.1): root, inclusion and consistency, over leaf hashes.

Leaves are given as leaf hashes, as ``envelope.leaf`` makes them; the tree never sees an entry.
"""

import hashlib
from collections.abc import Sequence


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a log entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash (§2.1.1), level by level: an odd last node moves up as it is."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        paired = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The path of ``leaves[index]`` (§2.1.3.1), from the bottom up."""
    if not 0 <= index < len(leaves):
        raise IndexError("there is no such leaf")
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_proof(leaves[:k], index), root(leaves[k:])]
    return [*inclusion_proof(leaves[k:], index - k), root(leaves[:k])]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], tree_root: bytes
) -> bool:
    """Whether ``leaf`` is number ``index`` of the tree of this size and root (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, running = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            running = node(sibling, running)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            running = node(running, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and running == tree_root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """What shows that the first ``old_size`` leaves stayed as they were (§2.1.4.1)."""
    if not 0 < old_size <= len(leaves):
        raise IndexError("there was no such tree")
    return _subproof(leaves, old_size, is_whole=True)


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the new tree starts with the old one (§2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    at, last = old_size - 1, new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    return _climb(path, at, last) == (old_root, new_root)


def _climb(path: list[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency path leads to; None if its length is wrong."""
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node(sibling, old), node(sibling, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, sibling)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _subproof(leaves: Sequence[bytes], old_size: int, *, is_whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if is_whole else [root(leaves)]
    k = _split(len(leaves))
    if old_size <= k:
        return [*_subproof(leaves[:k], old_size, is_whole=is_whole), root(leaves[k:])]
    return [*_subproof(leaves[k:], old_size - k, is_whole=False), root(leaves[:k])]


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1
