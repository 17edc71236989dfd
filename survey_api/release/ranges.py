"""How far a published score can be trusted: standard error, likely range, shrunken value.

All of it follows from the published figure, the band of n and published parameters, so that
it says nothing that the figure does not say. The estimand is the climate of the group, not
only what these people said: no correction for a finite population.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.bands import midpoints
from survey_api.disclosure.figures import AT_LEAST, AT_MOST, NONE, Figures
from survey_api.release.layout import Layout
from survey_api.release.parameters import Parameters
from survey_api.statistics.intervals import big_unit_variance, small_unit_variance
from survey_api.statistics.shrinkage import empirical_bayes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LIKELY = 1.959963984540054  # 95 % of a normal distribution
ROUNDING = 0.1**2 / 12  # variance of rounding to one decimal
SE_DECIMALS = 3


@dataclass(frozen=True)
class Ranges:
    """Arrays [sets] of one scale; ``low``, ``high`` and ``shrunken`` in tenths, −1: none."""

    value: Floats
    se: Floats
    low: Ints
    high: Ints
    shrunken: Ints


def ranges(layout: Layout, figures: Figures, n_items: int, of: Parameters) -> Ranges:
    """For every set that shows this scale."""
    policy = layout.fielded.policy
    bases = layout.bases
    n = midpoints(np.where(layout.is_big, bases.everyone, bases.people))
    n = np.maximum(n, policy.k)
    small = small_unit_variance(n, of.within, policy.w, n_items, np.maximum(bases.n_atoms, 1))
    big = big_unit_variance(n, of.within, policy.epsilon, n_items, policy.scale_points)
    shown = figures.tenths != NONE
    value = np.where(shown, figures.tenths / 10, np.nan)
    variance = np.where(layout.is_big, big, small) + ROUNDING
    se = np.round(np.sqrt(variance), SE_DECIMALS)
    low, high = value - LIKELY * se, value + LIKELY * se
    low = np.where(figures.relation == AT_MOST, 1, np.maximum(low, 1))
    high = np.where(figures.relation == AT_LEAST, policy.scale_points, high)
    shrunken = empirical_bayes(value, se**2, _mean(layout, value, of), of.between)
    return Ranges(
        value,
        np.where(shown, se, np.nan),
        _tenths(low, shown),
        _tenths(np.minimum(high, policy.scale_points), shown),
        _tenths(shrunken, shown),
    )


def _mean(layout: Layout, value: Floats, of: Parameters) -> float:
    """What groups are shrunk to: the estimated mean, else the organisation's own figure."""
    if of.mean is not None:
        return of.mean
    root = int(np.flatnonzero(layout.parent[: layout.n_nodes] < 0)[0])
    return float(value[root])


def _tenths(values: Floats, shown: NDArray[np.bool_]) -> Ints:
    there = shown & np.isfinite(values)
    return np.where(there, np.rint(10 * np.where(there, values, 0)), NONE).astype(np.int64)
