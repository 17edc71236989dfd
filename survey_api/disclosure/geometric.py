"""Noise for the counts of big units: independent two-sided geometric draws from a keyed PRF.

P(k) = (1 − α)/(1 + α) · α^|k| with α = e^(−ε): the discrete form of the Laplace mechanism
(Ghosh, Roughgarden & Sundararajan 2009, "Universally utility-maximizing privacy mechanisms").
Draws invert the distribution function in 64-bit integers that are computed with decimals, so
that every processor gives the same noise.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.keyed import keyed
from survey_api.errors import Invalid

BITS = 64
PURPOSE = b"counts"
DIGITS = 60
LEAST_EPSILON = 0.01  # below it the table of thresholds would have more than 9,000 entries

Draw = Callable[[str, int], NDArray[np.int64]]


class EpsilonOutOfRange(Invalid):
    """epsilon must be at least 0.01; a smaller one would drown every count in noise."""


@lru_cache(maxsize=8)
def thresholds(epsilon: float) -> tuple[int, list[int]]:
    """(smallest value, [⌊2⁶⁴·P(K ≤ k)⌋ for k from there on]), as far as 64 bits can tell apart.

    A draw u of 64 bits means the first k with u < its threshold.
    """
    if epsilon < LEAST_EPSILON:
        raise EpsilonOutOfRange
    with localcontext() as exact:
        exact.prec = DIGITS
        alpha = (-Decimal(str(epsilon))).exp()
        tail = 1 / (1 + alpha)  # P(K <= -1) = α/(1+α)
        span = int(BITS * Decimal(2).ln() / Decimal(str(epsilon))) + 1
        below = [alpha**-k * tail for k in range(-span, 0)]
        above = [1 - alpha ** (k + 1) * tail for k in range(span + 1)]
        scaled = [min(int(share * 2**BITS), 2**BITS - 1) for share in (*below, *above)]
    return -span, scaled


def draws(key: bytes, manifest_hash: bytes, epsilon: float, points: int) -> Draw:
    """(name, items) → noise [items, points]. The same name gives the same noise."""
    least, table = thresholds(epsilon)
    edges = np.array(table[:-1], dtype=np.uint64)
    draw = keyed(key, manifest_hash, PURPOSE)

    def noise(name: str, n_items: int) -> NDArray[np.int64]:
        drawn = draw(name, n_items * points).reshape(n_items, points)
        places: NDArray[np.intp] = np.searchsorted(edges, drawn, side="right")
        return places.astype(np.int64) + least

    return noise


def no_noise(points: int) -> Draw:
    """For checking only: every draw is zero."""
    return lambda _name, n_items: np.zeros((n_items, points), dtype=np.int64)


def noisy(counts: NDArray[np.int64], drawn: NDArray[np.int64]) -> NDArray[np.int64]:
    """Counts with their noise, negative ones shown as 0."""
    found: NDArray[np.int64] = np.maximum(counts + drawn, 0)
    return found
