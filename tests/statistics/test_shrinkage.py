"""Shrinkage: the baseball players of Efron and Morris, lme4's batches, and limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.statistics.shrinkage import empirical_bayes, reliability

CLOSED = 1e-9
# Efron & Morris 1975, J. American Statistical Association 70, 311–319, table 1; also R package
# pscl, data set EfronMorris, column r: hits in the first 45 at bats of 1970
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
AT_BATS = 45
REAL = st.floats(-100, 100)
POSITIVE = st.floats(1e-3, 1e3)


def test_the_baseball_players_shrink_as_printed() -> None:
    """Efron & Morris 1977, Scientific American 236(5), 119–127: z = ȳ + c(y − ȳ) with
    c = 1 − (k − 3)σ²/Σ(y − ȳ)² gives c = .212; σ² is ȳ(1 − ȳ)/45."""
    y = HITS / AT_BATS
    mean, squares = float(y.mean()), float(((y - y.mean()) ** 2).sum())
    noise = mean * (1 - mean) / AT_BATS
    between = squares / (len(y) - 3) - noise  # then λ = τ²/(τ² + σ²) is their c
    factor = float(reliability(between, noise, 1))
    assert round(factor, 3) == 0.212
    assert factor == pytest.approx(1 - (len(y) - 3) * noise / squares, abs=CLOSED)
    shrunken = empirical_bayes(y, np.full(len(y), noise), mean, between)
    assert shrunken == pytest.approx(mean + factor * (y - mean), abs=CLOSED)


def test_batches_of_dyestuff_shrink_as_in_lme4() -> None:
    """R package lme4, data set Dyestuff (Davies & Goldsmith 1972, section 6.4): REML gives
    μ = 1527.5, τ² = 1764.05, σ² = 2451.25, and ranef() these distances from μ (seen in public
    test suites that pin lme4's output; the closed form is compared as well)."""
    means = np.array([1505.0, 1528, 1564, 1498, 1600, 1470])
    modes = np.array([-17.607, 0.391, 28.562, -23.085, 56.733, -44.995])
    found = empirical_bayes(means, np.full(6, 2451.25 / 5), 1527.5, 1764.05) - 1527.5
    assert np.abs(found - modes).max() < 6e-4
    factor = 5 * 1764.05 / (5 * 1764.05 + 2451.25)
    assert found == pytest.approx(factor * (means - 1527.5), abs=CLOSED)
    assert reliability(1764.05, 2451.25, 5) == pytest.approx(factor, abs=CLOSED)


def test_what_is_missing_stays_missing() -> None:
    found = empirical_bayes([np.nan, 3.0, 4.0], [0.1, np.nan, 0.1], 3.5, 0.1)
    assert found == pytest.approx(np.array([np.nan, np.nan, 3.75]), abs=CLOSED, nan_ok=True)


def test_without_variance_between_groups_everyone_has_the_mean_of_all() -> None:
    assert (empirical_bayes([1.0, 3.0, 5.0], [0.1, 0.2, 0.0], 3.2, 0.0) == 3.2).all()


def test_without_noise_nothing_shrinks() -> None:
    assert empirical_bayes([1.0, 5.0], [0.0, 0.0], 3.2, 0.1) == pytest.approx(np.array([1, 5]))


def test_five_thousand_people_are_believed_and_three_are_not() -> None:
    # 0.1/(0.1 + 0.6/n): 1/3 for n = 3 and 0.99880… for n = 5,000
    found = reliability(0.1, 0.6, np.array([3, 5000]))
    assert found == pytest.approx(np.array([1 / 3, 500 / 500.6]), abs=CLOSED)


@given(REAL, POSITIVE, REAL, POSITIVE)
def test_a_shrunken_mean_lies_between_its_own_and_that_of_all(
    own: float, noise: float, mean: float, between: float
) -> None:
    found = float(empirical_bayes([own], [noise], mean, between)[0])
    assert min(own, mean) - CLOSED <= found <= max(own, mean) + CLOSED


@given(REAL, POSITIVE, REAL, POSITIVE, REAL, st.floats(0.1, 10))
def test_shift_and_scale_of_the_answers_carry_over(
    own: float, noise: float, mean: float, between: float, shift: float, scale: float
) -> None:
    plain = float(empirical_bayes([own], [noise], mean, between)[0])
    moved = empirical_bayes(
        [own * scale + shift], [noise * scale**2], mean * scale + shift, between * scale**2
    )
    assert float(moved[0]) == pytest.approx(plain * scale + shift, abs=1e-9, rel=1e-9)
