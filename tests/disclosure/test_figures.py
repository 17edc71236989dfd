"""Figures are exact arithmetic on protected numbers, rounded once."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.disclosure import bands
from survey_api.disclosure.figures import (
    NONE,
    RELATIONS,
    Relation,
    Sums,
    item_figures,
    relations,
    scale_figures,
    shares,
    text,
    to_tenths,
)
from survey_api.disclosure.protection import ProtectedTable
from survey_api.disclosure.verdicts import NOT_THIS_TIME, TOO_SMALL, Reason, Suppressed

EQUAL, LOW, HIGH, ABOUT = (RELATIONS.index(one) for one in Relation)
cells = st.tuples(st.integers(5, 60), st.floats(0, 1)).map(
    lambda one: (one[0] + round(4 * one[0] * one[1]), one[0])
)


def scale_of(*inside: tuple[int, int, int]) -> tuple[int, Relation]:
    """One scale from (p, n, relation) of its items."""
    p, n, relation = (np.array([column]) for column in zip(*inside, strict=True))
    found = scale_figures(p, n, relation)
    return int(found.tenths[0]), RELATIONS[int(found.relation[0])]


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 10**6)), min_size=1))
def test_one_decimal_rounds_half_to_even(ratios: list[tuple[int, int]]) -> None:
    found = to_tenths(*(np.array(column) for column in zip(*ratios, strict=True)))
    assert found.tolist() == [round(Fraction(10 * p, n)) for p, n in ratios]


@given(st.integers(0, 10**6), st.sampled_from([1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 80]))
def test_one_decimal_agrees_with_decimal_where_that_is_exact(numerator: int, of: int) -> None:
    exact = Decimal(numerator) / Decimal(of)
    found = text(int(to_tenths(np.array([numerator]), np.array([of]))[0]))
    assert found == str(exact.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


@given(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=12))
def test_a_scale_is_the_mean_of_its_items_means_exactly(rows: list[list[tuple[int, int]]]) -> None:
    p, n = (np.array([[cell[at] for cell in row] for row in rows]) for at in (0, 1))
    found = scale_figures(p, n, np.zeros_like(p)).tenths.tolist()
    exact = [sum(Fraction(p, n) for p, n in row) / len(row) for row in rows]
    assert found == [round(10 * one) for one in exact]


@pytest.mark.parametrize(
    "inside", [[(13, 5), (14, 5), (15, 8)], [(43, 20), (53, 20)], [(7, 5), (11, 5), (9, 4)]]
)
def test_a_mean_that_lies_on_the_edge_is_rounded_by_exact_arithmetic(
    inside: list[tuple[int, int]],
) -> None:
    mean = sum(Fraction(p, n) for p, n in inside) / len(inside)
    assert scale_of(*((p, n, EQUAL) for p, n in inside))[0] == round(10 * mean)


@pytest.mark.parametrize(("n_there", "of", "shown"), [(7, 10, True), (6, 10, False), (2, 3, False),
    (3, 4, True), (0, 3, False), (4, 5, True), (3, 5, False)])  # fmt: skip
def test_a_scale_needs_seven_tenths_of_its_items(n_there: int, of: int, shown: bool) -> None:
    inside = [(24, 6, EQUAL)] * n_there + [(0, 0, EQUAL)] * (of - n_there)
    assert (scale_of(*inside)[0] != NONE) is shown


def test_a_limit_inside_makes_a_scale_about_and_most_of_them_decide_its_side() -> None:
    plain, low, high, about = (24, 6, EQUAL), (14, 6, LOW), (28, 6, HIGH), (24, 6, ABOUT)
    assert scale_of(plain, plain)[1] is Relation.EQUAL
    assert scale_of(plain, low)[1] is Relation.ABOUT
    assert scale_of(plain, low, low)[1] is Relation.AT_MOST
    assert scale_of(plain, high, high)[1] is Relation.AT_LEAST
    assert scale_of(low, high)[1] is Relation.ABOUT
    assert scale_of(about, plain)[1] is Relation.ABOUT


def test_an_item_shows_the_side_of_its_limit() -> None:
    table = ProtectedTable(
        np.array([[28, 14, 24, 0]]),
        np.array([[6, 6, 6, 0]]),
        np.array([[False, True, False, False]]),
        np.array([[True, False, False, False]]),
    )
    found = item_figures(Sums.of(table))
    assert found.tenths.tolist() == [[47, 23, 40, NONE]]
    assert found.relation.tolist() == [[HIGH, LOW, EQUAL, EQUAL]]


def test_a_sum_over_atoms_takes_a_side_only_when_most_answers_stand_there() -> None:
    found = relations(np.array([0, 6, 6, 3, 0]), np.array([0, 0, 5, 3, 9]), np.array([9] * 5))
    assert found.tolist() == [EQUAL, LOW, LOW, ABOUT, HIGH]


@given(st.lists(st.integers(0, 10**6), min_size=5, max_size=5))
def test_percentages_are_whole_near_the_truth_and_add_up(counts: list[int]) -> None:
    found = shares(np.array(counts)).tolist()
    total = sum(counts)
    assert sum(found) == (100 if total else 0)
    if total:
        assert all(abs(p - 100 * n / total) < 1 for p, n in zip(found, counts, strict=True))


def test_every_base_from_five_on_lies_in_its_band() -> None:
    named = [bands.n_band(n) for n in (5, 7, 8, 11, 12, 19, 20, 49, 50, 54, 55, 206)]
    assert named == ["5–7", "5–7", "8–11", "8–11", "12–19", "12–19", "20–49", "20–49",
        "about 50", "about 50", "about 60", "about 210"]  # fmt: skip
    middles = bands.midpoints(np.array([5, 7, 8, 19, 20, 49, 50, 206])).tolist()
    assert middles == [6, 6, 9.5, 15.5, 34.5, 34.5, 50, 210]


def test_a_scores_bin_is_the_same_on_scales_of_other_lengths() -> None:
    assert [bands.score_bin(one) for one in (24, 25, 31, 32, 36, 39, 40, 50)] == [
        0, 1, 1, 2, 3, 3, 4, 4]  # fmt: skip
    assert [bands.score_bin(one, 7) for one in (10, 33, 43, 49, 55, 70)] == [0, 1, 2, 3, 4, 4]


def test_participation_is_one_of_three_bands() -> None:
    said = [bands.participation_band(n, 10) for n in (0, 4, 5, 7, 8, 10)]
    assert said == ["< 50 %", "< 50 %", "50–79 %", "50–79 %", "≥ 80 %", "≥ 80 %"]


def test_only_two_texts_ever_leave_and_only_the_design_one_is_known_before() -> None:
    texts = {reason: Suppressed(reason).public_text for reason in Reason}
    assert texts.pop(Reason.POOLED_AT_OPENING) == TOO_SMALL
    assert set(texts.values()) == {NOT_THIS_TIME}
