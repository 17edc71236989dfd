"""Results of surveys that were held before, with another tool or by file."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from survey_api.published.schemas.figures import Wire

LONGEST = 8_000_000


class EarlierKind(StrEnum):
    """Where an earlier figure comes from: another tool's means, or rows behind our rule."""

    AGGREGATES = "aggregates"
    PROTECTED = "protected"


class EarlierIn(Wire):
    """A file to be taken in: a CSV of means, or the release.json that ``protect`` wrote."""

    title: str = Field(min_length=1, max_length=120)
    source: str = Field(min_length=1, max_length=120)
    held_on: date | None = None
    content: str = Field(min_length=1, max_length=LONGEST)
    trial: bool = False


class EarlierOut(Wire):
    """An earlier survey as those who brought it in see it: how much there is, and no figure."""

    id: str
    title: str
    source: str
    kind: EarlierKind
    held_on: date
    n_units: int
    n_figures: int


class EarlierTaken(Wire):
    """What was taken in, or would be, and how much was left out: means of few people, means that
    would give away few by subtraction, and units that today's tree does not have."""

    result: EarlierOut
    few: int
    subtraction: int
    unknown: int
    stored: bool
