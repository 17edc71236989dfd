"""The protected number: one masked, limited sum for each atom and item, and nothing else.

publication.md rule 3. With n the number of answers *to that item in that atom*,
P = min(max(S + e, L), H), e uniform on −W…W from a keyed PRF.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.keyed import keyed
from survey_api.disclosure.policy import Policy

Ints = NDArray[np.int64]
PURPOSE = b"sums"


class Limit(StrEnum):
    """Whether a protected sum stands at one of its limits."""

    NONE = ""
    LOW = "low"
    HIGH = "high"


class Protected(NamedTuple):
    """``p`` of ``n`` answers, and the limit it stands at."""

    p: int
    n: int
    limit: Limit


class ProtectedTable(NamedTuple):
    """Arrays [atoms, items]: the protected sum ``p`` of ``n`` answers, at a limit or not.

    ``n`` is 0 where the atom withholds the item; ``p`` is 0 there.
    """

    p: Ints
    n: Ints
    is_low: NDArray[np.bool_]
    is_high: NDArray[np.bool_]


def noise_table(
    key: bytes, manifest_hash: bytes, w: int, atoms: Sequence[str], items: Sequence[str]
) -> Ints:
    """Noise for every atom and item, [atoms, items]: integers uniform on −w…w.

    A keyed function of (manifest, atom, item): an atom's draws stand in the order of the ids of
    the items that the manifest names. The bias of the reduction from 64 bits is below 2⁻⁶⁰.
    """
    if w == 0 or not atoms:
        return np.zeros((len(atoms), len(items)), dtype=np.int64)
    draw = keyed(key, manifest_hash, PURPOSE)
    drawn = np.stack([draw(atom, len(items)) for atom in atoms])
    place = np.argsort(np.argsort(np.array(items)))
    return (drawn % np.uint64(2 * w + 1)).astype(np.int64)[:, place] - w


def protect(total: int, n: int, e: int, policy: Policy) -> Protected:
    """The protected number of a sum of ``n`` answers with noise ``e``."""
    low, high = policy.lowest(n), policy.highest(n)
    p = min(max(total + e, low), high)
    limit = Limit.LOW if p == low else Limit.HIGH if p == high else Limit.NONE
    return Protected(p, n, limit)


def protect_table(totals: Ints, answers: Ints, e: Ints, policy: Policy) -> ProtectedTable:
    """``protect`` for [atoms, items]; an item with fewer than k answers in an atom is withheld."""
    there = answers >= policy.k
    step = policy.scale_points - 1
    low = answers + step * (policy.t_low + 1)
    high = policy.scale_points * answers - step * (policy.t_high + 1) + policy.w
    p = np.minimum(np.maximum(totals + e, low), high)
    return ProtectedTable(
        np.where(there, p, 0),
        np.where(there, answers, 0),
        there & (p == low),
        there & (p == high) & (p != low),
    )


def possible_sums(cell: Protected, policy: Policy) -> range:
    """Every true sum a reader must still consider, knowing n and who answered."""
    least, most = cell.n, policy.scale_points * cell.n
    low = least if cell.limit is Limit.LOW else max(least, cell.p - policy.w)
    high = most if cell.limit is Limit.HIGH else min(most, cell.p + policy.w)
    return range(low, high + 1)
