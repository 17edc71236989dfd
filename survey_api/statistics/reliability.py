"""How consistently the items of a scale measure one thing. Respondents with gaps are left out."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
ROUNDING = 1e-12  # share of the items' variance below which a sum's variance is rounding
LEAST_UNIQUENESS = 0.005  # of a standardised item; a bound that maximum likelihood may touch


def cronbach_alpha(x: ArrayLike) -> float:
    """α = J/(J − 1)·(1 − Σσ²_j/σ²_sum) of ``x`` [N, J] (Cronbach 1951, Psychometrika 16,
    eq. 2), listwise. NaN with fewer than two items or respondents, or when the sum of the items
    does not vary."""
    covariance = _covariance(x)
    total = float(covariance.sum()) if covariance is not None else 0.0
    if covariance is None or total <= ROUNDING * float(np.trace(covariance)):
        return float("nan")
    n_items = len(covariance)
    return n_items / (n_items - 1) * (1 - float(np.trace(covariance)) / total)


def mcdonald_omega(x: ArrayLike) -> float:
    """ω = (Σλ)²/((Σλ)² + Σψ) of ``x`` [N, J] (McDonald 1999, *Test theory*, ch. 6), listwise,
    from one factor by maximum likelihood. NaN where that factor is not determined: with fewer
    than three items, when an item does not vary or follows from others, or with no more
    respondents than items. With hardly related items the factor may become one of them (its
    uniqueness at the bound): then ω is near 1/J and means no more than that."""
    covariance = _covariance(x)
    if covariance is None or len(covariance) < 3 or (np.diag(covariance) <= 0).any():
        return float("nan")
    if np.linalg.matrix_rank(covariance) < len(covariance):
        return float("nan")
    loadings, uniquenesses = one_factor(covariance)
    common = float(loadings.sum()) ** 2
    return common / (common + float(uniquenesses.sum()))


def one_factor(covariance: ArrayLike) -> tuple[Floats, Floats]:
    """(loadings [J], uniquenesses [J]) of a covariance matrix [J, J] of full rank.

    Maximum likelihood profiled over the uniquenesses (Jöreskog 1967, Psychometrika 32; Lawley &
    Maxwell 1971, ch. 4). The sign is that of positive total loading.
    """
    s = np.asarray(covariance, dtype=np.float64)
    spread = np.sqrt(np.diag(s))
    r = s / np.outer(spread, spread)
    start = np.clip(0.5 / np.diag(np.linalg.inv(r)), LEAST_UNIQUENESS, 1.0)
    from scipy.optimize import minimize  # noqa: PLC0415 (a fifth of a second of every start)

    found = minimize(
        _misfit, start, args=(r,), jac=True, method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS, 1.0)] * len(r),
        options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-10},
    )  # fmt: skip
    loadings = _loadings(found.x, r)[1] * spread
    return np.copysign(1.0, loadings.sum()) * loadings, found.x * spread**2


def _misfit(psi: Floats, r: Floats) -> tuple[float, Floats]:
    """The discrepancy for these uniquenesses, and its gradient."""
    values, loadings = _loadings(psi, r)
    rest = values[:-1]
    misfit = float((rest - np.log(rest)).sum()) - len(rest)
    gap = np.diag(np.outer(loadings, loadings) - r) + psi
    return misfit, gap / psi**2


def _loadings(psi: Floats, r: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues of the scaled correlations, ascending, and the one factor's loadings."""
    root = np.sqrt(psi)
    values, vectors = np.linalg.eigh(r / np.outer(root, root))
    return values, root * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0))


def _covariance(x: ArrayLike) -> Floats | None:
    given = np.asarray(x, dtype=np.float64)
    whole = given[~np.isnan(given).any(axis=1)]
    if whole.shape[0] < 2 or whole.shape[1] < 2:
        return None
    return np.asarray(np.cov(whole, rowvar=False), dtype=np.float64)
