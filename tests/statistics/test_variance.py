"""REML: lme4's dyestuffs, the estimating equations written out in full, and extremes."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from survey_api.statistics.variance import components_reml

CLOSED, ITERATIVE = 1e-9, 1e-6
Floats = NDArray[np.float64]
BATCHES = np.repeat(np.arange(6), 5)
# Davies & Goldsmith 1972, Statistical methods in research and production, section 6.4, and
# Box & Tiao 1973, Bayesian inference in statistical analysis, section 5.1.2; both as in R
# package lme4, data sets Dyestuff and Dyestuff2
DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560, 1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445],
    ]
).ravel()
DYESTUFF2 = np.array(
    [
        [7.298, 3.846, 2.434, 9.566, 7.99, 5.22, 6.556, 0.608, 11.788, -0.892],
        [0.11, 10.386, 13.434, 5.51, 8.166, 2.212, 4.852, 7.092, 9.288, 4.98],
        [0.282, 9.014, 4.458, 9.446, 7.198, 1.722, 4.782, 8.106, 0.758, 3.758],
    ]
).ravel()


def drawn(seed: int, sizes: list[int], icc: float) -> tuple[Floats, NDArray[np.int64]]:
    """Answers around 3.5 of total variance 1 in groups of these sizes."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    level = np.sqrt(icc) * rng.normal(size=len(sizes))
    noise = np.sqrt(1 - icc) * rng.normal(size=len(groups))
    return 3.5 + level[groups] + noise, groups


def projected(groups: NDArray[np.int64], between: float, within: float) -> tuple[Floats, Floats]:
    """(P, ZZ′) with P = V⁻¹ − V⁻¹1(1′V⁻¹1)⁻¹1′V⁻¹, written out."""
    same = (groups[:, None] == groups[None, :]).astype(np.float64)
    inverse = np.linalg.inv(between * same + within * np.eye(len(groups)))
    column = inverse.sum(axis=1)
    return inverse - np.outer(column, column) / column.sum(), same


def likelihood(values: Floats, groups: NDArray[np.int64], ratio: float) -> float:
    """−2 log restricted likelihood profiled over σ², from the full matrices."""
    same = (groups[:, None] == groups[None, :]).astype(np.float64)
    v = ratio * same + np.eye(len(groups))
    p, _ = projected(groups, ratio, 1.0)
    one = np.linalg.solve(v, np.ones(len(values))).sum()
    fit = (len(values) - 1) * np.log(values @ p @ values)
    return float(fit + np.linalg.slogdet(v)[1] + np.log(one))


def test_dyestuff_gives_the_components_that_lme4_prints() -> None:
    """lmer(Yield ~ 1 + (1 | Batch), Dyestuff): 1764.05, 2451.25 and 1527.5. Balanced, so that
    they are those of the analysis of variance: σ² = MSW, τ² = (MSB − MSW)/5."""
    found = components_reml(DYESTUFF, BATCHES)
    assert found.between == pytest.approx(1764.05, rel=ITERATIVE)
    assert found.within == pytest.approx(2451.25, rel=ITERATIVE)
    assert found.mean == pytest.approx(1527.5, abs=CLOSED)
    assert (found.n_groups, found.n) == (6, 30)
    assert found.icc == pytest.approx(1764.05 / (1764.05 + 2451.25), rel=ITERATIVE)


def test_dyestuff2_has_no_variance_between_batches() -> None:
    """MixedModels.jl, test/pls.jl, "Dyestuff2": τ = 0, μ = 5.6656 and, by maximum likelihood,
    σ = 3.653231351374652; REML divides the same squares by 29 and not by 30."""
    found = components_reml(DYESTUFF2, BATCHES)
    assert found.between == 0.0
    assert found.within == pytest.approx(3.653231351374652**2 * 30 / 29, rel=ITERATIVE)
    assert found.mean == pytest.approx(5.6656, abs=CLOSED)


@pytest.mark.parametrize("seed", range(4))
def test_unbalanced_groups_solve_the_estimating_equations(seed: int) -> None:
    """tr(P ZZ′) = y′P ZZ′P y and tr(P) = y′PP y (Patterson & Thompson 1971), in full."""
    values, groups = drawn(seed, [3, 4, 5, 7, 9, 12, 20, 40], 0.4)
    found = components_reml(values, groups)
    p, same = projected(groups, found.between, found.within)
    assert found.between > 0
    assert np.trace(p @ same) == pytest.approx(values @ p @ same @ p @ values, rel=ITERATIVE)
    assert np.trace(p) == pytest.approx(values @ p @ p @ values, rel=ITERATIVE)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("icc", [0.0, 0.1, 0.9])
