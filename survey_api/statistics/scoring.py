"""From answers to scores: turn reverse-keyed items, mean of answered items, favourable share."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
COUNTING_SHARE = 0.7
TOLERANCE = 1e-9


def reverse(x: ArrayLike, low: float, high: float) -> Floats:
    """x' = low + high − x, of any shape; NaN stays NaN."""
    return np.asarray(low + high - np.asarray(x, dtype=np.float64), dtype=np.float64)


def person_scores(x: ArrayLike, share: float = COUNTING_SHARE) -> Floats:
    """[N] means of the answered items of ``x`` [N, I]; NaN with fewer than ⌈share·I⌉ answers."""
    given = np.asarray(x, dtype=np.float64)
    n = np.count_nonzero(~np.isnan(given), axis=1)
    needed = int(np.ceil(share * given.shape[1] - TOLERANCE))
    total = np.nansum(given, axis=1)
    return np.where(n >= max(needed, 1), total / np.maximum(n, 1), np.nan)


def favourable_share(x: ArrayLike, points: int) -> float:
    """Share of answers of any shape that are one of the two best of ``points``; NaN without any."""
    given = np.asarray(x, dtype=np.float64)
    n = int(np.count_nonzero(~np.isnan(given)))
    return float(np.count_nonzero(given >= points - 1) / n) if n else float("nan")


def mean_of_counts(counts: ArrayLike) -> Floats:
    """[…] means of the answers 1…M that ``counts`` […, M] counts; NaN where there are none."""
    n = np.asarray(counts, dtype=np.float64)
    total = n.sum(axis=-1)
    weighted = n @ np.arange(1, n.shape[-1] + 1)
    return np.where(total > 0, weighted / np.where(total > 0, total, 1), np.nan)
