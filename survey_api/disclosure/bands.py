"""How many people and what share: bands, never a count."""

import numpy as np
from numpy.typing import NDArray

BANDS = ((5, 7), (8, 11), (12, 19), (20, 49))
EN_DASH = "\u2013"
SCORE_EDGES = (25, 32, 36, 40)  # tenths
UNDER_HALF, HALF, MOST = "< 50 %", f"50{EN_DASH}79 %", "≥ 80 %"


def n_band(n: int) -> str:
    """The band of a base n of 5 or more; from 50 on "about" the nearest ten."""
    for low, high in BANDS:
        if low <= n <= high:
            return f"{low}{EN_DASH}{high}"
    return f"about {10 * ((n + 5) // 10)}"


def midpoints(n: NDArray[np.int64]) -> NDArray[np.float64]:
    """The middle of each band: all that a reader is told of n, and all that ranges use."""
    middle = (10 * ((n + 5) // 10)).astype(np.float64)
    for low, high in BANDS:
        middle = np.where((n >= low) & (n <= high), (low + high) / 2, middle)
    return middle


def score_bin(tenths: int, points: int = 5) -> int:
    """0 (lowest) to 4: the fixed bin of a score, for the life of an instrument.

    On five points, below 2.5 most people disagree; 3.2 to 3.5 is about the middle; from 4.0
    on the usual answer is "agree" or better. Other scales are stretched to that length.
    """
    return sum((tenths - 10) * 4 >= (edge - 10) * (points - 1) for edge in SCORE_EDGES)


def participation_band(n_counted: int, n_eligible: int) -> str:
    """The band of n_counted of n_eligible."""
    if 100 * n_counted >= 80 * n_eligible:
        return MOST
    return HALF if 100 * n_counted >= 50 * n_eligible else UNDER_HALF
