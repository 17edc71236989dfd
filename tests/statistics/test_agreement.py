"""Agreement: ICC as Shrout and Fleiss print it; r_wg and AD worked out by hand.

No published example of r_wg, r*_wg or AD with its answers printed could be confirmed, so that
their expected values are derived below from the definitions (R package multilevel: rwg, rwg.j,
rwg.j.lindell, ad.m) and compared with those definitions written out once more, group by group.
"""

import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from survey_api.statistics.agreement import (
    Index,
    ad_m,
    by_group,
    icc1,
    icc1_test,
    icc2,
    lindell_rwg_j,
    rwg,
    rwg_j,
    shuffled_baseline,
    uniform_variance,
)

CLOSED = 1e-9
Floats = NDArray[np.float64]
# Shrout & Fleiss 1979, Psychological Bulletin 86, 420–428, table 2: six targets, four judges
RATINGS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
TARGETS = np.repeat(np.arange(6), 4)
# one group of four people and three items
GROUP = np.array([[1.0, 4, 2], [3, 4, 3], [2, 5, 3], [2, 5, 2]])
POINTS = 5


def survey(seed: int, sizes: list[int], items: int = 4) -> tuple[Floats, NDArray[np.int64]]:
    """Answers 1…5 with a tenth missing, in groups of these sizes."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    x = rng.integers(1, 6, size=(len(groups), items)).astype(np.float64)
    x[rng.random(x.shape) < 0.1] = np.nan
    return x, groups


def written_out(x: Floats, index: Index) -> float:
    """One group's index from its definition, item by item."""
    items = [item[~np.isnan(item)] for item in x.T]
    items = [item for item in items if len(item) > 1]
    if not items:
        return np.nan
    if index is Index.AD:
        return float(np.mean([np.abs(item - item.mean()).mean() for item in items]))
    share = float(np.mean([item.var(ddof=1) for item in items])) / 2
    if index is Index.LINDELL:
        return 1 - share
    return 0.0 if share >= 1 else len(items) * (1 - share) / (len(items) * (1 - share) + share)


def test_icc_is_as_shrout_and_fleiss_print_it() -> None:
    """BMS = 11.24, WMS = 6.26, ICC(1, 1) = .17, ICC(1, 4) = .44; R's psych::ICC prints F = 1.8
    with 5 and 18 degrees of freedom and p = .1647."""
    found = icc1_test(RATINGS.ravel(), TARGETS)
    assert (round(found.between, 2), round(found.within, 2)) == (11.24, 6.26)
    assert (round(found.f, 1), found.df_between, found.df_within) == (1.8, 5, 18)
    assert found.p == pytest.approx(0.16472, abs=5e-5)
    assert found.n0 == 4
    assert round(icc1(RATINGS.ravel(), TARGETS), 2) == 0.17
    assert round(icc2(RATINGS.ravel(), TARGETS), 2) == 0.44


def test_icc_is_exact() -> None:
    """By hand: Σx² = 841, Σx = 127, Σ(target sums)² = 2913, so that SSB = 2913/4 − 127²/24
    = 1349/24 and SSW = 841 − 2913/4 = 451/4."""
    between, within = Fraction(1349, 24) / 5, Fraction(451, 4) / 18
    assert icc1(RATINGS.ravel(), TARGETS) == pytest.approx(
        float((between - within) / (between + 3 * within)), abs=CLOSED
    )
    assert icc2(RATINGS.ravel(), TARGETS) == pytest.approx(
        float((between - within) / between), abs=CLOSED
    )


@pytest.mark.parametrize("seed", range(5))
def test_unequal_groups_are_analysed_as_by_an_independent_analysis_of_variance(seed: int) -> None:
    x, groups = survey(seed, [3, 5, 8, 20])
    values = np.nanmean(x, axis=1)
    found = icc1_test(values, groups)
    apart = stats.f_oneway(*(values[groups == at] for at in range(4)))
    assert found.f == pytest.approx(apart.statistic, abs=CLOSED)
    assert found.p == pytest.approx(apart.pvalue, abs=CLOSED)
    # (36 − (9 + 25 + 64 + 400)/36)/3 = (36 − 83/6)/3 = 133/18
    assert found.n0 == pytest.approx(133 / 18, abs=CLOSED)
    expected = (found.f - 1) / (found.f - 1 + 133 / 18)
    assert icc1(values, groups) == pytest.approx(expected, abs=CLOSED)


