"""From protected numbers to published figures: exact arithmetic, rounded once, half to even.

Everything here is arithmetic on protected numbers; whoever holds all of it learns no more
than the protected numbers themselves say (publication.md rule 4). Figures are whole tenths
of a point on the answer scale; −1 says that there is none.
"""

from enum import StrEnum
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.protection import ProtectedTable

Ints = NDArray[np.int64]
SCALE_SHARE = (7, 10)  # a scale is shown with 0.7 of its items
NONE = -1
NEAR_A_TIE = 1e-6  # in tenths; floats are exact to about 1e-12 of them


class Relation(StrEnum):
    """How to read a value."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOUT = "~"


RELATIONS = tuple(Relation)  # a relation in an array is its place here
EQUAL, AT_MOST, AT_LEAST, ABOUT = range(4)


class Sums(NamedTuple):
    """Protected sums added over atoms, arrays [sets, items]: ``p`` of ``n`` answers, of which
    ``n_low`` and ``n_high`` lie in atoms that stand at a limit."""

    p: Ints
    n: Ints
    n_low: Ints
    n_high: Ints

    @classmethod
    def of(cls, table: ProtectedTable) -> "Sums":
        """Each atom by itself."""
        zero = np.zeros_like(table.n)
        low, high = np.where(table.is_low, table.n, zero), np.where(table.is_high, table.n, zero)
        return cls(table.p, table.n, low, high)

    @property
    def relations(self) -> Ints:
        """A side when more than half of the answers stand at its limit; any limit: about."""
        return relations(self.n_low, self.n_high, self.n)


class Figures(NamedTuple):
    """Arrays of the same shape: values in tenths (−1: none), and how to read them."""

    tenths: Ints
    relation: Ints


def relations(n_low: Ints, n_high: Ints, n: Ints) -> Ints:
    """The relation when ``n_low`` and ``n_high`` of ``n`` parts stand at a limit."""
    limited = np.where(2 * n_low > n, AT_MOST, np.where(2 * n_high > n, AT_LEAST, ABOUT))
    return np.where((n_low == 0) & (n_high == 0), EQUAL, limited)


def to_tenths(numerator: Ints, denominator: Ints) -> Ints:
    """Tenths of numerator/denominator, half to even, without a float; −1 where it is over 0."""
    there = denominator > 0
    of = np.where(there, denominator, 1)
    whole, left = np.divmod(10 * numerator, of)
    up = (2 * left > of) | ((2 * left == of) & (whole % 2 == 1))
    return np.where(there, whole + up, NONE)


def item_figures(sums: Sums) -> Figures:
    """ΣP / Σn of each set and item."""
    return Figures(to_tenths(sums.p, sums.n), sums.relations)


def scale_figures(p: Ints, n: Ints, relation: Ints) -> Figures:
    """The mean of P/n over a scale's items, from arrays [sets, items]; none below ⌈0.7·k⌉ items.

    "About" when an item inside is limited; the side when more than half are, on one side.
    """
    there = n > 0
    n_there = there.sum(axis=1)
    share, of = SCALE_SHARE
    enough = n_there >= -(-share * n.shape[1] // of)
    means = np.where(there, p / np.where(there, n, 1), 0.0).sum(axis=1)
    exact = 10 * means / np.maximum(n_there, 1)
    tenths = np.rint(exact).astype(np.int64)
    doubtful = enough & (np.abs(exact - np.floor(exact) - 0.5) < NEAR_A_TIE)
    for row in np.flatnonzero(doubtful):
        tenths[row] = _exactly(p[row][there[row]].tolist(), n[row][there[row]].tolist())
    n_low = (there & (relation == AT_MOST)).sum(axis=1)
    n_high = (there & (relation == AT_LEAST)).sum(axis=1)
    side = np.where(2 * n_low > n_there, AT_MOST, np.where(2 * n_high > n_there, AT_LEAST, ABOUT))
    is_limited = (there & (relation != EQUAL)).any(axis=1)
    return Figures(np.where(enough, tenths, NONE), np.where(is_limited, side, EQUAL))


def _exactly(p: list[int], n: list[int]) -> int:
    shared = lcm(*n)
    total = sum(one * (shared // of) for one, of in zip(p, n, strict=True))
    whole, left = divmod(10 * total, shared * len(n))
    return whole + (2 * left > shared * len(n) or (2 * left == shared * len(n) and whole % 2))


def text(tenths: int) -> str:
    """Tenths with one decimal."""
    return f"{tenths // 10}.{tenths % 10}"


def shares(counts: Ints) -> Ints:
    """Whole percentages [..., points] that add up to 100 (largest remainders, earlier first);
    all zero where there are no counts."""
    total = counts.sum(axis=-1, keepdims=True)
    of = np.maximum(total, 1)
    whole, left = np.divmod(100 * counts, of)
    missing = np.where(total > 0, 100 - whole.sum(axis=-1, keepdims=True), 0)
    order = np.argsort(-left, axis=-1, kind="stable")
    place = np.argsort(order, axis=-1, kind="stable")
    return whole + (place < missing)
