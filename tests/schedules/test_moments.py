"""Local hours, also on the days on which clocks are changed."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from survey_api.conduct import moments

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 28), 8),
        (date(2026, 3, 30), 7),
        (date(2026, 10, 24), 7),
        (date(2026, 10, 26), 8),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_when_clocks_are_changed(day: date, utc: int) -> None:
    assert moments.at_hour(day, 9, BERLIN) == datetime(
        day.year, day.month, day.day, utc, tzinfo=UTC
    )


def test_a_mail_leaves_at_the_hour_or_at_once_within_a_working_day() -> None:
    early, within, late = (datetime(2026, 5, 4, hour, tzinfo=UTC) for hour in (1, 10, 20))
    assert moments.soon(early, 9, BERLIN) == datetime(2026, 5, 4, 7, tzinfo=UTC)
    assert moments.soon(within, 9, BERLIN) == within
    assert moments.soon(late, 9, BERLIN) == datetime(2026, 5, 5, 7, tzinfo=UTC)
    assert moments.soon(early, 9, AUCKLAND) == early


def test_a_day_has_begun_when_it_has_by_the_universal_clock_and_at_home() -> None:
    at_one = datetime(2026, 5, 4, 1, tzinfo=UTC)
    assert moments.has_begun(date(2026, 5, 4), at_one, BERLIN)
    assert not moments.has_begun(date(2026, 5, 4), at_one, ZoneInfo("America/New_York"))


def test_reminders_fall_on_working_days_and_never_on_the_day_of_the_opening() -> None:
    monday, sunday = date(2026, 5, 4), date(2026, 5, 10)
    assert moments.reminder_days(monday, sunday, 2) == [date(2026, 5, 5), date(2026, 5, 8)]
    assert moments.reminder_days(monday, sunday, 1) == [date(2026, 5, 7)]
    assert moments.reminder_days(monday, sunday, 0) == []
    assert moments.reminder_days(monday, date(2026, 5, 6), 2) == []


def test_a_zone_nobody_knows_is_the_installations() -> None:
    assert moments.zone_of("Mars/Olympus", "Europe/Berlin") == BERLIN
    assert moments.zone_of("UTC", "Europe/Berlin") == BERLIN
    assert moments.zone_of("Pacific/Auckland", "Europe/Berlin") == AUCKLAND
    assert moments.zone_of("", "") == ZoneInfo("UTC")
