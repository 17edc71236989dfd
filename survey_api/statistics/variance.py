"""Variance between and within groups: REML for one random intercept, unbalanced groups.

y_ij = μ + u_i + e_ij, u_i ~ (0, τ²), e_ij ~ (0, σ²) (Patterson & Thompson 1971, Biometrika 58,
545–554; Searle, Casella & McCulloch 1992, ch. 6). The restricted likelihood is profiled over the
ratio θ = τ²/σ² alone: a grid finds the interval of its maximum and bisection the root of its
derivative in there, so that it always converges; θ = 0 is a proper answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey_api.statistics.grouping import places

Floats = NDArray[np.float64]
GRID = np.concatenate([[0.0], np.geomspace(1e-7, 1e16, 93)])  # of θ, four to a power of ten
ROUNDING = 4 * np.finfo(np.float64).eps  # of a difference, as a share of the greatest value


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

    def at(self, theta: float) -> tuple[float, float, float]:
        """(−2 log restricted likelihood, μ, σ²) for this θ, up to a constant."""
        spread = 1 + self.sizes * theta
        weights = self.sizes / spread
        mean, squares = self._squares(weights)
        within = squares / (self.n - 1)
        if within <= 0:
            return np.inf, mean, 0.0
        fit = (self.n - 1) * np.log(within) + np.log(spread).sum() + np.log(weights.sum())
        return float(fit), mean, within

    def slope(self, theta: float) -> float:
        """Derivative of the first of these in θ; w = n/(1 + nθ) has the derivative −w²."""
        weights = self.sizes / (1 + self.sizes * theta)
        mean, squares = self._squares(weights)
        pulled = float((weights**2 * (self.means - mean) ** 2).sum())
        total = float(weights.sum())
        return total - float((weights**2).sum()) / total - (self.n - 1) * pulled / squares

    def _squares(self, weights: Floats) -> tuple[float, float]:
        mean = float((weights * self.means).sum() / weights.sum())
        between = float((weights * (self.means - mean) ** 2).sum())
        return mean, self.squares_within + between


def components_reml(values: ArrayLike, groups: ArrayLike) -> Components:
    """From ``values`` [N] in ``groups`` [N] (any labels); pairs with a NaN value are left out.

    Groups of one person count for the mean. With no group of two or more, or fewer than two
    groups, nothing can be said to lie between: ``between`` is 0. When everybody agrees with their
    group ``within`` is 0 and ``mean`` is that of the group means. Without any value all are NaN.
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
    theta = _best(found)
    _, mean, within = found.at(theta)
    return Components(mean, within * theta, within, n_groups, found.n)


def _best(groups: _Groups) -> float:
    """The θ of the largest restricted likelihood."""
    at = int(np.argmin([groups.at(float(theta))[0] for theta in GRID]))
    low, high = float(GRID[max(at - 1, 0)]), float(GRID[min(at + 1, len(GRID) - 1)])
    if groups.slope(low) >= 0 or groups.slope(high) <= 0:
        return float(GRID[at])
    from scipy.optimize import brentq  # noqa: PLC0415 (a fifth of a second of every start)

    return float(brentq(groups.slope, low, high, xtol=1e-300, rtol=1e-14))


def _summarise(values: Floats, groups: NDArray[np.generic]) -> _Groups:
    there = ~np.isnan(values)
    kept = values[there]
    place, _ = places(groups[there])
    sizes = np.bincount(place).astype(np.float64)
    means = np.bincount(place, weights=kept) / np.maximum(sizes, 1)
    apart = np.abs(kept - means[place])
    apart[apart <= ROUNDING * np.abs(kept).max(initial=0.0)] = 0.0
    return _Groups(sizes, means, float((apart**2).sum()))
