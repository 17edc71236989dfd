"""Local hours: when somebody's mail leaves, and when a day is over.

Pure. Days are calendar days; an hour is the hour on the wall where somebody is, also on the days
on which clocks are put forward or back.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ANYWHERE = "UTC"  # what a roster says that does not know
WORKING_HOURS = 8
REMINDED_DAYS_BEFORE = {0: (), 1: (3,), 2: (5, 2)}
SATURDAY = 5


def zone_of(name: str, default: str) -> ZoneInfo:
    """A person's zone, or the installation's where theirs is not known."""
    for one in (name, default):
        if one and one != ANYWHERE:
            try:
                return ZoneInfo(one)
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return ZoneInfo(ANYWHERE)


def at_hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """That hour of that day, in UTC."""
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def soon(now: datetime, hour: int, zone: ZoneInfo) -> datetime:
    """At once within a working day that began at ``hour``, else the next time it is that hour."""
    today = now.astimezone(zone).date()
    begins = at_hour(today, hour, zone)
    if now < begins:
        return begins
    if now < begins + timedelta(hours=WORKING_HOURS):
        return now
    return at_hour(today + timedelta(days=1), hour, zone)


def has_begun(day: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a day has begun, by the universal clock and where the organisation is."""
    return min(now.date(), now.astimezone(zone).date()) >= day


def reminder_days(opens_on: date, closes_on: date, n: int) -> list[date]:
    """The days of ``n`` reminders: working days after the opening, none after the close."""
    found = []
    for before in REMINDED_DAYS_BEFORE[n]:
        day = closes_on - timedelta(days=before)
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
        if day > opens_on and day not in found:
            found.append(day)
    return found
