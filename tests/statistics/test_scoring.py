"""Scores are arithmetic that anyone can redo by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from survey_api.statistics.scoring import (
    favourable_share,
    mean_of_counts,
    person_scores,
    reverse,
)

ANSWERS = arrays(np.float64, (8, 7), elements=st.sampled_from([1, 2, 3, 4, 5, np.nan]))


def test_reversing_mirrors_the_scale_and_keeps_gaps() -> None:
    assert np.array_equal(reverse([1, 2, 5, np.nan], 1, 5), [5, 4, 1, np.nan], equal_nan=True)
    assert reverse([[1, 7]], 1, 7).tolist() == [[7, 1]]


@given(ANSWERS)
def test_reversing_twice_changes_nothing(answers: np.ndarray) -> None:
    assert np.array_equal(reverse(reverse(answers, 1, 5), 1, 5), answers, equal_nan=True)


def test_a_score_is_the_mean_of_what_was_answered() -> None:
    """Seven items as in Edmondson (1999, Administrative Science Quarterly 44, appendix): two of
    seven may be missing, three may not."""
    answers = np.array(
        [
            [4, 5, 3, 4, 4, 5, 3],
            [4, 5, 3, 4, 4, np.nan, np.nan],
            [4, 5, 3, 4, np.nan, np.nan, np.nan],
        ]
    )
    assert np.allclose(person_scores(answers), [4, 4, np.nan], atol=1e-9, equal_nan=True)


@pytest.mark.parametrize(("items", "needed"), [(1, 1), (2, 2), (3, 3), (4, 3), (7, 5), (10, 7)])
def test_seven_tenths_of_the_items_are_needed(items: int, needed: int) -> None:
    answers = np.where(np.tri(items + 1, items, -1) > 0, 3.0, np.nan)
    assert np.count_nonzero(np.isfinite(person_scores(answers))) == items + 1 - needed


@given(ANSWERS)
def test_reversing_all_answers_reverses_the_score(answers: np.ndarray) -> None:
    mirrored = 6 - person_scores(answers)
    assert np.allclose(person_scores(reverse(answers, 1, 5)), mirrored, equal_nan=True)


def test_favourable_are_the_two_best_answers() -> None:
    assert favourable_share([5, 4, 3, 2, 1, np.nan], 5) == pytest.approx(0.4, abs=1e-9)
    assert favourable_share([[7, 6], [5, 1]], 7) == pytest.approx(0.5, abs=1e-9)
    assert np.isnan(favourable_share([np.nan], 5))


def test_the_mean_of_counts_is_the_mean_of_the_answers() -> None:
    counts = np.array([[2, 0, 1, 3, 4], [0, 0, 0, 0, 0]])
    answers = np.repeat([1, 2, 3, 4, 5], counts[0])
    assert np.allclose(mean_of_counts(counts), [answers.mean(), np.nan], 1e-9, equal_nan=True)


def test_six_hundred_thousand_people_are_scored() -> None:
    answers = np.random.default_rng(0).integers(1, 6, (650_000, 7))
    assert np.isfinite(person_scores(answers)).all()
