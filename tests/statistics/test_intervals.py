"""Likely ranges: published intervals of shares, and the model of protected means."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from survey_api.statistics.intervals import (
    big_unit_variance,
    small_unit,
    small_unit_variance,
    wilson,
)

# Newcombe 1998, Statistics in Medicine 17, 857–872, table I, method 3 (score, no correction)
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("x", "n", "low", "high"), NEWCOMBE)
def test_published_intervals_of_shares_are_met(x: int, n: int, low: float, high: float) -> None:
    found = wilson(x, n)
    assert np.allclose(found, (low, high), rtol=0, atol=5e-5)
    theirs = stats.binomtest(x, n).proportion_ci(method="wilson")
    assert np.allclose(found, (theirs.low, theirs.high), rtol=0, atol=1e-9)


@given(st.integers(1, 5000), st.floats(0, 1), st.sampled_from([0.8, 0.95, 0.99]))
def test_an_interval_holds_its_share_and_mirrors(n: int, share: float, confidence: float) -> None:
    x = round(share * n)
    low, high = wilson(x, n, confidence)
    assert 0 <= low <= x / n + 1e-12 and x / n - 1e-12 <= high <= 1
    assert np.allclose(wilson(n - x, n, confidence), (1 - high, 1 - low), atol=1e-9)


def test_nothing_observed_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_variance_of_a_small_unit_is_that_of_people_and_of_noise() -> None:
    """By hand: 0.6/6 + 2·3/(3·7·36); two atoms have twice the noise."""
    assert small_unit_variance(6, 0.6, 2, 7) == pytest.approx(0.1 + 6 / 756, abs=1e-9)
    assert small_unit_variance(12, 0.6, 2, 7, 2) == pytest.approx(0.05 + 12 / 3024, abs=1e-9)


def test_the_noise_of_sums_is_uniform_on_its_five_values() -> None:
    e = np.arange(-2, 3)
    exact = (e**2).mean() / (7 * 6**2)
    assert small_unit_variance(6, 0.0, 2, 7) == pytest.approx(exact, abs=1e-9)


def test_the_noise_of_counts_is_two_sided_geometric() -> None:
    k = np.arange(-200, 201)
    share = np.exp(-1.0 * np.abs(k))
    variance = (share * k**2).sum() / share.sum()
    exact = variance * (4 + 1 + 0 + 1 + 4) / (3 * 60**2)
    assert big_unit_variance(60, 0.0, 1.0, 3, 5) == pytest.approx(exact, abs=1e-9)
    assert big_unit_variance(60, 0.6, 1.0, 3, 5) == pytest.approx(exact + 0.01, abs=1e-9)


def test_a_range_is_as_wide_as_its_confidence() -> None:
    low, high = small_unit([3.5, np.nan], 6, 0.6, 2, 3)
    half = stats.norm.ppf(0.975) * np.sqrt(0.1 + 6 / (9 * 36))
    assert np.allclose([low[0], high[0]], [3.5 - half, 3.5 + half], atol=1e-9)
    assert np.isnan(low[1]) and np.isnan(high[1])
    assert small_unit(3.5, 6, 0.6, 2, 3, confidence=0.8)[0] > low[0]


def test_more_people_or_more_items_make_a_range_narrower() -> None:
    sizes = [float(small_unit_variance(n, 0.6, 2, 3)) for n in (5, 8, 12, 5000)]
    items = [float(small_unit_variance(6, 0.6, 2, of)) for of in (1, 3, 7)]
    assert all(after < before for before, after in [*pairwise(sizes), *pairwise(items)])


def test_twenty_five_thousand_units_have_their_ranges() -> None:
    low, high = small_unit(np.full(25_000, 3.5), np.arange(5, 25_005), 0.6, 2, 7)
    assert (low < high).all()
