"""Schedules as those who run the survey send and see them; no person and no participation."""

from datetime import date

from pydantic import Field

from survey_api.published.schemas.figures import Wire


class ScheduleIn(Wire):
    """A schedule to be made, or to be changed into this. ``breaks`` are lines with one date, or
    with a first and a last one."""

    title: str = Field(max_length=100)
    instrument: str = Field(max_length=64)
    every: str = Field(max_length=12)
    first_on: date
    days_open: int = 7
    rotates: bool = False
    dates: list[date] = Field(default=[], max_length=60)
    k: int = 5
    policy: str = Field(default="standard", max_length=12)
    team_days: int = 3
    send_hour: int = 9
    reminders: int = 2
    targeted: bool = False
    region: str | None = Field(default="", max_length=12)
    breaks: list[str] = Field(default=[], max_length=40)


class SkipIn(Wire):
    """An occasion to be left out, by its day in the rhythm."""

    on: date


class OccasionOut(Wire):
    """One time that people are asked. ``state`` is that of its wave, or ``planned``, ``skipped`` or
    ``missed`` where there is none."""

    on: date
    opens_on: date
    closes_on: date
    state: str
    wave: int | None = None
    part: int | None = None


class Caution(Wire):
    """Why not to ask again yet: ``not_shared`` or ``no_commitment``, of the wave named."""

    kind: str
    title: str
    number: int


class ScheduleOut(Wire):
    """A schedule with what it is made of, what comes next and what was missed. ``parts`` are the
    numbers of questions of each part of a cycle, where there is one."""

    id: str
    state: str
    title: str
    instrument: str
    every: str
    first_on: date
    days_open: int
    rotates: bool
    dates: list[date]
    k: int
    policy: str
    team_days: int
    send_hour: int
    reminders: int
    targeted: bool
    region: str
    breaks: list[str]
    parts: tuple[int, ...]
    next: tuple[OccasionOut, ...]
    missed: tuple[OccasionOut, ...]


class Schedules(Wire):
    """All schedules, the time zone their days are counted in, and what speaks against asking."""

    schedules: tuple[ScheduleOut, ...]
    time_zone: str
    cautions: tuple[Caution, ...]