@pytest.mark.parametrize(
    ("points", "variance"), [(2, 0.25), (3, 2 / 3), (5, 2), (7, 4), (9, 20 / 3)]
)
def test_chance_has_the_variance_of_a_uniform_answer(points: int, variance: float) -> None:
    assert uniform_variance(points) == pytest.approx(variance, abs=CLOSED)
    assert uniform_variance(points) == pytest.approx(np.var(np.arange(points)), abs=CLOSED)


def test_rwg_of_one_item_worked_out() -> None:
    # 1, 3, 2, 2: mean 2, s² = (1 + 1)/3, r = 1 − (2/3)/2 = 2/3; 4, 4, 5, 5: s² = 1/3, r = 5/6
    assert rwg(GROUP[:, 0], POINTS) == pytest.approx(2 / 3, abs=CLOSED)
    assert rwg(GROUP[:, 1], POINTS) == pytest.approx(5 / 6, abs=CLOSED)
    # 1, 1, 5, 5: s² = 16/3 exceeds chance
    assert rwg([1, 1, 5, 5], POINTS) == 0
    assert lindell_rwg_j([[1], [1], [5], [5]], POINTS) == pytest.approx(1 - 8 / 3, abs=CLOSED)


def test_rwg_of_a_scale_worked_out() -> None:
    # mean variance (2/3 + 1/3 + 1/3)/3 = 4/9, a share of 2/9 of chance: r* = 7/9 and
    # r = 3·(7/9)/(3·(7/9) + 2/9) = 21/23
    assert lindell_rwg_j(GROUP, POINTS) == pytest.approx(7 / 9, abs=CLOSED)
    assert rwg_j(GROUP, POINTS) == pytest.approx(21 / 23, abs=CLOSED)


def test_ad_worked_out() -> None:
    # 1, 3, 2, 2: (1 + 1 + 0 + 0)/4; 4, 4, 5, 5 and 2, 3, 3, 2: each 1/2 away
    assert ad_m(GROUP[:, 0]) == pytest.approx(1 / 2, abs=CLOSED)
    assert ad_m([1, 1, 5, 5]) == pytest.approx(2, abs=CLOSED)
    assert ad_m([1, 2, 2, 5]) == pytest.approx((1.5 + 0.5 + 0.5 + 2.5) / 4, abs=CLOSED)
    assert ad_m(np.column_stack([[1, 2, 2, 5], [3, 3, 3, 3]])) == pytest.approx(0.625, abs=CLOSED)


@pytest.mark.parametrize("index", list(Index))
@pytest.mark.parametrize("seed", range(3))
def test_many_groups_at_once_are_each_group_by_itself(index: Index, seed: int) -> None:
    x, groups = survey(seed, [1, 2, 3, 3, 5, 7, 12, 60])
    expected = [written_out(x[groups == at], index) for at in range(8)]
    found = by_group(x, groups, index, POINTS)
    assert found == pytest.approx(np.array(expected), abs=CLOSED, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(list(Index)))
def test_order_direction_and_empty_rows_do_not_matter(seed: int, index: Index) -> None:
    x, groups = survey(seed, [3, 4, 9])
    names = np.array(["a", "b", "c"])[groups]
    order = np.random.default_rng(seed).permutation(len(x) + 2)
    more = np.vstack([6 - x[:, ::-1], np.full((2, 4), np.nan)])[order]
    moved = by_group(more, np.append(names, ["a", "c"])[order], index, POINTS)
    plain = by_group(x, groups, index, POINTS)
    assert moved == pytest.approx(plain, abs=CLOSED, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(-20, 20), st.floats(0.1, 10))
