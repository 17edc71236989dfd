"""Figures are exact arithmetic on protected numbers, rounded once."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.disclosure import bands
from survey_api.disclosure.figures import (
    Aggregate,
    Relation,
    Value,
    add_up,
    item_value,
    one_decimal,
    scale_value,
)
from survey_api.disclosure.protection import Limit, Protected
from survey_api.disclosure.verdicts import NOT_THIS_TIME, TOO_SMALL, Reason, Suppressed

cells = st.builds(
    lambda n, share, limit: Aggregate.of(Protected(n + round(4 * n * share), n, limit)),
    st.integers(5, 60),
    st.floats(0, 1),
    st.sampled_from(Limit),
)


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_one_decimal_rounds_half_to_even(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator * 10, denominator)
    tenths = Decimal(round(exact)) / 10
    assert Decimal(one_decimal(numerator, denominator)) == tenths


@given(st.integers(0, 10**6), st.sampled_from([1, 2, 4, 5, 8, 10, 16, 20, 25, 40, 80]))
def test_one_decimal_agrees_with_decimal_where_that_is_exact(numerator: int, of: int) -> None:
    exact = Decimal(numerator) / Decimal(of)
    assert one_decimal(numerator, of) == str(exact.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


@given(st.lists(cells, min_size=1, max_size=12))
def test_a_scale_is_the_mean_of_its_items_means(inside: list[Aggregate]) -> None:
    mean = sum((Fraction(one.p, one.n) for one in inside), Fraction(0)) / len(inside)
    value = scale_value(inside)
    assert value is not None
    assert value.text == one_decimal(mean.numerator, mean.denominator)


@pytest.mark.parametrize(("n_there", "of", "shown"), [(7, 10, True), (6, 10, False), (2, 3, False),
    (3, 4, True), (0, 3, False), (4, 5, True), (3, 5, False)])  # fmt: skip
def test_a_scale_needs_seven_tenths_of_its_items(n_there: int, of: int, shown: bool) -> None:
    inside = [Aggregate(24, 6, 0, 0)] * n_there + [None] * (of - n_there)
    assert (scale_value(inside) is not None) is shown


def test_a_limit_inside_makes_a_scale_about_and_most_of_them_decide_its_side() -> None:
    plain, low, high = Aggregate(24, 6, 0, 0), Aggregate(14, 6, 6, 0), Aggregate(28, 6, 0, 6)

    def read(*inside: Aggregate) -> Relation:
        value = scale_value(inside)
        assert value is not None
        return value.relation

    assert read(plain, plain) is Relation.EQUAL
    assert read(plain, low) is Relation.ABOUT
    assert read(plain, low, low) is Relation.AT_MOST
    assert read(plain, high, high) is Relation.AT_LEAST
    assert read(low, high) is Relation.ABOUT
    mixed = low.joined(plain).joined(plain)
    assert read(mixed, plain) is Relation.ABOUT


def test_an_item_shows_the_side_of_its_limit() -> None:
    assert item_value(Aggregate(28, 6, 0, 6)) == Value("4.7", Relation.AT_LEAST)
    assert item_value(Aggregate(14, 6, 6, 0)) == Value("2.3", Relation.AT_MOST)
    assert item_value(Aggregate(24, 6, 0, 0)) == Value("4.0", Relation.EQUAL)


def test_an_item_that_an_atom_withholds_counts_in_the_others_only() -> None:
    one, two = Aggregate(24, 6, 0, 0), Aggregate(35, 10, 10, 0)
    assert add_up([{"a": one, "b": one}, {"a": two}]) == {"a": Aggregate(59, 16, 10, 0), "b": one}


def test_every_base_from_five_on_lies_in_its_band() -> None:
    named = [bands.n_band(n) for n in (5, 7, 8, 11, 12, 19, 20, 49, 50, 54, 55, 206)]
    assert named == ["5–7", "5–7", "8–11", "8–11", "12–19", "12–19", "20–49", "20–49",
        "about 50", "about 50", "about 60", "about 210"]  # fmt: skip


def test_participation_is_one_of_three_bands() -> None:
    shares = [bands.participation_band(n, 10) for n in (0, 4, 5, 7, 8, 10)]
    assert shares == ["< 50 %", "< 50 %", "50–79 %", "50–79 %", "≥ 80 %", "≥ 80 %"]


def test_only_two_texts_ever_leave_and_only_the_design_one_is_known_before() -> None:
    texts = {reason: Suppressed(reason).public_text for reason in Reason}
    assert texts.pop(Reason.POOLED_AT_OPENING) == TOO_SMALL
    assert set(texts.values()) == {NOT_THIS_TIME}
