"""Which scores go together with an outcome: shares of what can be explained, with their ranges.

An association in one organisation at one time, and no cause. Respondents with gaps are left out.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey_api.errors import Invalid

Floats = NDArray[np.float64]
LEAST_PEOPLE, MOST_PREDICTORS, MOST_DOMINANCE = 100, 30, 12
BLOCKS = 1000  # the bootstrap draws random blocks of rows, so that a replicate costs no pass


class DriversInvalid(Invalid):
    """Relative weights need 100 complete rows, at most 30 predictors, and variance in each."""


@dataclass(frozen=True)
class Weights:
    """Percent of R² by predictor [p], with the ends of their bootstrap ranges."""

    share: Floats
    low: Floats
    high: Floats
    r_squared: float


def relative_weights(x: ArrayLike, y: ArrayLike) -> Floats:
    """[p] relative weights of predictors ``x`` [N, p] for ``y`` [N]; they add up to R² (Johnson
    2000, Multivariate Behavioral Research 35, 1–19, pp. 5–9). Raises ``DriversInvalid``."""
    return weights_of(np.corrcoef(_whole(x, y), rowvar=False))


def weights_of(correlation: ArrayLike) -> Floats:
    """The same from a correlation matrix [p + 1, p + 1] whose last row is the outcome."""
    r = np.asarray(correlation, dtype=np.float64)
    values, vectors = np.linalg.eigh(r[:-1, :-1])
    roots = np.sqrt(np.maximum(values, 0.0))
    loadings = (vectors * roots) @ vectors.T
    beta = np.linalg.lstsq(loadings, r[:-1, -1], rcond=None)[0]
    return np.asarray(loadings**2 @ beta**2, dtype=np.float64)


def general_dominance(x: ArrayLike, y: ArrayLike) -> Floats:
    """[p] mean gain in R² over all orders of entry (Lindeman, Merenda & Gold 1980, p. 119; Budescu
    1993): an independent yardstick for relative weights, at most 12 predictors."""
    r = np.asarray(np.corrcoef(_whole(x, y), rowvar=False), dtype=np.float64)
    n = len(r) - 1
    if n > MOST_DOMINANCE:
        raise DriversInvalid(f"Dominance takes at most {MOST_DOMINANCE} predictors; here are {n}.")
    explained = {
        inside: _r_squared(r, inside)
        for size in range(n + 1)
        for inside in combinations(range(n), size)
    }
    gain = np.zeros(n)
    for inside, r_squared in explained.items():
        for other in set(range(n)) - set(inside):
            more = explained[tuple(sorted((*inside, other)))]
            gain[other] += (more - r_squared) / (n * comb(n - 1, len(inside)))
    return gain


def bootstrap_weights(
    x: ArrayLike,
    y: ArrayLike,
    rng: np.random.Generator,
    *,
    replicates: int = 1000,
    confidence: float = 0.95,
) -> Weights:
    """Shares with percentile ranges; rows are resampled one by one up to 1,000 and in as many
    random blocks above. Raises ``DriversInvalid``."""
    rows = _whole(x, y)
    correlation = np.corrcoef(rows, rowvar=False)
    blocks = _blocks(rows, rng)
    n_blocks = len(blocks)
    draws = rng.multinomial(n_blocks, np.full(n_blocks, 1 / n_blocks), size=replicates)
    sums = (draws @ blocks.reshape(n_blocks, -1)).reshape(replicates, *blocks.shape[1:])
    found = np.stack([_shares(weights_of(_correlation(one))) for one in sums])
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail], axis=0)
    weights = weights_of(correlation)
    return Weights(_shares(weights), low, high, float(weights.sum()))


def _whole(x: ArrayLike, y: ArrayLike) -> Floats:
    """[n, p + 1] complete rows, the outcome last."""
    rows = np.column_stack([np.asarray(x, np.float64), np.asarray(y, np.float64)])
    kept = rows[~np.isnan(rows).any(axis=1)]
    n, width = kept.shape
    is_flat = n > 0 and bool((np.ptp(kept, axis=0) == 0).any())
    if n < LEAST_PEOPLE or width - 1 > MOST_PREDICTORS or width < 2 or is_flat:
        raise DriversInvalid
    return kept


def _r_squared(r: Floats, inside: tuple[int, ...]) -> float:
    if not inside:
        return 0.0
    places = list(inside)
    to_outcome = r[places, -1]
    return float(to_outcome @ np.linalg.solve(r[np.ix_(places, places)], to_outcome))


def _blocks(rows: Floats, rng: np.random.Generator) -> Floats:
    """[blocks, p + 2, p + 2] sums of products, with a column of ones, of rows in random order."""
    mixed = rng.permutation(rows - rows.mean(axis=0))
    with_ones = np.column_stack([mixed, np.ones(len(mixed))])
    n_blocks = min(len(rows), BLOCKS)
    parts = np.array_split(with_ones, n_blocks)
    return np.stack([part.T @ part for part in parts])


def _correlation(products: Floats) -> Floats:
    n = products[-1, -1]
    means = products[-1, :-1] / n
    covariance = products[:-1, :-1] / n - np.outer(means, means)
    spread = np.sqrt(np.maximum(np.diag(covariance), np.finfo(float).tiny))
    return np.asarray(covariance / np.outer(spread, spread), dtype=np.float64)


def _shares(weights: Floats) -> Floats:
    total = float(weights.sum())
    return 100 * weights / total if total > 0 else np.full_like(weights, 100 / len(weights))
