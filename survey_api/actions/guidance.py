"""Guidance for leaders: three texts of our own, and the rule that picks one for a finding.

Pure apart from reading the packaged texts. It is advice, never a verdict on a leader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Protocol

from survey_api.errors import NotFound

LOW = Decimal("3.5")  # nearer to "agree" than to the middle begins here
MISTAKE, SILENCE, PROMISES = "a_mistake_surfaces", "nobody_speaks_up", "promises_go_quiet"
KEEP_GOING = PROMISES

SPEAKS_TO: Mapping[str, str] = {  # scale -> text; the order breaks ties
    "safety": SILENCE,
    "speaking_up": SILENCE,
    "belonging": SILENCE,
    "learning_together": MISTAKE,
    "practice": MISTAKE,
    "trust": PROMISES,
    "accountability": PROMISES,
}


class NoSuchGuidance(NotFound):
    """There is no guidance of this name."""


class Finding(Protocol):
    """What the rule needs of a published figure."""

    @property
    def shown(self) -> bool: ...
    @property
    def value(self) -> str | None: ...
    @property
    def relation(self) -> str | None: ...


@dataclass(frozen=True)
class GuidanceChoice:
    """Which text, for which scale (None when no scale decided), and why in one sentence."""

    id: str
    scale: str | None
    because: str


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs and then its list, both plain text."""

    heading: str
    paragraphs: tuple[str, ...]
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Guidance:
    """One text, ready to be laid out."""

    id: str
    title: str
    when: str
    sections: tuple[Section, ...]


def choose(figures: Mapping[str, Finding]) -> GuidanceChoice:
    """The text for the lowest shown scale that is under 3.5.

    Of equal values an upper limit ("at most") counts as lower and a lower limit ("at least")
    as higher; after that the order of ``SPEAKS_TO`` decides, then the scale's id. "At least"
    is never called low. When nothing is low, the text about keeping promises keeps it going;
    when nothing is shown, the one about listening, since a conversation needs no figure. A
    scale of somebody's own questionnaire gets the text about listening too. The "index" is
    no sub-scale and decides nothing.
    """
    shown = [
        (Decimal(figure.value), str(figure.relation or "="), scale)
        for scale, figure in figures.items()
        if scale != "index" and figure.shown and figure.value is not None
    ]
    if not shown:
        why = "No figure is shown for this group this time; a conversation needs none."
        return GuidanceChoice(SILENCE, None, why)
    low = [one for one in shown if one[0] < LOW and one[1] != ">="]
    if not low:
        why = "Nothing shown is low; this is about keeping it so."
        return GuidanceChoice(KEEP_GOING, None, why)
    value, relation, scale = min(low, key=_lowest_first)
    words = {"<=": "at most ", "~": "about "}.get(relation, "")
    why = f"The lowest figure shown is {words}{value} of 5."
    return GuidanceChoice(SPEAKS_TO.get(scale, SILENCE), scale, why)


def _lowest_first(one: tuple[Decimal, str, str]) -> tuple[Decimal, bool, int, str]:
    value, relation, scale = one
    order = list(SPEAKS_TO)
    place = order.index(scale) if scale in SPEAKS_TO else len(order)
    return value, relation != "<=", place, scale


def names() -> tuple[str, ...]:
    """Every text there is, alphabetically."""
    return tuple(sorted((MISTAKE, SILENCE, PROMISES)))


@cache
def load(name: str) -> Guidance:
    """One text by its id."""
    if name not in names():
        raise NoSuchGuidance
    path = files("survey_api.actions") / "guidance" / f"{name}.md"
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Guidance:
    """Front matter between two lines of dashes, then sections that begin with ``## ``."""
    _, front, body = text.split("---\n", 2)
    head = dict(line.split(": ", 1) for line in front.splitlines() if line)
    sections = tuple(_section(part) for part in body.split("\n## ")[1:])
    return Guidance(head["id"], head["title"], head["when"], sections)


def _section(text: str) -> Section:
    heading, *lines = (line.strip() for line in text.splitlines())
    return Section(
        heading,
        tuple(line for line in lines if line and not line.startswith("- ")),
        tuple(line[2:] for line in lines if line.startswith("- ")),
    )
