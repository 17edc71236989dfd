"""Is a difference more than chance? Three classical answers, for many units at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
NORMAL_MAD = 1.4826  # a normal distribution's standard deviation in units of its MAD


class Welch(NamedTuple):
    """t statistic, its degrees of freedom, two-sided p."""

    t: float
    df: float
    p: float


def empirical_null(d: ArrayLike) -> Floats:
    """[U] z = (d − median)/(1.4826·MAD): how unusual a unit is among the others (Efron 2004,
    JASA 99, 96–104, with robust estimates). NaN stays NaN and counts for nothing; where at
    least half of the values are equal there is no scale, and z is 0 for them and ±inf else."""
    raw = np.asarray(d, dtype=np.float64)
    if np.isnan(raw).all():
        return np.full_like(raw, np.nan)
    moved = raw - np.nanmedian(raw)
    scale = NORMAL_MAD * np.nanmedian(np.abs(moved))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(moved == 0, 0.0, moved / scale)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """[U] q values: the smallest false discovery rate at which each test is still rejected
    (Benjamini & Hochberg 1995, JRSS B 57, 289–300). NaN stays NaN and is no test."""
    raw = np.asarray(p, dtype=np.float64)
    found = np.full_like(raw, np.nan)
    there = np.flatnonzero(~np.isnan(raw))
    order = there[np.argsort(raw[there], kind="stable")]
    scaled = raw[order] * len(order) / np.arange(1, len(order) + 1)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found


def welch(m1: float, v1: float, n1: float, m2: float, v2: float, n2: float) -> Welch:
    """Means, variances (n − 1) and sizes of two samples (Welch 1947, Biometrika 34, 28–35).

    Without any variance equal means give t = 0 and p = 1, others an infinite t and p = 0.
    """
    first, second = v1 / n1, v2 / n2
    squared = first + second
    if squared == 0:
        same = m1 == m2
        return Welch(0.0 if same else float(np.copysign(np.inf, m1 - m2)), np.inf, float(same))
    t = (m1 - m2) / float(np.sqrt(squared))
    df = squared**2 / (first**2 / (n1 - 1) + second**2 / (n2 - 1))
    return Welch(t, df, float(2 * special.stdtr(df, -abs(t))))
