"""Every word on the dashboard comes from a language file; figures are put into words here."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from survey_api.published.schemas.figures import Figure, Range
from survey_api.published.schemas.words import PublicText, Relation

EN_DASH, EM_DASH, MINUS = "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}"
FALLBACK = "en"
_spoken: ContextVar[str] = ContextVar("language", default=FALLBACK)
_folders: list[Path] = []


def use(folder: Path) -> None:
    """Read languages from ``folder`` too; what stands there wins."""
    _folders[:] = [] if folder == Path() else [folder]
    for one in (_document, known, catalogue):
        one.cache_clear()


@cache
def known() -> dict[str, str]:
    """Every language there is, with its own name."""
    names = {path.stem for folder in _all() for path in folder.glob("*.json")}
    return {name: _document(name)["language"]["name"] for name in sorted(names)}


def choose(*wanted: str) -> str:
    """The first wanted language that is known ("de-AT" counts as "de"), else English."""
    for tag in wanted:
        for name in (tag, tag.replace("_", "-").split("-")[0].lower()):
            if name in known():
                return name
    return FALLBACK


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Everything inside is said in this language."""
    before = _spoken.set(choose(locale))
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language of the present reader."""
    return _spoken.get()


def direction() -> str:
    """``ltr`` or ``rtl``."""
    return str(_document(spoken())["language"]["direction"])


@cache
def catalogue(locale: str) -> dict[str, str]:
    """All texts of one language, in English where it has none."""
    return {**_document(FALLBACK)["dashboard"], **_document(locale).get("dashboard", {})}


def t(key: str, **values: Any) -> str:
    """The text of ``key`` with its values put in; an unknown key is an error."""
    return catalogue(spoken())[key].format(**values)


def plural(key: str, n: int, **values: Any) -> str:
    """The text for ``n`` things: ``key.one``, ``key.other`` and what the language has beside."""
    form = f"{key}.{_babel().plural_form(n)}"
    return t(form if form in catalogue(spoken()) else f"{key}.other", n=n, **values)


def day(date: dt.date) -> str:
    """ "3 December 2026", "3. Dezember 2026"."""
    if spoken() == FALLBACK:
        return f"{date.day} {date:%B %Y}"
    return str(format_date(date, "long", _babel()))


def month(date: dt.date) -> str:
    """ "Dec 26", "Dez. 26": short, for an axis."""
    return str(format_date(date, "LLL yy", _babel()))


def number(value: str) -> str:
    """A decimal as written here: "3.4" or "3,4", with a minus sign as wide as the plus."""
    return value.replace("-", MINUS).replace(".", str(get_decimal_symbol(_babel())))


def public(text: PublicText | str | None) -> str:
    """One of the two public texts; "not shown" where there is none."""
    return t(f"public.{PublicText(text).name.lower()}") if text else t("hidden.cell")


def band(people: str | None) -> str:
    """A size as said: "5–7", "about 120"; a dash when it is not told."""
    if people is None:
        return EM_DASH
    rounded = people.removeprefix("about ")
    return people if rounded == people else t("band.about", n=rounded)


def with_relation(figure: Figure) -> str:
    """ "3.4", "at most 2.8", "at least 4.6" or "about 3.5"; a dash when not shown."""
    if figure.value is None or figure.relation is None:
        return EM_DASH
    return t(f"relation.{figure.relation.name.lower()}", value=number(figure.value))


def words(figure: Figure) -> str:
    """The figure with its relation, or one of the two public texts."""
    if figure.value:
        return with_relation(figure)
    return public(figure.text) if figure.text else EM_DASH


def sign(figure: Figure) -> str:
    """The short form for tight places: "≤ 2.8", "≥ 4.6", "≈ 3.5"."""
    if figure.value is None:
        return EM_DASH
    marks = {Relation.AT_MOST: "≤ ", Relation.AT_LEAST: "≥ ", Relation.ABOUT: "≈ "}
    mark = marks.get(figure.relation, "") if figure.relation else ""
    return mark + number(figure.value)


def between(ends: Range | None) -> str:
    """ "3.0–3.9"; a dash when there is no likely range."""
    return f"{number(ends.low)}{EN_DASH}{number(ends.high)}" if ends else EM_DASH


def signed(difference: str) -> str:
    """ "+0.4" or "−0.3"."""
    return number(difference)


def _babel() -> Locale:
    try:
        return Locale.parse(spoken().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale(FALLBACK)


def _all() -> list[Path]:
    return [Path(str(files("survey_api") / "languages")), *_folders]


@cache
def _document(locale: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for folder in _all():
        path = folder / f"{locale}.json"
        if path.is_file():
            for section, entries in json.loads(path.read_text(encoding="utf-8")).items():
                merged[section] = {**merged.get(section, {}), **entries}
    return merged
