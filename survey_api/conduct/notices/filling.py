"""Filling a text with facts: a value is never markup, and what nobody told us is a marked gap."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, select_autoescape

from survey_api import languages
from survey_api.published.reports.words import Words, clean

TEXTS = Path(__file__).with_name("texts")
MARKS = re.compile(r"([\\`*_\[\]<>|#~])|(&)(?=[#\w]+;)")
AT_THE_START = re.compile(r"^(\d*)([-+=.)])(?=[\s\-=]|$)")


class Written(str):
    """Markdown of our own, put in as it is."""

    __slots__ = ()


def known_texts(locale: str) -> str:
    """The language the texts are had in: ``locale``, or English where there are none in it."""
    found = languages.choose(locale)
    return found if (TEXTS / found).is_dir() else languages.FALLBACK


def filled(name: str, locale: str, facts: dict[str, Any]) -> str:
    """The Markdown of one text; a fact that the text names and nobody gave is an error."""
    return _texts(locale).get_template(name).render(facts)


@cache
def named_in(name: str, locale: str) -> frozenset[str]:
    """Which facts a text names, its parts included."""
    texts = _texts(locale)
    parsed = texts.parse((TEXTS / locale / name).read_text(encoding="utf-8"))
    parts = [one for one in meta.find_referenced_templates(parsed) if one]
    own = meta.find_undeclared_variables(parsed) - set(texts.globals)
    return frozenset(own).union(*(named_in(one, locale) for one in parts))


@cache
def _texts(locale: str) -> Environment:
    words = Words(locale)
    made = Environment(
        loader=FileSystemLoader(TEXTS / locale),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_harmless,
    )
    made.globals = {
        "gap": lambda what: Written(f"**[{words.say('notices.gap', what=what)}]**"),
        "day": words.day,
    }
    made.filters["listed"] = lambda values: _listed(values, words.say("notices.and"))
    return made


def _listed(values: Iterable[Any], last: str) -> str:
    *first, end = map(str, values)
    return f"{', '.join(first)} {last} {end}" if first else end


def _harmless(value: Any) -> str:
    """A value as Markdown that shows it letter by letter (CommonMark §2.4)."""
    if isinstance(value, Written):
        return value
    if isinstance(value, date):
        return value.isoformat()
    said = " ".join(clean(str(value)).split())
    return AT_THE_START.sub(r"\1\\\2", MARKS.sub(r"\\\1\2", said))
