"""When the waves of a schedule open and close: plain dates, working days and holidays.

Pure: a rhythm and a span of days in, occasions out. An occasion keeps the day it would have had
without weekends and holidays, so that a moved one is still the same one.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import count, pairwise

from survey_api.errors import Invalid

SATURDAY = 5
LONGEST_GAP = 93  # a quarter and a day
MOST_DAYS_MOVED = 45  # nothing is closed for longer; what would move further is left out
NOWHERE = ""


class Every(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    DATES = "dates"


DAYS = {Every.WEEKLY: 7, Every.FORTNIGHTLY: 14}
MONTHS = {Every.MONTHLY: 1, Every.QUARTERLY: 3}
SHORTEST_GAP = {Every.WEEKLY: 7, Every.FORTNIGHTLY: 14, Every.MONTHLY: 28, Every.QUARTERLY: 89}


class RegionUnknown(Invalid):
    """The public holidays of this region are not known. Write a country code, or a country and
    a part of it, such as DE or DE-BY; leave it empty for weekends only."""


@dataclass(frozen=True)
class Occasion:
    """One time that people are asked: ``on`` names it, the other two say when it takes place;
    the whole of ``closes_on`` is still open."""

    on: date
    opens_on: date
    closes_on: date


@dataclass(frozen=True)
class Rhythm:
    """``dates`` are used where ``every`` says so; ``breaks`` are first and last days on which
    nothing opens, such as a works holiday."""

    every: Every
    first_on: date
    days_open: int
    dates: tuple[date, ...] = ()
    region: str = NOWHERE
    breaks: tuple[tuple[date, date], ...] = ()

    def occasions(self, since: date, until: date) -> list[Occasion]:
        """Those named ``since`` to ``until``, in order. One that a holiday or break would move
        onto the next one, or the day before it, is left out."""
        named = self._named(until + timedelta(days=LONGEST_GAP))
        found = []
        for on, following in pairwise((*named, date.max)):
            if not since <= on <= until:
                continue
            opens_on = self.working_day(on)
            if opens_on and (following - opens_on).days > 1:
                found.append(Occasion(on, opens_on, self._closes_on(opens_on, following)))
        return found

    def working_day(self, day: date) -> date | None:
        """The first day from ``day`` on which people work; None when that is too far away."""
        for moved in range(MOST_DAYS_MOVED):
            if self.is_working_day(day + timedelta(days=moved)):
                return day + timedelta(days=moved)
        return None

    def is_working_day(self, day: date) -> bool:
        """Neither weekend nor holiday nor in a break."""
        if any(first <= day <= last for first, last in self.breaks):
            return False
        if self._calendar is None:
            return day.weekday() < SATURDAY
        return bool(self._calendar.is_working_day(day))  # type: ignore[attr-defined]

    @cached_property
    def _calendar(self) -> object | None:
        return holidays_of(self.region) if self.region else None

    def _closes_on(self, opens_on: date, following: date) -> date:
        """The day before a working day, so that results come when somebody is there; before the
        next one opens."""
        after = min(opens_on + timedelta(days=self.days_open), following)
        return (self.working_day(after) or after) - timedelta(days=1)

    def _named(self, until: date) -> Iterator[date]:
        if self.every == Every.DATES:
            yield from (day for day in sorted(set(self.dates)) if day <= until)
            return
        for number in count():
            day = self._nth(number)
            if day > until:
                return
            yield day

    def _nth(self, number: int) -> date:
        if self.every in DAYS:
            return self.first_on + timedelta(days=DAYS[self.every] * number)
        months = self.first_on.month - 1 + MONTHS[self.every] * number
        year, month = self.first_on.year + months // 12, months % 12 + 1
        return date(year, month, min(self.first_on.day, monthrange(year, month)[1]))

    @property
    def shortest_gap(self) -> int:
        """Days between two occasions, at the least."""
        if self.every != Every.DATES:
            return SHORTEST_GAP[self.every]
        days = sorted(set(self.dates))
        return min(((b - a).days for a, b in pairwise(days)), default=365)


def holidays_of(region: str) -> object:
    """The working days of a country or a part of it; raises ``RegionUnknown``."""
    import holidays  # noqa: PLC0415  (slow to load, and only who plans needs it)

    country, _, part = region.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError as error:
        raise RegionUnknown from error


def as_breaks(days: Sequence[Sequence[str]]) -> tuple[tuple[date, date], ...]:
    """From stored text to dates."""
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in days)
