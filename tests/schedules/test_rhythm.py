"""Days of a schedule: weekends, holidays, breaks, ends of months and leap years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.catalogue.rhythm import DAYS, Every, RegionUnknown, Rhythm

MONDAY = date(2026, 1, 5)
YEAR = timedelta(days=370)


def opened(rhythm: Rhythm, since: date = MONDAY, until: date = date(2026, 12, 31)) -> list[date]:
    return [one.opens_on for one in rhythm.occasions(since, until)]


def test_a_weekly_wave_opens_on_mondays_and_ends_on_the_sunday_before_the_next() -> None:
    found = Rhythm(Every.WEEKLY, MONDAY, 7).occasions(MONDAY, date(2026, 12, 31))
    assert len(found) == 52
    assert all(one.opens_on.weekday() == 0 and one.closes_on.weekday() == 6 for one in found)


def test_a_monthly_wave_keeps_its_day_where_the_month_has_one() -> None:
    days = [
        one.on
        for one in Rhythm(Every.MONTHLY, date(2026, 1, 31), 7).occasions(MONDAY, date(2026, 5, 31))
    ]
    assert days == [
        date(2026, month, last) for month, last in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31))
    ]


def test_a_wave_that_falls_on_a_weekend_or_a_holiday_opens_on_the_next_working_day() -> None:
    rhythm = Rhythm(Every.WEEKLY, MONDAY, 7, region="DE-BY")
    easter = [one for one in rhythm.occasions(date(2026, 4, 6), date(2026, 4, 6))]
    assert [one.opens_on for one in easter] == [date(2026, 4, 7)]
    assert opened(Rhythm(Every.DATES, MONDAY, 7, dates=(date(2026, 5, 30),))) == [date(2026, 6, 1)]


def test_what_a_break_would_move_onto_the_next_one_is_left_out() -> None:
    rhythm = Rhythm(Every.WEEKLY, MONDAY, 7, breaks=((date(2026, 7, 27), date(2026, 8, 14)),))
    days = opened(rhythm, date(2026, 7, 20), date(2026, 8, 24))
    assert days == [date(2026, 7, 20), date(2026, 8, 17), date(2026, 8, 24)]


def test_quarters_follow_each_other_over_the_years() -> None:
    found = opened(Rhythm(Every.QUARTERLY, date(2026, 11, 30), 14), until=date(2027, 12, 31))
    assert found == [
        date(2026, 11, 30),
        date(2027, 3, 1),
        date(2027, 5, 31),
        date(2027, 8, 30),
        date(2027, 11, 30),
    ]


def test_an_unknown_region_is_refused_with_what_to_write() -> None:
    with pytest.raises(RegionUnknown, match="such as DE or DE-BY"):
        Rhythm(Every.WEEKLY, MONDAY, 7, region="Atlantis").working_day(MONDAY)


@given(
    every=st.sampled_from([Every.WEEKLY, Every.FORTNIGHTLY, Every.MONTHLY, Every.QUARTERLY]),
    first_on=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    days_open=st.integers(2, 7),
    gone=st.integers(0, 300),
    long=st.integers(0, 40),
)
def test_in_any_rhythm_each_wave_opens_once_in_order_on_a_working_day_and_ends_before_the_next(
    every: Every, first_on: date, days_open: int, gone: int, long: int
) -> None:
    off = (first_on + timedelta(days=gone), first_on + timedelta(days=gone + long))
    rhythm = Rhythm(every, first_on, days_open, breaks=(off,))
    found = rhythm.occasions(first_on, first_on + YEAR)
    assert found
    for one in found:
        assert rhythm.is_working_day(one.opens_on) and one.closes_on > one.opens_on
    for one, following in pairwise(found):
        assert one.opens_on < following.opens_on and one.on < following.on
        if every in DAYS:
            assert one.closes_on < following.opens_on
    named = {one.on for one in found}
    halves = (
        rhythm.occasions(first_on, off[0]),
        rhythm.occasions(off[0] + timedelta(days=1), first_on + YEAR),
    )
    assert {one.on for half in halves for one in half} == named