def test_no_other_ratio_is_more_likely(seed: int, icc: float) -> None:
    values, groups = drawn(seed, [3, 3, 5, 8, 30], icc)
    found = components_reml(values, groups)
    best = likelihood(values, groups, found.between / found.within)
    for ratio in [0.0, *np.geomspace(1e-5, 1e5, 41)]:
        assert best <= likelihood(values, groups, float(ratio)) + CLOSED


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0.01, 100))
def test_shift_and_scale_of_the_answers_carry_over(seed: int, shift: float, scale: float) -> None:
    values, groups = drawn(seed, [3, 4, 6, 10], 0.3)
    plain, moved = components_reml(values, groups), components_reml(values * scale + shift, groups)
    assert moved.between == pytest.approx(plain.between * scale**2, rel=ITERATIVE, abs=1e-9)
    assert moved.within == pytest.approx(plain.within * scale**2, rel=ITERATIVE)
    assert moved.mean == pytest.approx(plain.mean * scale + shift, rel=ITERATIVE)


def test_order_labels_and_missing_values_do_not_matter() -> None:
    values, groups = drawn(3, [3, 4, 6, 10], 0.3)
    order = np.random.default_rng(0).permutation(len(values))
    names = np.array(["delta", "alpha", "zulu", "mike"])[groups]
    plain = components_reml(values, groups)
    with_gaps = components_reml(np.append(values[order], np.nan), np.append(names[order], "none"))
    assert with_gaps.between == pytest.approx(plain.between, rel=ITERATIVE)
    assert with_gaps.within == pytest.approx(plain.within, rel=ITERATIVE)
    assert (with_gaps.n_groups, with_gaps.n) == (4, 23)


@pytest.mark.parametrize("level", [[1.0, 2, 4], [1 / 3, 0.1, 0.7], [1e6 / 3, 2e6 / 3, 1e5 / 7]])
def test_unanimous_groups_vary_only_between_each_other(level: list[float]) -> None:
    groups = np.repeat(np.arange(3), [3, 10, 50])
    found = components_reml(np.array(level)[groups], groups)
    assert found.within == 0
    assert found.between == pytest.approx(np.var(level, ddof=1), rel=CLOSED)
    assert found.mean == pytest.approx(np.mean(level), rel=CLOSED)


def test_groups_that_almost_agree_come_close_to_that() -> None:
    values, groups = drawn(1, [3, 10, 50], 0.0)
    almost = np.array([1.0, 2, 4])[groups] + 1e-5 * values
    found = components_reml(almost, groups)
    assert found.between == pytest.approx(7 / 3, rel=1e-4)
    assert 0 < found.within < 1e-9


def test_one_group_or_only_groups_of_one_have_nothing_between() -> None:
    values = np.array([1.0, 2, 3, 6])
    for groups in (np.zeros(4), np.arange(4)):
        found = components_reml(values, groups)
        assert (found.mean, found.between) == (3.0, 0.0)
        assert found.within == pytest.approx(14 / 3, abs=CLOSED)  # (4 + 1 + 0 + 9)/3


def test_nobody_gives_nothing() -> None:
    found = components_reml([np.nan, np.nan], [1, 2])
    assert np.isnan([found.mean, found.between, found.within, found.icc]).all()
    assert (found.n_groups, found.n) == (0, 0)


def test_everybody_saying_the_same_has_no_variance_at_all() -> None:
    found = components_reml(np.full(12, 0.1), np.repeat([1, 2, 3], 4))
    assert found.within == 0
    assert found.between == pytest.approx(0, abs=1e-30)


def test_groups_of_three_and_of_five_thousand_give_the_variances_they_were_drawn_with() -> None:
    values, groups = drawn(5, [3] * 800 + [5000] * 3, 0.15)
    found = components_reml(values, groups)
    assert found.between == pytest.approx(0.15, abs=0.06)
    assert found.within == pytest.approx(0.85, abs=0.03)


def test_650_000_people_in_12_000_groups_take_no_time() -> None:
    values, groups = drawn(6, [54] * 12_000, 0.1)
    start = time.process_time()
    found = components_reml(values, groups)
    assert time.process_time() - start < 1
    assert found.icc == pytest.approx(0.1, abs=0.01)
