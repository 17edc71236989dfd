"""Differences beyond chance, against published examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from survey_api.statistics.change import benjamini_hochberg, empirical_null, welch

# Benjamini & Hochberg 1995, JRSS B 57: fifteen hypotheses of a thrombolysis trial
BENJAMINI = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
    0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip
# R, datasets::sleep (Cushny & Peebles 1905, by Student 1908)
SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)
LISTS = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_the_four_hypotheses_of_the_published_example_are_rejected() -> None:
    q = benjamini_hochberg(BENJAMINI)
    assert np.flatnonzero(q <= 0.05).tolist() == [0, 1, 2, 3]
    assert np.allclose(q, stats.false_discovery_control(BENJAMINI), rtol=0, atol=1e-9)


@given(LISTS)
def test_a_q_is_never_below_its_p_nor_out_of_order(p: list[float]) -> None:
    q = benjamini_hochberg(p)
    assert np.allclose(q, stats.false_discovery_control(p), rtol=0, atol=1e-9)
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= 0).all()


def test_missing_tests_are_no_tests() -> None:
    with_gaps = benjamini_hochberg([0.01, np.nan, 0.04])
    assert np.allclose(with_gaps, [0.02, np.nan, 0.04], atol=1e-9, equal_nan=True)


def test_welch_is_that_of_r() -> None:
    """R documentation, t.test: ``t.test(extra ~ group, data = sleep)``."""
    one, two = (np.array(group) for group in SLEEP)
    found = welch(one.mean(), one.var(ddof=1), 10, two.mean(), two.var(ddof=1), 10)
    assert (round(found.t, 4), round(found.df, 3), round(found.p, 5)) == (-1.8608, 17.776, 0.07939)
    theirs = stats.ttest_ind(one, two, equal_var=False)
    exact = (theirs.statistic, theirs.df, theirs.pvalue)
    assert np.allclose(found, exact, rtol=0, atol=1e-9)


def test_samples_without_variance_differ_or_do_not() -> None:
    assert welch(3, 0, 5, 3, 0, 9) == (0.0, np.inf, 1.0)
    assert welch(2, 0, 5, 3, 0, 9) == (-np.inf, np.inf, 0.0)


def test_an_empirical_null_is_the_median_and_its_deviation() -> None:
    """The absolute deviations of R's ``mad`` (constant 1.4826): those of 1…9 have the median 2."""
    found = empirical_null([1, 2, 3, 4, 5, 6, 7, 8, 9, np.nan])
    exact = [*(np.arange(-4, 5) / (1.4826 * 2)), np.nan]
    assert np.allclose(found, exact, rtol=0, atol=1e-9, equal_nan=True)


def test_where_most_are_equal_only_the_others_are_unusual() -> None:
    assert empirical_null([2, 2, 2, 3, 1]).tolist() == [0, 0, 0, np.inf, -np.inf]
    assert np.isnan(empirical_null([np.nan, np.nan])).all()
    assert empirical_null([4.0]).tolist() == [0]


@given(st.integers(0, 2**20), st.floats(-5, 5), st.floats(0.1, 10))
def test_a_shared_shift_or_another_unit_changes_no_z(seed: int, shift: float, by: float) -> None:
    d = np.random.default_rng(seed).normal(size=31)
    assert np.allclose(empirical_null(by * d + shift), empirical_null(d), atol=1e-6)


def test_normal_differences_have_normal_z() -> None:
    z = empirical_null(np.random.default_rng(3).normal(0.3, 0.2, 25_000))
    assert z.std() == pytest.approx(1, abs=0.03)
