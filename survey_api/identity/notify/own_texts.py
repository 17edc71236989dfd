"""Which parts of a mail an organisation may say in its own words, and what it may not say there.

Who gets a reminder, what a link is good for, that results are not for appraisal, who could open
ballots, where to turn: these sentences are fixed and follow whatever is written here. A part is
the same for every reader; the button is the only way out of a mail (decision 0038).
"""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from survey_api import languages
from survey_api.errors import Invalid

SUBJECT, OPENING, CLOSING, BUTTON = "subject", "opening", "closing", "button"
LONGEST = {SUBJECT: 120, OPENING: 1_200, CLOSING: 1_200, BUTTON: 40}
PARTS = tuple(LONGEST)
ONE_LINE = frozenset({SUBJECT, BUTTON})
PLACES: dict[str, tuple[str, ...]] = {
    "invitation": ("organisation", "title", "closes"),
    "reminder-1": ("organisation", "title", "closes"),
    "reminder-2": ("organisation", "title", "closes"),
    "release": ("organisation", "title"),
    "release-leader": ("organisation", "title", "team_on"),
    "release-hr": ("organisation", "title", "team_on"),
    "supporter": ("organisation", "title", "leader"),
    "week": ("organisation", "step"),
    "sign-in": ("organisation",),
}
KINDS = tuple(PLACES)
LINK = re.compile(r"://|www\.|mailto:|@\w+\.\w", re.IGNORECASE)
MARKUP = re.compile(r"<\s*[a-z/!?]|&#?\w+;", re.IGNORECASE)


class MailTextRefused(Invalid):
    """A text of a mail cannot be used; nothing was changed."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a part, and what to do; shown beside its field."""

    where: str
    what: str


def shipped(kind: str, part: str, locale: str) -> str:
    """The program's own text; a closing paragraph has none."""
    return languages.texts(locale, "mail").get(f"{kind}.{part}", "")


def required(kind: str, part: str) -> tuple[str, ...]:
    """The places that must stay: those a reader acts by, where the shipped text has them."""
    if part != OPENING:
        return ()
    there = shipped(kind, part, languages.FALLBACK)
    return tuple(one for one in ("closes", "team_on", "leader") if f"{{{one}}}" in there)


def faults(kind: str, said: Mapping[str, str]) -> list[Fault]:
    """Everything that is wrong with these parts; empty when they can be sent."""
    found = []
    for part, text in said.items():
        for what in _faults(kind, part, text):
            found.append(Fault(part, what))
    return found


def check(kind: str, said: Mapping[str, str]) -> None:
    """Raise ``MailTextRefused``, naming each part and what to do."""
    found = faults(kind, said)
    if found:
        words = " ".join(f"In the {one.where}: {one.what}" for one in found)
        raise MailTextRefused(words, found)


def usable(kind: str, own: Mapping[str, str]) -> dict[str, str]:
    """Those parts that can be sent; the shipped text stands in for a part that cannot, so that
    a text from before an update stops no mail."""
    return {part: text for part, text in own.items() if not faults(kind, {part: text})}


def _faults(kind: str, part: str, text: str) -> list[str]:
    found = []
    if not text.strip() and part != CLOSING:
        found.append("it is empty.")
    if len(text) > LONGEST[part]:
        found.append(f"it has {len(text)} characters, at most {LONGEST[part]} are possible.")
    lines = [text] if part in ONE_LINE else text.split("\n")
    if not all(line.isprintable() for line in lines):
        return ["it holds a line break or a character that cannot be seen; type it anew."]
    if MARKUP.search(text):
        found.append("it holds HTML, which would be read as it stands; write plain text.")
    if LINK.search(text):
        found.append("it holds an address; a mail has one way out, its button.")
    return [*found, *_wrong_places(kind, part, text)]


def _wrong_places(kind: str, part: str, text: str) -> list[str]:
    known = "" if part == BUTTON else ", ".join(f"{{{one}}}" for one in PLACES[kind])
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError:
        return ["a brace is open; write {{ and }} for braces that are meant as such."]
    named = [(name, spec, turn) for _, name, spec, turn in parsed if name is not None]
    allowed = () if part == BUTTON else PLACES[kind]
    strange = [name for name, spec, turn in named if name not in allowed or spec or turn]
    found = [f"{{{one}}} is not known here. Known: {known or 'none'}." for one in strange]
    there = {name for name, _, _ in named}
    missing = [one for one in required(kind, part) if one not in there]
    return found + [f"{{{one}}} is missing; readers need it." for one in missing]
