"""Shrinking noisy means towards the mean of all groups (Efron & Morris 1975, JASA 70, 311–319)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def reliability(between: ArrayLike, within: ArrayLike, n: ArrayLike) -> Floats:
    """λ = τ²/(τ² + σ²/n): the share of the variance of group means that is no chance; 0 when
    nothing varies. NaN in, NaN out."""
    tau, noise = np.asarray(between, np.float64), np.asarray(within, np.float64) / np.asarray(n)
    total = tau + noise
    return np.where(total == 0, 0.0, tau / np.where(total == 0, 1.0, total))


def empirical_bayes(means: ArrayLike, variances: ArrayLike, mean: float, between: float) -> Floats:
    """[U] μ + λ(ȳ − μ) with λ = τ²/(τ² + variance of that mean); a NaN mean stays NaN, and so
    does one whose variance is NaN."""
    raw = np.asarray(means, dtype=np.float64)
    return np.asarray(mean + reliability(between, variances, 1.0) * (raw - mean), np.float64)
