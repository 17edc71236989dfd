"""Every sentence people read, one file per language; English stands in for what is missing.

A file holds the language's own name and direction, then texts by section: ``answer`` (answer
page), ``dashboard``, ``mail``, ``report``, ``sign_in`` and ``trustee`` (the key holder's page).
What the application refuses is worded in the code, in English: ``refused`` has those sentences as
keys, with {} where a value stands. An operator's own files lie in the folder named by
``SAFETOSAY_LANGUAGES_DIR``; they add languages or replace single texts.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from survey_api.errors import Invalid

HERE = Path(__file__).parent
FALLBACK = "en"
SECTIONS = ("answer", "dashboard", "mail", "report", "sign_in", "trustee")
REFUSED = "refused"
_folders = [HERE]


class LanguageFaulty(Invalid):
    """A language file cannot be used."""


def use(folder: Path) -> None:
    """Read languages from ``folder`` too; what stands there wins. The empty path adds none."""
    own = [] if folder == Path() else [folder]
    _folders[:] = [HERE, *own]
    for one in (_document, known, _patterns):
        one.cache_clear()
    for locale in known():
        _document(locale)  # a faulty file stops the start and not the first reader


@cache
def known() -> tuple[str, ...]:
    """The languages there are, alphabetically."""
    return tuple(sorted({path.stem for folder in _folders for path in folder.glob("*.json")}))


def choose(*wanted: str | None) -> str:
    """The first wanted language that is known ("de-AT" counts as "de"), else English."""
    for one in wanted:
        tag = (one or "").replace("_", "-")
        for name in (tag, tag.split("-")[0].lower()):
            if name in known():
                return name
    return FALLBACK


def asked_for(accept_language: str) -> str:
    """The first known language of an ``Accept-Language`` header (RFC 9110 §12.5.4), by rank."""
    ranked = sorted(map(_ranked, accept_language.split(",")), key=lambda one: -one[1])
    return choose(*(tag for tag, rank in ranked if rank > 0))


def texts(locale: str, section: str) -> Mapping[str, str]:
    """All texts of a section, in English where ``locale`` has none."""
    found: dict[str, str] = _document(FALLBACK)[section]
    own: dict[str, str] = _document(choose(locale)).get(section, {})
    return {**found, **own}


def refusal(locale: str, sentence: str) -> str:
    """What the application refuses with, in a language; in English where it has no words for it."""
    language = choose(locale)
    own: dict[str, str] = _document(language).get(REFUSED, {})
    if sentence in own:
        return own[sentence]
    for pattern, said in _patterns(language):
        if found := pattern.fullmatch(sentence):
            return said.format(*found.groups())
    return sentence


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Sentences with values in them, the longest first."""
    own: dict[str, str] = _document(language).get(REFUSED, {})
    with_values = sorted((one for one in own if "{}" in one), key=len, reverse=True)
    return tuple(
        (re.compile("(.+?)".join(map(re.escape, one.split("{}"))), re.DOTALL), own[one])
        for one in with_values
    )


def pick(said: Mapping[str, str] | str, locale: str) -> str:
    """One of the versions of a text: the wanted language, its base language, else the first."""
    if isinstance(said, str):
        return said
    tag = locale.replace("_", "-")
    first = next(iter(said.values()))
    return next((said[one] for one in (tag, tag.split("-")[0]) if one in said), first)


def own_name(locale: str) -> str:
    """What the language calls itself."""
    return str(_document(locale)["language"]["name"])


def direction(locale: str) -> str:
    """``ltr`` or ``rtl``."""
    return str(_document(choose(locale))["language"]["direction"])


@cache
def _document(locale: str) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for folder in _folders:
        path = folder / f"{locale}.json"
        if path.is_file():
            for section, entries in _read(path).items():
                merged[section] = {**merged.get(section, {}), **entries}
    return merged


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LanguageFaulty(f"{path} is not a readable JSON file.") from error
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise LanguageFaulty(f"{path}: sections with keys and texts were expected.")
    strange = set(found) - {"language", REFUSED, *SECTIONS}
    if strange:
        raise LanguageFaulty(f"{path}: there is no section {', '.join(sorted(strange))}.")
    if found.get("language", {}).get("direction", "ltr") not in {"ltr", "rtl"}:
        raise LanguageFaulty(f"{path}: the direction is ltr or rtl.")
    return found


def _ranked(part: str) -> tuple[str, float]:
    tag, _, rank = part.strip().partition(";q=")
    try:
        return tag.strip(), float(rank) if rank else 1.0
    except ValueError:
        return tag.strip(), 0.0
