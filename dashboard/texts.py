"""Every word on the dashboard comes from a catalogue; figures are put into words here."""

import datetime as dt
import json
from functools import cache
from importlib.resources import files
from typing import Any

from survey_api.published.schemas import Figure, Range, Relation

EN_DASH, EM_DASH, MINUS = "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"


@cache
def catalogue(locale: str = "en") -> dict[str, str]:
    """All texts of one language."""
    path = files("dashboard") / "messages" / f"{locale}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def t(key: str, **values: Any) -> str:
    """The text of ``key`` with its values put in; an unknown key is an error."""
    return catalogue()[key].format(**values)


def day(date: dt.date) -> str:
    """ "3 December 2026"."""
    return f"{date.day} {date:%B %Y}"


def with_relation(figure: Figure) -> str:
    """ "3.4", "at most 2.8", "at least 4.6" or "about 3.5"; a dash when not shown."""
    if figure.value is None or figure.relation is None:
        return EM_DASH
    return t(f"relation.{figure.relation.name.lower()}", value=figure.value)


def words(figure: Figure) -> str:
    """The figure with its relation, or one of the two public texts."""
    return with_relation(figure) if figure.value else str(figure.text or EM_DASH)


def sign(figure: Figure) -> str:
    """The short form for tight places: "≤ 2.8", "≥ 4.6", "≈ 3.5"."""
    if figure.value is None:
        return EM_DASH
    marks = {Relation.AT_MOST: "≤ ", Relation.AT_LEAST: "≥ ", Relation.ABOUT: "≈ "}
    mark = marks.get(figure.relation, "") if figure.relation else ""
    return mark + figure.value


def between(ends: Range | None) -> str:
    """ "3.0–3.9"; a dash when there is no likely range."""
    return f"{ends.low}{EN_DASH}{ends.high}" if ends else EM_DASH


def signed(difference: str) -> str:
    """ "+0.4" or "−0.3", with a minus sign that is as wide as the plus."""
    return difference.replace("-", MINUS)
