"""Likely ranges of published figures, from public parameters only.

Small units: sampling of persons plus the noise on the protected sums (docs/methods.md 7).
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def wilson(successes: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Score interval of a share (Wilson 1927, JASA 22, 209–212); (0, 1) without observations."""
    if n <= 0:
        return 0.0, 1.0
    z, share = _quantile(confidence), successes / n
    centre = share + z * z / (2 * n)
    half = z * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    scale = 1 + z * z / n
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def small_unit_variance(
    n: ArrayLike, within: ArrayLike, w: int, n_items: int, n_atoms: ArrayLike = 1
) -> Floats:
    """σ²_w/n + A·W(W+1)/(3·I·n²): persons, and noise uniform on −W…W in A atoms and I items."""
    size = np.asarray(n, dtype=np.float64)
    noise = np.asarray(n_atoms, np.float64) * (w * (w + 1)) / (3 * n_items * size**2)
    return np.asarray(np.asarray(within, np.float64) / size + noise, dtype=np.float64)


def small_unit(
    mean: ArrayLike,
    n: ArrayLike,
    within: float,
    w: int,
    n_items: int,
    n_atoms: ArrayLike = 1,
    confidence: float = 0.95,
) -> tuple[Floats, Floats]:
    """(low, high) around ``mean``, not cut to the answer scale; a NaN mean gives NaN."""
    half = _quantile(confidence) * np.sqrt(small_unit_variance(n, within, w, n_items, n_atoms))
    centre = np.asarray(mean, dtype=np.float64)
    return centre - half, centre + half


def big_unit_variance(
    n: ArrayLike, within: ArrayLike, epsilon: float, n_items: int, points: int
) -> Floats:
    """σ²_w/n plus the noise of counts with P(k) ∝ e^(−ε|k|), to first order.

    Each of the ``points`` counts has variance 2α/(1 − α)², α = e^(−ε); it moves an item's mean
    by (k − mean)/n, taken at the middle of the scale; items have independent noise.
    """
    size = np.asarray(n, dtype=np.float64)
    alpha = float(np.exp(-epsilon))
    distance = float(((np.arange(1, points + 1) - (points + 1) / 2) ** 2).sum())
    noise = 2 * alpha / (1 - alpha) ** 2 * distance / (n_items * size**2)
    return np.asarray(np.asarray(within, np.float64) / size + noise, dtype=np.float64)


def _quantile(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)
