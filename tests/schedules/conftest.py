"""Installations with a schedule, and days that pass as fast as a test wants."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from survey_api import clock
from survey_api.catalogue import instrument_store, schedules, waves
from survey_api.catalogue.models import Wave
from survey_api.catalogue.rhythm import Every
from survey_api.catalogue.schedules import Plan
from survey_api.conduct import by_itself
from survey_api.conduct.rooms import Rooms
from tests import factories
from tests.installing import installed

MONDAY = date(2026, 1, 5)
USUAL = Plan("Pulse", "pulse_short", Every.MONTHLY, MONDAY)
ROTATING = Plan("Pulse", "team_climate", Every.WEEKLY, MONDAY, rotates=True)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@dataclass
class Years:
    """An installation through which days can be let pass."""

    rooms: Rooms
    today: date = MONDAY - timedelta(days=4)
    said: list[str] = field(default_factory=list)

    def plan(self, plan: Plan) -> str:
        """A schedule made today; its id."""
        with clock.travel(noon(self.today)), self.rooms.published() as session:
            bank = instrument_store.newest(session, plan.instrument)
            return schedules.create(session, plan, bank, clock.today()).id

    def until(self, day: date, *, working: bool = True) -> None:
        """Let the worker go its rounds every day up to ``day``, or let it be down until then."""
        while self.today < day:
            self.today += timedelta(days=1)
            if working or self.today == day:
                self.round()

    def round(self, hour: int = 12) -> None:
        """One round of the worker today."""
        with clock.travel(datetime.combine(self.today, time(hour), UTC)):
            by_itself.go_on(self.rooms)

    def waves(self) -> list[Wave]:
        """All there are, oldest first."""
        with self.rooms.reading() as session:
            return waves.every(session)

    def told(self) -> list[tuple[Any, ...]]:
        """(day planned for, opened, closes, state) of each."""
        return [(one.planned_for, one.opens_on, one.closes_on, one.state) for one in self.waves()]


@pytest.fixture(params=["sqlite"])
def years(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Years]:
    rooms = Rooms(installed(tmp_path, engine=request.param))
    factories.staffed(rooms, 20)
    yield Years(rooms)
    rooms.dispose()
