"""An item returns to a unit after four weeks at the earliest."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survey_api.disclosure.cadence import Fielding, earliest, too_soon

START = date(2026, 3, 2)


def fielding(number: int, days: int, *items: str) -> Fielding:
    return Fielding(number, START + timedelta(days=days), frozenset(items))


def test_the_same_item_is_refused_for_27_days_and_allowed_on_the_28th() -> None:
    earlier = [fielding(3, 0, "mistakes", "trust")]
    [clash] = too_soon({"mistakes", "help"}, START + timedelta(days=27), earlier)
    assert (clash.items, clash.may_on) == (("mistakes",), START + timedelta(days=28))
    assert too_soon({"mistakes", "help"}, START + timedelta(days=28), earlier) == ()


def test_a_weekly_pulse_may_rotate_its_items() -> None:
    weeks = [fielding(number, 7 * number, f"item{number}") for number in range(4)]
    assert too_soon({"item4"}, START + timedelta(days=28), weeks) == ()
    assert too_soon({"item0"}, START + timedelta(days=28), weeks) == ()
    assert [one.fielding.number for one in too_soon({"item1"}, START + timedelta(28), weeks)] == [1]


def test_a_wave_planned_for_later_counts_too() -> None:
    later = [fielding(5, 20, "mistakes")]
    assert too_soon({"mistakes"}, START, later)[0].items == ("mistakes",)


@given(st.lists(st.tuples(st.integers(-60, 60), st.sets(st.sampled_from("abcd")))))
def test_whatever_is_not_refused_is_four_weeks_from_every_wave_with_that_item(
    planned: list[tuple[int, set[str]]],
) -> None:
    others = [fielding(at, days, *items) for at, (days, items) in enumerate(planned)]
    clashes = too_soon({"a", "b"}, START, others)
    named = {(one.fielding.number, item) for one in clashes for item in one.items}
    for at, (days, items) in enumerate(planned):
        for item in {"a", "b"} & items:
            assert ((at, item) in named) is (abs(days) < 28)


def test_the_date_named_skips_a_wave_planned_for_later() -> None:
    others = [fielding(1, 0, "trust"), fielding(2, 35, "trust")]
    asked = START + timedelta(days=7)
    [clash] = too_soon({"trust"}, asked, others)
    assert clash.may_on == START + timedelta(days=28)
    assert earliest({"trust"}, asked, others) == START + timedelta(days=63)


@given(st.lists(st.integers(-60, 120), max_size=6))
def test_the_date_named_is_the_first_that_is_not_refused(planned: list[int]) -> None:
    others = [fielding(at, days, "trust") for at, days in enumerate(planned)]
    named = earliest({"trust"}, START, others)
    assert not too_soon({"trust"}, named, others)
    for days in range((named - START).days):
        assert too_soon({"trust"}, START + timedelta(days=days), others)
