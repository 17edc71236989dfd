"""Shrinking means, as in the best known of all examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.statistics.shrinkage import empirical_bayes, reliability

# Efron & Morris 1977, Scientific American 236 (5), 119–127 (the data of their 1975 paper, JASA 70,
# table 1): hits of 18 batters in their first 45 at bats, and the James–Stein estimates
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
ESTIMATES = [
    0.294, 0.289, 0.285, 0.280, 0.275, 0.275, 0.270, 0.266, 0.261, 0.261,
    0.256, 0.256, 0.256, 0.256, 0.256, 0.251, 0.247, 0.242,
]  # fmt: skip


def test_the_batters_of_efron_and_morris_are_shrunken_as_printed() -> None:
    """Their shrinking factor is .212 = 1 − 15·v/Σ(y − ȳ)²."""
    averages = HITS / 45
    mean = float(averages.mean())
    noise = mean * (1 - mean) / 45
    factor = 1 - 15 * noise / ((averages - mean) ** 2).sum()
    assert round(factor, 3) == 0.212
    between = noise * factor / (1 - factor)
    found = empirical_bayes(averages, noise, mean, between)
    assert np.allclose(found, ESTIMATES, rtol=0, atol=1e-3)
    assert np.allclose(found, mean + factor * (averages - mean), rtol=0, atol=1e-9)


def test_the_reliability_of_a_mean_by_hand() -> None:
    """Bliese 2000: ICC(2) from ICC(1) by Spearman–Brown. With ICC(1) = .1 and ten people
    10·.1/(1 + 9·.1) = .526."""
    assert reliability(0.1, 0.9, 10) == pytest.approx(1 / 1.9, abs=1e-9)
    assert np.allclose(reliability(0.1, 0.9, [1, 10]), [0.1, 1 / 1.9], atol=1e-9)


def test_without_any_variance_nothing_is_reliable() -> None:
    assert reliability(0.0, 0.0, 5) == 0
    assert reliability(0.0, 0.5, 5) == 0
    assert reliability(0.5, 0.0, 5) == 1


def test_missing_means_stay_missing() -> None:
    found = empirical_bayes([np.nan, 4.0], 0.1, 3.0, 0.1)
    assert np.isnan(found[0])
    assert found[1] == pytest.approx(3.5, abs=1e-9)


@given(st.floats(1, 5), st.floats(1, 5), st.floats(0.001, 2), st.floats(0, 2))
def test_an_estimate_lies_between_its_own_mean_and_the_common_one(
    own: float, common: float, noise: float, between: float
) -> None:
    found = float(empirical_bayes(own, noise, common, between))
    assert min(own, common) - 1e-9 <= found <= max(own, common) + 1e-9


def test_small_groups_are_shrunken_more_than_large_ones() -> None:
    n = np.array([3, 5, 50, 5000])
    found = empirical_bayes(np.full(4, 4.0), 0.6 / n, 3.0, 0.1)
    assert (np.diff(found) > 0).all()
    assert found[-1] == pytest.approx(4, abs=0.01)
