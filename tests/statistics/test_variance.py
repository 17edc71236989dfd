"""Variance components by REML, against published fits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.statistics.agreement import icc1_test
from survey_api.statistics.variance import Components, components_reml

# lme4 documentation, ``Dyestuff``: Davies & Goldsmith 1972, Statistical Methods in Research
DYESTUFF = np.array([
    [1545, 1440, 1440, 1520, 1580],
    [1540, 1555, 1490, 1560, 1495],
    [1595, 1550, 1605, 1510, 1560],
    [1445, 1440, 1595, 1465, 1545],
    [1595, 1630, 1515, 1635, 1625],
    [1520, 1455, 1450, 1480, 1445],
], dtype=float)  # fmt: skip
# lme4 documentation, ``Dyestuff2``: Box & Tiao 1973, Bayesian Inference in Statistical Analysis
DYESTUFF2 = np.array([
    [7.298, 3.846, 2.434, 9.566, 7.990],
    [5.220, 6.556, 0.608, 11.788, -0.892],
    [0.110, 10.386, 13.434, 5.510, 8.166],
    [2.212, 4.852, 7.092, 9.288, 4.980],
    [0.282, 9.014, 4.458, 9.446, 7.198],
    [1.722, 4.782, 8.106, 0.758, 3.758],
])  # fmt: skip
BATCH = np.repeat(list("ABCDEF"), 5)


def test_dyestuff_is_fitted_as_lme4_does() -> None:
    """``lmer(Yield ~ 1 + (1 | Batch), Dyestuff)``: 1764.05, 2451.25, 1527.5."""
    found = components_reml(DYESTUFF.ravel(), BATCH)
    assert found.between == pytest.approx(1764.05, rel=1e-6)
    assert found.within == pytest.approx(2451.25, rel=1e-6)
    assert found.mean == pytest.approx(1527.5, rel=1e-9)
    assert found.icc == pytest.approx(1764.05 / 4215.30, rel=1e-6)
    assert (found.n_groups, found.n) == (6, 30)


def test_dyestuff2_has_nothing_between_its_batches() -> None:
    """``lmer(Yield ~ 1 + (1 | Batch), Dyestuff2)``: 0, 13.81, 5.6656."""
    found = components_reml(DYESTUFF2.ravel(), BATCH)
    assert found.between == 0
    assert found.within == pytest.approx(DYESTUFF2.var(ddof=1), rel=1e-9)
    assert (round(found.within, 2), round(found.mean, 4)) == (13.81, 5.6656)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**20), st.integers(2, 12), st.integers(2, 9))
def test_equal_groups_have_the_closed_form(seed: int, groups: int, size: int) -> None:
    """Searle, Casella & McCulloch 1992: with balance REML is the analysis of
    variance, cut off at 0."""
    draw = np.random.default_rng(seed)
    label = np.repeat(np.arange(groups), size)
    values = draw.normal(size=groups)[label] + draw.normal(size=len(label))
    anova, found = icc1_test(values, label), components_reml(values, label)
    exact = (anova.between - anova.within) / size
    if exact > 0:
        assert found.between == pytest.approx(exact, rel=1e-5, abs=1e-6)
        assert found.within == pytest.approx(anova.within, rel=1e-6)
    else:
        assert found.between == pytest.approx(0, abs=1e-6)


def restricted(values: np.ndarray, label: np.ndarray, found: Components) -> float:
    """−2 log restricted likelihood, from whole matrices (Patterson & Thompson 1971)."""
    same = label[:, None] == label
    covariance = found.within * np.eye(len(values)) + found.between * same
    inverse, ones = np.linalg.inv(covariance), np.ones(len(values))
    information = ones @ inverse @ ones
    rest = values - ones @ inverse @ values / information
    fit = np.linalg.slogdet(covariance)[1] + np.log(information) + rest @ inverse @ rest
    return float(fit)


def test_unequal_groups_have_the_largest_restricted_likelihood() -> None:
    draw = np.random.default_rng(1)
    label = np.repeat(np.arange(6), [1, 3, 4, 9, 15, 40])
    values = draw.normal(size=6)[label] + draw.normal(size=len(label))
    found = components_reml(values, label)
    best = restricted(values, label, found)
    for between, within in ((1.02, 1), (0.98, 1), (1, 1.02), (1, 0.98), (1.02, 0.98)):
        other = Components(0, found.between * between, found.within * within, 6, len(label))
        assert restricted(values, label, other) > best


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**20), st.floats(-3, 3), st.floats(0.1, 10))
def test_origin_unit_and_gaps_change_nothing_else(seed: int, shift: float, by: float) -> None:
    draw = np.random.default_rng(seed)
    label = draw.integers(0, 8, 60)
    values = draw.normal(size=8)[label] + draw.normal(size=60)
    one = components_reml(values, label)
    other = components_reml([*(by * values + shift), np.nan], [*label, 99])
    assert other.icc == pytest.approx(one.icc, abs=1e-6)
    assert other.within == pytest.approx(by**2 * one.within, rel=1e-5)
    assert other.mean == pytest.approx(by * one.mean + shift, abs=1e-5)


def test_extremes_have_an_answer() -> None:
    nothing = components_reml([np.nan], [0])
    assert np.isnan([nothing.mean, nothing.between, nothing.within]).all()
    one_group = components_reml([1, 2, 3], [0, 0, 0])
    assert (one_group.between, one_group.within, one_group.mean) == (0, 1, 2)
    all_alone = components_reml([1, 2, 3], [0, 1, 2])
    assert (all_alone.between, all_alone.within, all_alone.mean) == (0, 1, 2)
    unanimous = components_reml([2, 2, 4, 4, 4], [0, 0, 1, 1, 1])
    assert (unanimous.between, unanimous.within, unanimous.icc) == (2, 0, 1)
    same = components_reml([3, 3, 3, 3], [0, 0, 1, 1])
    assert (same.between, same.within) == (0, 0)
    assert np.isnan(same.icc)


def test_a_group_of_three_beside_one_of_five_thousand() -> None:
    draw = np.random.default_rng(2)
    label = np.repeat([0, 1], [3, 5000])
    values = np.where(label == 0, 5.0, 3.0) + draw.normal(size=len(label))
    found = components_reml(values, label)
    assert found.within == pytest.approx(1, abs=0.06)
    assert found.between > 0.2
    assert 3 < found.mean < 5


def test_twenty_five_thousand_groups_give_back_what_was_put_in() -> None:
    draw = np.random.default_rng(3)
    label = draw.integers(0, 25_000, 650_000)
    values = 0.3 * draw.normal(size=25_000)[label] + draw.normal(size=650_000)
    found = components_reml(values, label)
    assert found.between == pytest.approx(0.09, abs=0.004)
    assert found.within == pytest.approx(1, abs=0.01)
