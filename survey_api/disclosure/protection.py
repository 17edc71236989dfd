"""The protected number: one masked, limited sum for each atom and item, and nothing else.

publication.md rule 3. With n the number of answers *to that item in that atom*,
P = min(max(S + e, L), H), e uniform on −W…W from a keyed PRF.
"""

import hmac
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
