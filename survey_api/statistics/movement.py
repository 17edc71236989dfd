"""The verdict on a change: beyond everyone, and with everyone.

Differences of published figures are divided by their model standard error and compared with the
differences of all leaf units (an empirical null); with few units the model alone decides. The
thresholds keep the share of stable teams that are ever flagged in twelve waves under 7 %, over
index and sub-scales, both comparisons and both verdicts (tests/statistics/stable_teams.py).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey_api.statistics.change import NORMAL_MAD, benjamini_hochberg

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_UNITS = 30  # comparable leaf units from which their own spread is the measure
LEAST_WAVES = 2  # earlier waves that make a baseline
CLEAR, CLEAR_STRICT, CLEAR_TOGETHER = 3.0, 3.9, 3.3  # |z|: index, sub-scales, the organisation
FALSE_DISCOVERIES = 0.10
LEAST_SPREAD = 0.7  # of the null in standard errors: rounding can make its MAD too small


class Verdict(StrEnum):
    """What may be said of a change."""

    CLEAR_RISE = "clear_rise"
    CLEAR_FALL = "clear_fall"
    USUAL_WOBBLE = "usual_wobble"
    NOT_COMPARABLE = "not_comparable"
    CANNOT_BE_SEEN = "cannot_be_seen"


VERDICTS = np.array([*Verdict], dtype=object)


@dataclass(frozen=True)
class Series:
    """One measure over the waves, oldest first; the last row is this wave.

    ``values`` and ``se`` [W, U] are published figures and their standard errors, NaN where
    there is none or the unit was another one; ``organisation`` [W] and its errors;
    ``is_leaf`` [U] marks units that do not overlap, whose changes make the null.
    """

    values: Floats
    se: Floats
    organisation: Floats
    organisation_se: Floats
    is_leaf: Bools


@dataclass(frozen=True)
class Moves:
    """For each unit [U] the difference to the wave before (``last``) and to its own earlier
    waves together (``baseline``) with a verdict beyond everyone; then those of everyone."""

    last_difference: Floats
    last: NDArray[np.object_]
    baseline_difference: Floats
    baseline: NDArray[np.object_]
    everyone_last: Verdict
    everyone_baseline: Verdict


def moves(series: Series, *, strict: bool = False) -> Moves:
    """Judge this wave. ``strict`` for sub-scales, of which there are several in one wave.

    NaN differences are NOT_COMPARABLE. A baseline needs two earlier waves.
    """
    last, last_se = _difference(series.values[-2:], series.se[-2:], least=1)
    base, base_se = _difference(series.values, series.se, least=LEAST_WAVES)
    whole, whole_se = series.organisation[:, None], series.organisation_se[:, None]
    return Moves(
        last,
        judge(last, last_se, series.is_leaf, strict=strict),
        base,
        judge(base, base_se, series.is_leaf, strict=strict),
        _together(*_difference(whole[-2:], whole_se[-2:], least=1)),
        _together(*_difference(whole, whole_se, least=LEAST_WAVES)),
    )


def judge(d: Floats, se: Floats, is_leaf: Bools, *, strict: bool) -> NDArray[np.object_]:
    """Verdicts [U] on differences ``d`` with standard errors ``se``, against all leaf units."""
    z = standardised(d, se, is_leaf)
    is_clear = np.abs(z) > (CLEAR_STRICT if strict else CLEAR)
    if not strict:
        p = np.where(is_leaf, 2 * stats.norm.sf(np.abs(z)), np.nan)
        is_clear |= benjamini_hochberg(p) <= FALSE_DISCOVERIES
    return _verdicts(z, is_clear)


def standardised(d: Floats, se: Floats, is_leaf: Bools) -> Floats:
    """[U] z: each unit's change beyond the usual one, in units of the usual spread.

    From 30 leaf units on both are the leaf units' own, robustly; below, their weighted mean
    and the model's standard errors.
    """
    there = is_leaf & np.isfinite(d) & np.isfinite(se) & (se > 0)
    if not there.any():
        return np.where(np.isfinite(d), 0.0, np.nan)
    if np.count_nonzero(there) >= LEAST_UNITS:
        moved = (d - np.median(d[there])) / se
        spread = NORMAL_MAD * float(np.median(np.abs(moved[there])))
        return np.asarray(moved / max(spread, LEAST_SPREAD), dtype=np.float64)
    weights = se[there] ** -2
    centre = float((weights * d[there]).sum() / weights.sum())
    return np.asarray((d - centre) / se, dtype=np.float64)


def _difference(values: Floats, se: Floats, *, least: int) -> tuple[Floats, Floats]:
    """Now minus the mean of the earlier rows that have a value, and its standard error."""
    if len(values) < 2:
        return np.full(values.shape[1], np.nan), np.full(values.shape[1], np.nan)
    before = values[:-1]
    there = np.isfinite(before)
    n = there.sum(axis=0)
    of = np.where(n >= least, np.maximum(n, 1), np.nan)
    mean = np.where(there, before, 0.0).sum(axis=0) / of
    squares = np.where(there, se[:-1] ** 2, 0.0).sum(axis=0) / of**2
    return values[-1] - mean, np.sqrt(squares + se[-1] ** 2)


def _together(d: Floats, se: Floats) -> Verdict:
    z = d / se
    found: Verdict = _verdicts(z, np.abs(z) > CLEAR_TOGETHER)[0]
    return found


def _verdicts(z: Floats, is_clear: Bools) -> NDArray[np.object_]:
    place = np.where(is_clear, np.where(z > 0, 0, 1), 2)
    return np.asarray(VERDICTS[np.where(np.isfinite(z), place, 3)], dtype=object)
