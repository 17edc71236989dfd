"""What those who run the survey send and see; no person's answer and nobody's participation."""

from datetime import date

from pydantic import Field

from survey_api.published.schemas.figures import Wire
from survey_api.published.schemas.schedules import Caution


class WaveIn(Wire):
    """A wave to be created as a draft; ``by_itself`` it opens and closes on its days."""

    title: str = Field(max_length=120)
    instrument: str = Field(max_length=64)
    opens_on: date
    closes_on: date
    k: int = 5
    policy: str = Field(default="standard", max_length=12)
    team_days: int = 3
    by_itself: bool = False


class WaveOut(Wire):
    """A wave as those who run it see it; no person of the roster and no unit. ``waits_for`` names
    the key holders whose release a closed wave waits for; one that goes ``by_itself`` is opened and
    closed by its schedule."""

    id: str
    number: int
    title: str
    state: str
    instrument: str
    k: int
    policy: str
    team_days: int
    opens_on: date
    closes_on: date
    fingerprint: str | None
    participation: str | None
    asked_for: str | None
    trouble: str | None
    waits_for: tuple[str, ...] = ()
    by_itself: bool = False
    awaits_approval: bool = False


class InstrumentChoice(Wire):
    """A questionnaire that a wave can ask; the newest version of it."""

    id: str
    version: int
    title: str
    n_items: int


class WaveChoices(Wire):
    """What a new wave can be made of today, and what speaks against asking again."""

    instruments: tuple[InstrumentChoice, ...]
    policies: tuple[str, ...]
    n_people: int
    team_days: int
    today: date
    cautions: tuple[Caution, ...] = ()


class PublishedShares(Wire):
    """At a ``response``, all in shares of 1: of teams with a page of their own; of those who
    answer in such a team, and in some figure at all."""

    response: float
    share_of_teams: float
    share_of_people_in_team: float
    share_of_people: float


class PreviewOfK(Wire):
    """What smallest group ``k`` would mean for today's organisation."""

    k: int
    n_teams: int
    n_people: int
    published: tuple[PublishedShares, ...]


class PreviewPages(Wire):
    """How many units could show what needs many people, at a ``response``."""

    response: float
    with_percentages: int
    with_zone: int
    with_cuts: int
    has_statistics: bool


class PolicyPreview(Wire):
    """The trade-off in numbers, and in words which pages would be empty."""

    policy: str
    previews: tuple[PreviewOfK, ...]
    pages: PreviewPages
    sentences: tuple[str, ...]


class UnitToday(Wire):
    """A unit of today's tree; ``n_people`` are on the roster at it or below, ``leaders`` how many
    lead it."""

    id: str
    parent: str | None
    label: str
    n_people: int
    n_leaders: int


class RosterToday(Wire):
    """The organisation as the roster has it: numbers and units, no person."""

    n_people: int
    n_without_email: int
    units: tuple[UnitToday, ...]


class RosterReport(Wire):
    """How many of each an import changes or would change; nobody's name. ``encoding`` is what
    the file was read as: where it is a guess, accents should be looked at."""

    applied: bool
    counts: dict[str, int]
    encoding: str
