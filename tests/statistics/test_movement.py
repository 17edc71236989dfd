"""Verdicts on changes: what is comparable, what is clear, and how often chance is taken for it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from survey_api.statistics.movement import Series, Verdict, judge, moves, standardised
from tests.statistics.organisations import Setting
from tests.statistics.stable_teams import FEW, MANY, REGIMES, falls, false_alarms

MOST_FALSE, LEAST_FOUND = 0.07, 0.85
OTHERS, SAME = 0.0, 0.6  # other people every time, which flags most; partly the same ones
FAST_STABLE = ((Setting(FEW, OTHERS, 40), 0.04), (Setting(MANY, OTHERS, 6), 0.07))
FAST_FALLS = ((Setting(FEW, SAME, 60), 0.95), (Setting(MANY, OTHERS, 12), 0.95))


def series(values: NDArray[np.float64], se: float = 0.2) -> Series:
    """Leaf units with these figures; the organisation is their mean, ten times as exact."""
    whole = np.nanmean(values, axis=1)
    return Series(
        values,
        np.where(np.isfinite(values), se, np.nan),
        whole,
        np.full(len(whole), se / 10),
        np.ones(values.shape[1], dtype=bool),
    )


def wobbling(waves: int, units: int, seed: int = 0, sd: float = 0.2) -> NDArray[np.float64]:
    draw = np.random.default_rng(seed)
    return 3.6 + sd * draw.normal(size=(waves, units))


@pytest.mark.parametrize("units", [12, 150])
def test_a_great_fall_of_one_unit_is_clear_and_the_others_wobble(units: int) -> None:
    values = wobbling(4, units, sd=0.1)
    values[-1, 3] -= 2
    found = moves(series(values))
    assert found.last[3] == found.baseline[3] == Verdict.CLEAR_FALL
    others = np.arange(units) != 3
    assert set(found.last[others]) == {Verdict.USUAL_WOBBLE}


def test_what_all_units_share_is_told_of_everyone_and_of_nobody_else() -> None:
    values = wobbling(3, 40, sd=0.1)
    values[-1] -= 1
    found = moves(series(values))
    assert found.everyone_last == found.everyone_baseline == Verdict.CLEAR_FALL
    assert Verdict.CLEAR_FALL not in found.last


def test_a_lasting_fall_becomes_clear_when_waves_are_taken_together() -> None:
    values = np.full((7, 12), 3.6)
    values[-1:, 0] = 3.0
    alone = moves(series(values))
    values[-3:, 0] = 3.0
    together = moves(series(values))
    assert alone.baseline[0] == Verdict.USUAL_WOBBLE
    assert together.baseline[0] == Verdict.CLEAR_FALL
    assert together.last[0] == Verdict.USUAL_WOBBLE


def test_waves_without_a_figure_are_passed_over() -> None:
    values = np.full((7, 12), 3.6)
    values[[1, 5], 0] = np.nan
    values[[4, 6], 0] = 2.6
    found = moves(series(values))
    assert found.last[0] == Verdict.NOT_COMPARABLE
    assert np.isclose(found.baseline_difference[0], 2.6 - (3 * 3.6 + 2.6) / 4)
    assert found.baseline[0] == Verdict.CLEAR_FALL


def test_a_first_wave_can_be_compared_with_nothing() -> None:
    found = moves(series(wobbling(1, 5)))
    assert set(found.last) | set(found.baseline) == {Verdict.NOT_COMPARABLE}
    assert found.everyone_last == found.everyone_baseline == Verdict.NOT_COMPARABLE


def test_a_baseline_takes_two_earlier_waves() -> None:
    values = wobbling(3, 6)
    values[0, 2] = np.nan
    found = moves(series(values))
    assert found.baseline[2] == Verdict.NOT_COMPARABLE
    assert np.isclose(found.last_difference[2], values[2, 2] - values[1, 2])
    assert found.last[2] == Verdict.USUAL_WOBBLE


def test_the_standard_error_of_a_difference_is_that_of_both_its_means() -> None:
    values, se = np.array([[3.0, 3.0], [3.4, 3.0], [4.0, 3.0]]), 0.3
    found = moves(series(values, se))
    assert np.isclose(found.baseline_difference[0], 4.0 - 3.2)
    z = standardised(found.baseline_difference, np.full(2, se * np.sqrt(1.5)), np.ones(2, bool))
    # two units: each is compared with the other, and the variance of that is both variances
    assert np.allclose(z, np.array([0.8, -0.8]) / (0.87 * se * np.sqrt(1.5) * np.sqrt(2)))


def test_from_thirty_units_on_their_own_spread_is_the_measure() -> None:
    d = np.concatenate([np.linspace(-1, 1, 39), [9.0]])
    z = standardised(d, np.ones(40), np.ones(40, bool))
    moved = d - np.median(d)
    spread = max(1.4826 * np.median(np.abs(moved)), 0.85)
    assert np.allclose(z, moved / spread)


def test_units_above_others_are_judged_but_are_no_measure() -> None:
    is_leaf = np.arange(40) < 35
    d = np.where(is_leaf, 0.1 * np.random.default_rng(2).normal(size=40), 5.0)
    leaves = standardised(d[:35], np.full(35, 0.1), np.ones(35, bool))
    z = standardised(d, np.full(40, 0.1), is_leaf)
    assert np.allclose(z[:35], leaves)
    assert set(judge(d, np.full(40, 0.1), is_leaf, strict=True)[35:]) == {Verdict.CLEAR_RISE}


def test_a_unit_alone_is_not_told_to_have_moved_beyond_everyone() -> None:
    found = moves(series(np.array([[3.0], [3.1], [1.0]])))
    assert found.last[0] == found.baseline[0] == Verdict.USUAL_WOBBLE


def test_subscales_need_more_than_the_index() -> None:
    values = np.full((2, 12), 3.6)
    values[-1, 0] -= 1.0
    assert moves(series(values)).last[0] == Verdict.CLEAR_FALL
    assert moves(series(values), strict=True).last[0] == Verdict.USUAL_WOBBLE


@settings(max_examples=15, deadline=None)
@given(
    units=st.integers(1, 60),
    waves=st.integers(2, 7),
    seed=st.integers(0, 2**20),
    shift=st.floats(-1, 1),
)
def test_turning_the_scale_turns_verdicts_and_shifting_it_changes_nothing(
    units: int, waves: int, seed: int, shift: float
) -> None:
    values = wobbling(waves, units, seed, sd=0.4)
    values[np.random.default_rng(seed).random(values.shape) < 0.2] = np.nan
    values[-1, 0] = 3.0  # somebody always has a figure
    turned = {Verdict.CLEAR_RISE: Verdict.CLEAR_FALL, Verdict.CLEAR_FALL: Verdict.CLEAR_RISE}
    values[:, 0] = np.where(np.isnan(values[:, 0]), 3.5, values[:, 0])
    found, other = moves(series(values)), moves(series(6 - values + shift))
    for mine, theirs in ((found.last, other.last), (found.baseline, other.baseline)):
        assert [turned.get(one, one) for one in mine] == list(theirs)
    assert np.allclose(found.last_difference, -other.last_difference, equal_nan=True)


def test_twenty_five_thousand_units_are_judged_at_once() -> None:
    values = wobbling(7, 25_000)
    values[-1, :50] -= 3
    found = moves(series(values))
    assert np.mean(found.last[:50] == Verdict.CLEAR_FALL) > 0.98
    assert np.mean(found.last[50:] == Verdict.USUAL_WOBBLE) > 0.99


@pytest.mark.parametrize(("setting", "most"), FAST_STABLE)
def test_a_few_stable_teams_are_flagged_as_often_as_when_this_was_tuned(
    setting: Setting, most: float
) -> None:
    assert false_alarms(setting, seed=6).teams <= most


@pytest.mark.parametrize(("setting", "least"), FAST_FALLS)
def test_a_few_falls_by_one_point_are_seen_as_often_as_when_this_was_tuned(
    setting: Setting, least: float
) -> None:
    assert falls(setting, 1.0, seed=6).share >= least


@pytest.mark.slow
@pytest.mark.parametrize("regime", REGIMES)
def test_stable_teams_and_organisations_are_rarely_flagged_in_twelve_waves(
    regime: Setting,
) -> None:
    found = false_alarms(replace(regime, organisations=9600 // regime.teams), seed=7)
    assert found.teams <= MOST_FALSE
    assert found.organisations <= MOST_FALSE


@pytest.mark.slow
@pytest.mark.parametrize("regime", REGIMES)
def test_falls_by_one_point_are_mostly_seen_within_six_waves(regime: Setting) -> None:
    assert falls(replace(regime, organisations=600), 1.0, seed=8).share >= LEAST_FOUND
