"""The six papers: each a text of ours, filled with the facts it names, between one head and foot.

The foot lists every setting that the paper was made from, found by reading which facts the text
names, so that a list and a text cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from survey_api import languages
from survey_api.conduct import settings_desk
from survey_api.conduct.notices import blocks, facts, filling
from survey_api.conduct.notices.facts import Facts
from survey_api.conduct.rooms import Rooms
from survey_api.published.schemas.notices import NoticeBlock, NoticeLine, NoticeOut, NoticesOut
from survey_api.settings import PREFIX

HEAD, FOOT = "head.md", "foot.md"


class Notice(StrEnum):
    """Which paper; the value is the name of its text and of its file."""

    EMPLOYEE = "employee-notice"
    RECORD = "record-of-processing"
    ASSESSMENT = "impact-assessment"
    MEASURES = "measures"
    DELETION = "deletion-plan"
    AGREEMENT = "works-agreement"


@dataclass(frozen=True)
class Paper:
    """One paper in one language."""

    notice: Notice
    locale: str
    facts: Facts
    settings: tuple[str, ...]
    text: str

    @cached_property
    def blocks(self) -> tuple[NoticeBlock, ...]:
        """The text in pieces."""
        return blocks.read(self.text)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still to be filled in."""
        return blocks.gaps(self.blocks)

    @property
    def title(self) -> str:
        """Its first heading."""
        return "".join(span.text for span in self.blocks[0].rows[0][0])


@dataclass(frozen=True)
class Source:
    """A line of the foot: what was read, and what it says."""

    name: str
    value: str


def draw_up(rooms: Rooms, notice: Notice, locale: str) -> Paper:
    """One paper as of today."""
    return drawn(Known.of(rooms), notice, filling.known_texts(locale))


def draw_up_all(rooms: Rooms, locale: str) -> list[Paper]:
    """All six."""
    known = Known.of(rooms)
    return [drawn(known, one, filling.known_texts(locale)) for one in Notice]


def listed(rooms: Rooms, locale: str) -> NoticesOut:
    """All of them by title, and the languages they can be had in."""
    lines = tuple(
        NoticeLine(notice=one.notice, title=one.title, n_gaps=len(one.gaps))
        for one in draw_up_all(rooms, locale)
    )
    there = tuple(one for one in languages.known() if filling.known_texts(one) == one)
    return NoticesOut(locale=filling.known_texts(locale), notices=lines, languages=there)


def told(paper: Paper) -> NoticeOut:
    """One of them to be read."""
    return NoticeOut(
        notice=paper.notice,
        locale=paper.locale,
        title=paper.title,
        blocks=paper.blocks,
        gaps=paper.gaps,
        settings=paper.settings,
    )


@dataclass(frozen=True)
class Known:
    """The facts, and each setting as it may be shown."""

    facts: Facts
    shown: Mapping[str, str]

    @classmethod
    def of(cls, rooms: Rooms) -> "Known":
        """As it is today."""
        shown = {one.name: one.value for one in settings_desk.show(rooms).settings}
        found = facts.gather(rooms)
        return cls(found, {**shown, **dict.fromkeys(settings_desk.DATABASES, found.database)})


def drawn(known: Known, notice: Notice, locale: str) -> Paper:
    """One paper from what is known."""
    name, values = f"{notice}.md", vars(known.facts)
    used = filling.named_in(name, locale)
    settings = tuple(dict.fromkeys(one for fact in _ordered(used) for one in facts.SOURCES[fact]))
    foot: dict[str, Any] = {
        "sources": [
            Source(filling.Written(f"`{PREFIX}{one.upper()}`"), known.shown[one])
            for one in settings
        ],
        "places": sorted({facts.FOUND[one] for one in used if one in facts.FOUND}),
    }
    title, _, rest = filling.filled(name, locale, values).partition("\n")
    n_gaps = len(blocks.gaps(blocks.read(rest)))
    head = filling.filled(HEAD, locale, {**values, "n_gaps": n_gaps})
    text = f"{title}\n\n{head}{rest}\n{filling.filled(FOOT, locale, {**values, **foot})}"
    variables = tuple(PREFIX + one.upper() for one in settings)
    return Paper(notice, locale, known.facts, variables, text)


def _ordered(used: frozenset[str]) -> list[str]:
    return [one for one in facts.SOURCES if one in used]
