"""Agreement within groups, against published tables and computations by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
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

# Shrout & Fleiss 1979, Psychological Bulletin 86, table 2: six targets (here: groups), four judges
SHROUT = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
TARGETS = np.repeat(np.arange(6), 4)
NAN = np.nan


def test_the_intraclass_correlations_of_shrout_and_fleiss() -> None:
    """Tables 3 and 4: BMS 11.24, WMS 6.26; ICC(1,1) = .17, ICC(1,4) = .44."""
    scores = SHROUT.ravel()
    found = icc1_test(scores, TARGETS)
    assert (round(found.between, 2), round(found.within, 2)) == (11.24, 6.26)
    assert (round(icc1(scores, TARGETS), 2), round(icc2(scores, TARGETS), 2)) == (0.17, 0.44)
    f = stats.f_oneway(*SHROUT)
    assert np.allclose((found.f, found.p), (f.statistic, f.pvalue), rtol=0, atol=1e-9)
    between, within = 4 * SHROUT.mean(axis=1).var(ddof=1), SHROUT.var(axis=1, ddof=1).mean()
    exact = (between - within) / (between + 3 * within)
    assert icc1(scores, TARGETS) == pytest.approx(exact, abs=1e-9)
    assert icc2(scores, TARGETS) == pytest.approx(1 - within / between, abs=1e-9)


def test_unequal_groups_have_the_mean_size_of_searle() -> None:
    """n₀ = (N − Σn²/N)/(G − 1); by hand for groups of 2, 3 and 5: (10 − 3.8)/2 = 3.1."""
    found = icc1_test(np.arange(10.0) ** 2, np.repeat([0, 1, 2], [2, 3, 5]))
    assert (found.n0, found.df_between, found.df_within) == (pytest.approx(3.1, abs=1e-9), 2, 7)


@given(st.integers(0, 2**20), st.floats(-3, 3), st.floats(0.1, 9))
def test_correlations_within_classes_ignore_origin_unit_and_gaps(
    seed: int, shift: float, by: float
) -> None:
    draw = np.random.default_rng(seed)
    scores, groups = draw.normal(size=40), draw.integers(0, 7, 40)
    exact = icc1(scores, groups)
    assert icc1(by * scores + shift, groups) == pytest.approx(exact, abs=1e-7)
    assert icc1([*scores, NAN], [*groups, 99]) == pytest.approx(exact, abs=1e-9)
    assert icc1(scores, [f"team {one}" for one in groups]) == pytest.approx(exact, abs=1e-9)


def test_without_comparison_nothing_can_be_said() -> None:
    assert np.isnan(icc1([1, 2, 3], [0, 0, 0]))
    assert np.isnan(icc1([1, 2, 3], [0, 1, 2]))
    assert np.isnan(icc1([2, 2, 2, 2], [0, 0, 1, 1]))
    assert icc1([1, 1, 5, 5], [0, 0, 1, 1]) == icc2([1, 1, 5, 5], [0, 0, 1, 1]) == 1


def test_chance_alone_has_the_variance_of_a_uniform_answer() -> None:
    """James, Demaree & Wolf 1984, J. Applied Psychology 69: (A² − 1)/12."""
    assert (uniform_variance(5), uniform_variance(7)) == (2, 4)
    assert uniform_variance(5) == np.arange(1, 6).var()


def test_one_items_agreement_by_hand() -> None:
    """s² of 4 4 5 3 4 is 0.5: 1 − 0.5/2 (James et al. 1984, eq. 1)."""
    assert rwg([4, 4, 5, 3, 4], 5) == pytest.approx(0.75, abs=1e-9)
    assert rwg([1, 5, 1, 5], 5) == 0.0
    assert rwg([3, 3, 3, NAN], 5) == 1.0
    assert np.isnan(rwg([3, NAN], 5))


def test_a_scales_agreement_is_one_items_lengthened() -> None:
    """Eq. 2 is the Spearman–Brown formula of the mean of eq. 1 (LeBreton & Senter 2008,
    Organizational Research Methods 11, 815–852)."""
    answers = np.array([[4, 5, 4], [4, 4, 3], [5, 4, 4], [3, 4, 2], [4, 3, 4]])
    one = 1 - answers.var(axis=0, ddof=1).mean() / 2
    assert rwg_j(answers, 5) == pytest.approx(3 * one / (1 + 2 * one), abs=1e-9)
    assert lindell_rwg_j(answers, 5) == pytest.approx(one, abs=1e-9)


def test_the_linear_index_goes_below_nothing() -> None:
    """Lindell, Brandt & Whitney 1999: with everybody at the ends of five points the variance is
    4·n/(n − 1), 5.33 for four people: 1 − 5.33/2."""
    split = np.array([[1, 5], [5, 1], [1, 5], [5, 1]])
    assert lindell_rwg_j(split, 5) == pytest.approx(1 - 16 / 6, abs=1e-9)
    assert rwg_j(split, 5) == 0


def test_average_deviations_by_hand() -> None:
    """Burke, Finkelstein & Dusig 1999, eq. 1 and 2: 1 2 3 4 5 lie 1.2 from their mean; 3 3 3 5 5
    lie 0.96; gaps are left out."""
    assert ad_m([1, 2, 3, 4, 5]) == pytest.approx(1.2, abs=1e-9)
    both = np.array([[1, 3], [2, 3], [3, 3], [4, 5], [5, 5], [NAN, NAN]])
    assert ad_m(both) == pytest.approx((1.2 + 0.96) / 2, abs=1e-9)


@pytest.mark.parametrize("index", Index)
def test_many_groups_at_once_are_each_group_alone(index: Index) -> None:
    draw = np.random.default_rng(5)
    answers = draw.integers(1, 6, (60, 3)).astype(float)
    answers[draw.random(answers.shape) < 0.2] = NAN
    groups = np.repeat(["a", "b", "c"], [3, 7, 50])
    alone = {Index.RWG_J: lambda x: rwg_j(x, 5), Index.LINDELL: lambda x: lindell_rwg_j(x, 5),
             Index.AD: ad_m}[index]  # fmt: skip
    each = [alone(answers[groups == one]) for one in "abc"]
    assert np.allclose(by_group(answers, groups, index, 5), each, atol=1e-9)


@pytest.mark.parametrize(("index", "best"), [(Index.RWG_J, 1), (Index.LINDELL, 1), (Index.AD, 0)])
def test_unanimous_groups_agree_and_groups_of_one_say_nothing(index: Index, best: float) -> None:
    answers = np.array([[4, 2], [4, 2], [5, 5]])
    found = by_group(answers, [0, 0, 1], index, 5)
    assert found[0] == best
    assert np.isnan(found[1])


@given(st.integers(0, 2**20))
def test_turning_the_scale_changes_no_agreement(seed: int) -> None:
    draw = np.random.default_rng(seed)
    answers, groups = draw.integers(1, 6, (30, 3)), draw.integers(0, 4, 30)
    for index in Index:
        same = by_group(6 - answers, groups, index, 5)
        assert np.allclose(by_group(answers, groups, index, 5), same, atol=1e-9, equal_nan=True)


def test_teams_that_agree_do_so_more_than_shuffled_ones() -> None:
    draw = np.random.default_rng(7)
    groups = np.repeat(np.arange(200), 6)
    level = draw.integers(2, 5, 200)[groups]
    answers = np.clip(level[:, None] + draw.integers(-1, 2, (1200, 4)), 1, 5)
    real, chance = shuffled_baseline(answers, groups, Index.LINDELL, draw, 5)
    assert real > chance + 0.2
    assert np.isclose(real, np.nanmean(by_group(answers, groups, Index.LINDELL, 5)))
    alone = shuffled_baseline(answers[:3], [0, 1, 2], Index.AD, draw, 5)
    assert np.isnan(alone).all()


def test_twenty_five_thousand_groups_are_described_at_once() -> None:
    draw = np.random.default_rng(8)
    groups, answers = draw.integers(0, 25_000, 650_000), draw.integers(1, 6, (650_000, 2))
    found = by_group(answers, groups, Index.LINDELL, 5)
    assert np.nanmean(found) == pytest.approx(0, abs=0.01)
    assert abs(icc1(answers[:, 0], groups)) < 0.001
