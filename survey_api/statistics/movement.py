"""The verdict on a change: beyond everyone, and with everyone.

Differences of published figures are divided by their model standard error and compared with the
differences of all leaf units (an empirical null); with few units the model alone decides. A
baseline is departed from by this wave alone or by the latest two or three together: of a team of
eight one wave cannot show a point. The thresholds keep the share of stable teams that are ever
flagged in twelve waves under 7 %, over index and sub-scales and both comparisons, and find 85 %
of the falls by one point within six waves (tests/statistics/stable_teams.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import special

from survey_api.statistics.change import NORMAL_MAD, benjamini_hochberg

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_UNITS = 30  # comparable leaf units from which their own spread is the measure
LEAST_WAVES = 2  # earlier waves that make a baseline
CLEAR, CLEAR_SUSTAINED = 3.5, 3.15  # |z| of the index: one wave; several waves together
STRICTER = 1.1  # is added to both for sub-scales
CLEAR_TOGETHER = 3.8  # |z| of the organisation, over all measures
SUSTAINED = (2, 3)  # latest waves that are held together against those before them
FALSE_DISCOVERIES = 0.10
LEAST_SPREAD = 0.85  # of the null in standard errors: a MAD of few units is often too small
MODEL_SPREAD = 0.87  # with few units: the model is on the safe side, most people stay the same


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
    values, se, is_leaf = series.values, series.se, series.is_leaf
    last, last_se = _difference(values[-2:], se[-2:], least=1)
    base, base_se = _difference(values, se, least=LEAST_WAVES)
    sustained = [
        standardised(*_difference(values, se, least=LEAST_WAVES, now=n), is_leaf) for n in SUSTAINED
    ]
    whole, whole_se = series.organisation[:, None], series.organisation_se[:, None]
    return Moves(
        last,
        judge(last, last_se, is_leaf, strict=strict),
        base,
        judge(base, base_se, is_leaf, strict=strict, sustained=sustained),
        _together(*_difference(whole[-2:], whole_se[-2:], least=1)),
        _together(*_difference(whole, whole_se, least=LEAST_WAVES)),
    )


def judge(
    d: Floats, se: Floats, is_leaf: Bools, *, strict: bool, sustained: Sequence[Floats] = ()
) -> NDArray[np.object_]:
    """Verdicts [U] on differences ``d`` with standard errors ``se``, against all leaf units.

    ``sustained`` are z [U] of several waves together; they count in the direction of ``d``.
    """
    z, more = standardised(d, se, is_leaf), STRICTER if strict else 0.0
    is_clear = np.abs(z) > CLEAR + more
    for other in sustained:
        is_clear |= np.sign(z) * other > CLEAR_SUSTAINED + more
    if not strict and _are_many(d, se, is_leaf):
        p = np.where(is_leaf, 2 * special.ndtr(-np.abs(z)), np.nan)
        is_clear |= benjamini_hochberg(p) <= FALSE_DISCOVERIES
    return _verdicts(z, is_clear)


def standardised(d: Floats, se: Floats, is_leaf: Bools) -> Floats:
    """[U] z: each unit's change beyond the usual one, in units of the usual spread.

    From 30 leaf units on both are the leaf units' own, robustly; below, the weighted mean of
    the other leaf units and the model's standard errors.
    """
    there = _comparable(d, se, is_leaf)
    if not there.any():
        return np.where(np.isfinite(d), 0.0, np.nan)
    if _are_many(d, se, is_leaf):
        moved = (d - np.median(d[there])) / se
        spread = NORMAL_MAD * float(np.median(np.abs(moved[there])))
        return np.asarray(moved / max(spread, LEAST_SPREAD), dtype=np.float64)
    weights = np.where(there, np.where(there, se, 1.0) ** -2, 0.0)
    total = weights.sum()
    rest = np.maximum(1 - weights / total, np.finfo(float).eps)  # d − mean has variance se²·rest
    moved = d - float((weights * np.where(there, d, 0.0)).sum() / total)
    return np.asarray(moved / (MODEL_SPREAD * se * np.sqrt(rest)), dtype=np.float64)


def _comparable(d: Floats, se: Floats, is_leaf: Bools) -> Bools:
    return np.asarray(is_leaf & np.isfinite(d) & np.isfinite(se) & (se > 0), dtype=bool)


def _are_many(d: Floats, se: Floats, is_leaf: Bools) -> bool:
    return int(np.count_nonzero(_comparable(d, se, is_leaf))) >= LEAST_UNITS


def _difference(values: Floats, se: Floats, *, least: int, now: int = 1) -> tuple[Floats, Floats]:
    """Mean of the latest ``now`` rows that have a value, the last among them, minus the mean of
    the ``least`` or more rows with a value before them; and its standard error."""
    there = np.isfinite(values)
    age = np.cumsum(there[::-1], axis=0)[::-1]
    late, early = there & (age <= now), there & (age > now)
    n_late, n_early = late.sum(axis=0), early.sum(axis=0)
    enough = there[-1] & (n_late == now) & (n_early >= least)
    of_late, of_early = np.where(enough, n_late, np.nan), np.where(enough, n_early, np.nan)
    parts = late / of_late - early / of_early
    difference = (parts * np.where(there, values, 0.0)).sum(axis=0)
    return difference, np.sqrt((parts**2 * np.where(there, se, 0.0) ** 2).sum(axis=0))


def _together(d: Floats, se: Floats) -> Verdict:
    z = d / se
    found: Verdict = _verdicts(z, np.abs(z) > CLEAR_TOGETHER)[0]
    return found


def _verdicts(z: Floats, is_clear: Bools) -> NDArray[np.object_]:
    place = np.where(is_clear, np.where(z > 0, 0, 1), 2)
    return np.asarray(VERDICTS[np.where(np.isfinite(z), place, 3)], dtype=object)
