"""The data dictionary: what every column and every field means, in the reader's language."""

from typing import Any, get_args

from pydantic import BaseModel

from survey_api.published.reports.rows import COLUMNS
from survey_api.published.reports.words import Words
from survey_api.published.schemas.results import Trend, UnitResult
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.waves import WaveSummary

TREND_COLUMNS = (
    "trend_unit",
    "trend_measure",
    "trend_wave",
    "closes_on",
    "relation",
    "value",
    "range_low",
    "range_high",
    "change_since_last",
    "verdict_since_last",
    "with_everyone_since_last",
    "organisation",
    "people_who_answered",
    "continuity",
)
DOCUMENTS = (UnitResult, Trend, WaveSummary, OrganisationStatistics)
LEFT_OUT = {"supporter"}  # told to two people only; a file is passed on
ALL = tuple(dict.fromkeys((*COLUMNS, *TREND_COLUMNS)))


def label(column: str, words: Words) -> str:
    """A column's heading."""
    return words.say(f"field.{column}")


def entries(words: Words) -> list[tuple[str, str, str]]:
    """Stable id, heading and meaning of every column."""
    return [(one, label(one, words), words.say(f"field.{one}.means")) for one in ALL]


def fields_of(kind: type[BaseModel]) -> dict[str, set[str]]:
    """Schema → names of its fields, for a schema and everything in it."""
    found: dict[str, set[str]] = {kind.__name__: set(kind.model_fields)}
    for one in kind.model_fields.values():
        for inner in _schemas(one.annotation):
            found |= fields_of(inner)
    return found


def json_dictionary(words: Words) -> dict[str, dict[str, str]]:
    """Schema → field → meaning, for everything that a JSON report can hold."""
    kinds: dict[str, set[str]] = {}
    for kind in DOCUMENTS:
        kinds |= fields_of(kind)
    return {
        name: {one: _meaning(name, one, words) for one in sorted(inner - LEFT_OUT)}
        for name, inner in sorted(kinds.items())
    }


def _meaning(schema: str, name: str, words: Words) -> str:
    own = f"json.{schema}.{name}"
    return words.say(own if words.has(own) else f"json.{name}")


def _schemas(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _schemas(inner)]
