"""Scores from answers: what is turned, what counts and what is missing.

The definitions are those of docs/methods.md; every expected number is worked out in its test.
"""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.statistics.scoring import (
    favourable_share,
    mean_of_counts,
    person_scores,
    reverse,
)

CLOSED = 1e-9
MISSING = np.nan
ANSWERS = st.lists(
    st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, MISSING]), min_size=5, max_size=5),
    min_size=1,
    max_size=8,
)


def test_a_reversed_answer_lies_as_far_from_the_other_end() -> None:
    assert reverse([[1, 2, 3], [4, 5, MISSING]], 1, 5) == pytest.approx(
        np.array([[5, 4, 3], [2, 1, MISSING]]), nan_ok=True
    )


@given(ANSWERS)
def test_reversing_twice_changes_nothing(answers: list[list[float]]) -> None:
    assert np.array_equal(reverse(reverse(answers, 1, 5), 1, 5), answers, equal_nan=True)


@given(ANSWERS)
def test_reversing_every_item_reverses_the_score(answers: list[list[float]]) -> None:
    turned = person_scores(reverse(answers, 1, 5))
    assert turned == pytest.approx(6 - person_scores(answers), abs=CLOSED, nan_ok=True)


def test_a_score_is_the_mean_of_the_answered_items() -> None:
    # 0.7 of 4 items is 2.8, so 3 answers count: (1 + 2 + 4)/3 = 7/3, and 2 answers do not
    scores = person_scores([[1, 2, MISSING, 4], [1, MISSING, MISSING, 4], [2, 2, 3, 3]])
    assert scores == pytest.approx(np.array([7 / 3, MISSING, 2.5]), abs=CLOSED, nan_ok=True)


def test_just_enough_answers_count_and_one_fewer_does_not() -> None:
    for items in range(1, 201):
        needed = ceil(Fraction(7, 10) * items)
        given_answers = np.full((2, items), MISSING)
        given_answers[0, :needed] = 4
        given_answers[1, : needed - 1] = 4
        assert np.array_equal(person_scores(given_answers), [4, MISSING], equal_nan=True), items


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6, 1.0])
def test_nobody_without_any_answer_has_a_score(share: float) -> None:
    assert np.isnan(person_scores(np.full((3, 10), MISSING), share)).all()


@given(ANSWERS, st.permutations(range(5)))
def test_the_order_of_items_does_not_matter(answers: list[list[float]], order: list[int]) -> None:
    given_answers = np.array(answers)
    mixed = person_scores(given_answers[:, order])
    assert mixed == pytest.approx(person_scores(given_answers), abs=CLOSED, nan_ok=True)


def test_favourable_are_the_two_best_of_those_answered() -> None:
    # 4, 5 and 5 of the five answers 1, 3, 4, 5, 5
    assert favourable_share([1, 3, MISSING, 4, 5, 5], 5) == pytest.approx(3 / 5, abs=CLOSED)
    assert favourable_share([[6, 7], [5, MISSING]], 7) == pytest.approx(2 / 3, abs=CLOSED)


def test_without_answers_nothing_is_favourable_or_unfavourable() -> None:
    assert np.isnan(favourable_share([], 5))
    assert np.isnan(favourable_share([MISSING, MISSING], 5))


def test_the_mean_of_counts_is_that_of_the_answers_counted() -> None:
    # (1·1 + 0·2 + 2·3 + 3·4 + 4·5)/10 = 39/10
    counts = [[[1, 0, 2, 3, 4], [0, 0, 0, 0, 0]]]
    assert mean_of_counts(counts) == pytest.approx(
        np.array([[3.9, MISSING]]), abs=CLOSED, nan_ok=True
    )


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
def test_counting_first_or_averaging_first_is_the_same(answers: list[int]) -> None:
    counts = np.bincount(answers, minlength=6)[1:]
    assert float(mean_of_counts(counts)) == pytest.approx(float(np.mean(answers)), abs=CLOSED)