def test_icc_knows_neither_shift_nor_scale_nor_missing_people(
    seed: int, shift: float, scale: float
) -> None:
    values = np.random.default_rng(seed).normal(size=20)
    groups = np.repeat([-3, 0, 12, 99], [3, 4, 5, 8])
    moved = np.append(values * scale + shift, np.nan)[::-1]
    labels = np.append(groups, 7)[::-1]
    assert icc1(moved, labels) == pytest.approx(icc1(values, groups), abs=CLOSED)
    assert icc2(moved, labels) == pytest.approx(icc2(values, groups), rel=1e-6)


def test_unanimous_groups_agree_fully() -> None:
    same = np.full((6, 3), 4.0)
    assert (rwg(same[:, 0], 5), rwg_j(same, 5), lindell_rwg_j(same, 5), ad_m(same)) == (1, 1, 1, 0)
    scores, groups = [2.0, 2, 2, 4, 4, 4], [1, 1, 1, 2, 2, 2]
    assert (icc1(scores, groups), icc2(scores, groups)) == (1, 1)
    assert icc1_test(scores, groups).p == 0


def test_equal_group_means_are_less_alike_than_chance() -> None:
    # MSB = 0, MSW = 1/2, n₀ = 2: (0 − 1/2)/(0 + 1/2) = −1
    assert icc1([1, 2, 1, 2], [0, 0, 1, 1]) == pytest.approx(-1, abs=CLOSED)
    assert np.isnan(icc2([1, 2, 1, 2], [0, 0, 1, 1]))


@pytest.mark.parametrize(
    ("scores", "groups"),
    [([], []), ([1, 2, 3], [0, 0, 0]), ([1, 2, 3], [0, 1, 2]), ([3, 3, 3, 3], [0, 0, 1, 1])],
)
def test_icc_says_nothing_without_groups_or_variance(scores: list[int], groups: list[int]) -> None:
    assert np.isnan([icc1(scores, groups), icc2(scores, groups)]).all()
    assert np.isnan(icc1_test(scores, groups).p)


@pytest.mark.parametrize("people", [np.zeros((0, 2)), [[3.0, 4]], [[3.0, np.nan], [np.nan, 4]]])
def test_nobody_agrees_or_disagrees_alone(people: Floats) -> None:
    x = np.asarray(people, dtype=np.float64)
    found = [rwg(x[:, 0], 5), rwg_j(x, 5), lindell_rwg_j(x, 5), ad_m(x), ad_m(x[:, 0])]
    assert np.isnan(found).all()


def test_the_baseline_keeps_sizes_and_answers_and_breaks_the_groups() -> None:
    groups = np.repeat(np.arange(300), 6)
    x = np.repeat(np.random.default_rng(1).integers(1, 6, size=(300, 4)), 6, axis=0).astype(float)
    draw = np.random.default_rng
    real, chance = shuffled_baseline(x, groups, Index.LINDELL, draw(2), POINTS)
    assert real == 1
    assert chance == pytest.approx(1 - np.var(x, axis=0, ddof=1).mean() / 2, abs=0.02)
    again = shuffled_baseline(x, groups, Index.LINDELL, draw(2), POINTS)
    assert again == (real, chance)
    alone = shuffled_baseline(x[:5], np.arange(5), Index.AD, draw(2), POINTS)
    assert np.isnan(alone).all()


def test_650_000_people_in_12_000_groups_take_a_second() -> None:
    rng = np.random.default_rng(3)
    x = rng.integers(1, 6, size=(650_000, 5)).astype(np.float64)
    groups = rng.integers(0, 12_000, size=650_000)
    start = time.process_time()
    real, chance = shuffled_baseline(x, groups, Index.RWG_J, rng, POINTS)
    assert abs(icc1(x[:, 0], groups)) < 0.001
    assert time.process_time() - start < 2
    assert real == pytest.approx(chance, abs=0.01)
