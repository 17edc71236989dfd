"""Variance between and within groups: REML for one random intercept, unbalanced groups.

y_ij = μ + u_i + e_ij, u_i ~ (0, τ²), e_ij ~ (0, σ²) (Patterson & Thompson 1971, Biometrika 58,
545–554; Searle, Casella & McCulloch 1992, ch. 6). The restricted likelihood is profiled over the
intraclass correlation τ²/(τ² + σ²) alone, which lies in a bounded interval: it always converges.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

from survey_api.statistics.grouping import places

Floats = NDArray[np.float64]
GRID = np.concatenate([[0.0], np.geomspace(1e-6, 0.5, 40), 1 - np.geomspace(0.499, 1e-6, 40)])


@dataclass(frozen=True)
class Components:
    """``mean`` of groups, variances ``between`` and ``within`` them, and what they rest on."""

    mean: float
    between: float
    within: float
    n_groups: int
    n: int

    @property
    def icc(self) -> float:
        """Share of the variance that lies between groups; NaN without any variance."""
        total = self.between + self.within
        return self.between / total if total > 0 else float("nan")


@dataclass(frozen=True)
class _Groups:
    """All that the likelihood needs: sizes and means [G], and the sum of squares within."""

    sizes: Floats
    means: Floats
    squares_within: float

    @property
    def n(self) -> int:
        return int(self.sizes.sum())

    def at(self, icc: float) -> tuple[float, float, float]:
        """(−2 log restricted likelihood, μ, σ²) for τ²/σ² = icc/(1 − icc)."""
        theta = icc / (1 - icc)
        spread = 1 + self.sizes * theta
        weights = self.sizes / spread
        mean = float((weights * self.means).sum() / weights.sum())
        squares = self.squares_within + float((weights * (self.means - mean) ** 2).sum())
        within = squares / (self.n - 1)
        if within <= 0:
            return np.inf, mean, 0.0
        fit = (self.n - 1) * np.log(within) + np.log(spread).sum() + np.log(weights.sum())
        return float(fit), mean, within


def components_reml(values: ArrayLike, groups: ArrayLike) -> Components:
    """From ``values`` [N] in ``groups`` [N] (any labels); pairs with a NaN value are left out.

    Groups of one person count for the mean. With no group of two or more, or fewer than two
    groups, nothing can be said to lie between: ``between`` is 0. Without any value all are NaN.
    """
    found = _summarise(np.asarray(values, dtype=np.float64), np.asarray(groups))
    n_groups = len(found.sizes)
    if n_groups == 0:
        return Components(np.nan, np.nan, np.nan, 0, 0)
    if n_groups in {1, found.n}:
        mean = float((found.sizes * found.means).sum() / found.n)
        spread = float((found.sizes * (found.means - mean) ** 2).sum()) + found.squares_within
        return Components(mean, 0.0, spread / max(found.n - 1, 1), n_groups, found.n)
    if found.squares_within <= 0:
        between = float(found.means.var(ddof=1))
        return Components(float(found.means.mean()), between, 0.0, n_groups, found.n)
    icc = _best(found)
    _, mean, within = found.at(icc)
    return Components(mean, within * icc / (1 - icc), within, n_groups, found.n)


def _best(groups: _Groups) -> float:
    """The intraclass correlation of the largest restricted likelihood."""
    fits = [groups.at(float(icc))[0] for icc in GRID]
    at = int(np.argmin(fits))
    low, high = float(GRID[max(at - 1, 0)]), float(GRID[min(at + 1, len(GRID) - 1)])
    found = minimize_scalar(
        lambda icc: groups.at(icc)[0],
        bounds=(low, high),
        method="bounded",
        options={"xatol": 1e-13},
    )
    return float(found.x) if found.fun < fits[at] else float(GRID[at])


def _summarise(values: Floats, groups: NDArray[np.generic]) -> _Groups:
    there = ~np.isnan(values)
    kept = values[there]
    place, _ = places(groups[there])
    sizes = np.bincount(place).astype(np.float64)
    means = np.bincount(place, weights=kept) / np.maximum(sizes, 1)
    squares = float(((kept - means[place]) ** 2).sum()) if len(kept) else 0.0
    return _Groups(sizes, means, squares)
