"""How much people of one group agree, and how much of it chance alone would bring.

Missing answers (NaN) are left out, item by item; so are groups of one where spread is meant.
"""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from survey_api.statistics.grouping import places

Floats = NDArray[np.float64]


class Index(StrEnum):
    """An index of agreement that ``by_group`` computes for many groups at once."""

    RWG_J = "rwg_j"
    LINDELL = "lindell_rwg_j"
    AD = "ad_m"


class Anova(NamedTuple):
    """One-way analysis of variance: mean squares, degrees of freedom, n₀, F and its p."""

    between: float
    within: float
    df_between: int
    df_within: int
    n0: float
    f: float
    p: float


def icc1(scores: ArrayLike, groups: ArrayLike) -> float:
    """ICC(1) = (MSB − MSW)/(MSB + (n₀ − 1)·MSW) of ``scores`` [N] (Shrout & Fleiss 1979,
    Psychological Bulletin 86, 420–428; n₀ for unequal groups: Searle et al. 1992). NaN when
    there are fewer than two groups, none of two or more, or no variance."""
    found = icc1_test(scores, groups)
    below = found.between + (found.n0 - 1) * found.within
    return (found.between - found.within) / below if below > 0 else float("nan")


def icc2(scores: ArrayLike, groups: ArrayLike) -> float:
    """ICC(2) = (MSB − MSW)/MSB: reliability of group means (Bliese 2000). NaN where
    ICC(1) is, and when all group means are the same."""
    found = icc1_test(scores, groups)
    return (found.between - found.within) / found.between if found.between > 0 else float("nan")


def icc1_test(scores: ArrayLike, groups: ArrayLike) -> Anova:
    """The analysis of variance behind both, with n₀ = (N − Σn²/N)/(G − 1)."""
    raw = np.asarray(scores, dtype=np.float64)
    there = ~np.isnan(raw)
    values = raw[there]
    place, _ = places(np.asarray(groups)[there])
    n = np.bincount(place).astype(np.float64)
    df_between, df_within = len(n) - 1, len(values) - len(n)
    if df_between < 1 or df_within < 1:
        return Anova(np.nan, np.nan, df_between, df_within, np.nan, np.nan, np.nan)
    means = np.bincount(place, weights=values) / n
    within = float(((values - means[place]) ** 2).sum()) / df_within
    between = float((n * (means - values.mean()) ** 2).sum()) / df_between
    n0 = float(len(values) - (n**2).sum() / len(values)) / df_between
    f = between / within if within > 0 else np.inf if between > 0 else np.nan
    p = float(special.fdtrc(df_between, df_within, f))
    return Anova(between, within, df_between, df_within, n0, f, p)


def uniform_variance(points: int) -> float:
    """Variance of answers drawn at random from 1…points: (A² − 1)/12."""
    return (points**2 - 1) / 12


def rwg(x: ArrayLike, points: int) -> float:
    """r_wg = 1 − s²/σ²_EU of one item's answers [n] (James, Demaree & Wolf 1984, J. Applied
    Psychology 69, 85–98); below 0 it is given as 0, as is usual. NaN with fewer than two."""
    return float(np.maximum(0.0, lindell_rwg_j(np.asarray(x, np.float64)[:, None], points)))


def rwg_j(x: ArrayLike, points: int) -> float:
    """r_wg(J) of a scale's answers [n, J] (James, Demaree & Wolf 1984), from the mean
    item variance; 0 when that exceeds chance. NaN with fewer than two people."""
    return _alone(x, Index.RWG_J, points)


def lindell_rwg_j(x: ArrayLike, points: int) -> float:
    """r*_wg(J) = 1 − mean s²_j/σ²_EU of [n, J] (Lindell, Brandt & Whitney 1999, Applied
    Psychological Measurement 23, 127–135): linear, so that disagreement is below 0. NaN with
    fewer than two people."""
    return _alone(x, Index.LINDELL, points)


def ad_m(x: ArrayLike) -> float:
    """AD_M: mean distance of answers [n] or [n, J] from their item's mean (Burke, Finkelstein &
    Dusig 1999, Organizational Research Methods 2, 49–68), in points of the scale. NaN
    with fewer than two people."""
    given = np.asarray(x, dtype=np.float64)
    by_item = given[:, None] if given.ndim == 1 else given
    return _alone(by_item, Index.AD, 2)


def by_group(x: ArrayLike, groups: ArrayLike, index: Index, points: int) -> Floats:
    """[G] one index for each group (in the order of its labels) of ``x`` [N, J]."""
    given = np.asarray(x, dtype=np.float64)
    place, n_groups = places(groups)
    columns = [_column(given[:, at], place, n_groups, index) for at in range(given.shape[1])]
    spread = np.stack(columns, axis=1)
    n_items = np.count_nonzero(~np.isnan(spread), axis=1)
    mean = np.where(n_items > 0, np.nansum(spread, axis=1) / np.maximum(n_items, 1), np.nan)
    if index is Index.AD:
        return mean
    share = mean / uniform_variance(points)
    if index is Index.LINDELL:
        return np.asarray(1 - share, dtype=np.float64)
    agreed = n_items * (1 - share)
    return np.where(share >= 1, 0.0, agreed / np.where(agreed + share != 0, agreed + share, 1))


def shuffled_baseline(
    x: ArrayLike, groups: ArrayLike, index: Index, rng: np.random.Generator, points: int
) -> tuple[float, float]:
    """(mean of the index over groups, the same over groups of the same sizes put together by
    chance), for ``x`` [N, J]: what agreement within teams is to be compared with."""
    labels = np.asarray(groups)
    real = by_group(x, labels, index, points)
    chance = by_group(x, rng.permutation(labels), index, points)
    return _mean(real), _mean(chance)


def _alone(x: ArrayLike, index: Index, points: int) -> float:
    """The index of a single group; nobody in it is as good as one."""
    given = np.asarray(x, dtype=np.float64)
    found = by_group(given, np.zeros(len(given)), index, points)
    return float(found[0]) if len(found) else float("nan")


def _column(x: Floats, place: NDArray[np.int64], n_groups: int, index: Index) -> Floats:
    """[G] variance (n − 1) of one item in each group, or its mean distance from the mean."""
    there = ~np.isnan(x)
    kept, at = x[there], place[there]
    n = np.bincount(at, minlength=n_groups).astype(np.float64)
    mean = np.bincount(at, weights=kept, minlength=n_groups) / np.maximum(n, 1)
    if index is Index.AD:
        total = np.bincount(at, weights=np.abs(kept - mean[at]), minlength=n_groups)
        return np.where(n > 1, total / np.maximum(n, 1), np.nan)
    squares = np.bincount(at, weights=(kept - mean[at]) ** 2, minlength=n_groups)
    return np.where(n > 1, squares / np.maximum(n - 1, 1), np.nan)


def _mean(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else float("nan")
