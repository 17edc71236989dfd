"""The protected number: one masked, limited sum for each atom and item, and nothing else.

publication.md rule 3. With n the number of answers *to that item in that atom*,
P = min(max(S + e, L), H), e uniform on −W…W from a keyed PRF.
"""

import hmac
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from survey_api.disclosure.policy import Policy


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


def noise(key: bytes, manifest_hash: bytes, atom: str, item: str, w: int) -> int:
    """An integer uniform on −w…w: HMAC-SHA256 over the cell's name, reduced from 256 bits.

    The bias of the reduction is below 2⁻²⁴⁰. The same key and cell always give the same value.
    """
    if w == 0:
        return 0
    name = manifest_hash + b"\0" + atom.encode() + b"\0" + item.encode()
    drawn = int.from_bytes(hmac.digest(key, name, "sha256"), "big")
    return drawn % (2 * w + 1) - w


def draws(key: bytes, manifest_hash: bytes, w: int) -> Callable[[str], Callable[[str], int]]:
    """``noise`` for many cells: atom → item → value, with the shared beginning hashed once."""
    start = hmac.new(key, manifest_hash + b"\0", "sha256")
    span = 2 * w + 1

    def of_atom(atom: str) -> Callable[[str], int]:
        begun = start.copy()
        begun.update(atom.encode() + b"\0")

        def of_item(item: str) -> int:
            cell = begun.copy()
            cell.update(item.encode())
            return int.from_bytes(cell.digest(), "big") % span - w

        return of_item

    return of_atom


def protect(total: int, n: int, e: int, policy: Policy) -> Protected:
    """The protected number of a sum of ``n`` answers with noise ``e``."""
    low, high = policy.lowest(n), policy.highest(n)
    p = min(max(total + e, low), high)
    limit = Limit.LOW if p == low else Limit.HIGH if p == high else Limit.NONE
    return Protected(p, n, limit)


def possible_sums(cell: Protected, policy: Policy) -> range:
    """Every true sum a reader must still consider, knowing n and who answered."""
    least, most = cell.n, policy.scale_points * cell.n
    low = least if cell.limit is Limit.LOW else max(least, cell.p - policy.w)
    high = most if cell.limit is Limit.HIGH else min(most, cell.p + policy.w)
    return range(low, high + 1)
