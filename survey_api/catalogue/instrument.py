"""The shape of an instrument: frozen dataclasses without any reading or writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Texts = Mapping[str, str]  # locale -> text; the first locale is the instrument's own


class Keying(StrEnum):
    """Whether agreeing with an item is the good answer or the bad one."""

    STRAIGHT = "straight"
    REVERSED = "reversed"


@dataclass(frozen=True)
class Option:
    """One of the five answers; ``value`` is what a ballot carries."""

    value: int
    label: Texts


@dataclass(frozen=True)
class Item:
    """One question."""

    id: str
    text: Texts
    keying: Keying

    @property
    def is_reversed(self) -> bool:
        """True when disagreeing is the good answer."""
        return self.keying is Keying.REVERSED


@dataclass(frozen=True)
class Scale:
    """Items that measure one thing and are published together under one name."""

    id: str
    label: Texts
    description: Texts
    items: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """One of the answers to a cut."""

    id: str
    label: Texts


@dataclass(frozen=True)
class Cut:
    """Something people may say about themselves, by which large groups are shown, one at a time.

    Only neighbouring levels of an ``ordered`` cut are ever put together.
    """

    id: str
    label: Texts
    ordered: bool
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Comment:
    """A question people may answer in their own words, away from their other answers."""

    id: str
    text: Texts


@dataclass(frozen=True)
class CyclePart:
    """The ``part``-th of ``of`` questionnaires that together ask everything of a bank."""

    bank: str
    part: int
    of: int


@dataclass(frozen=True)
class Instrument:
    """A questionnaire version; once fielded it never changes, a change is a new version."""

    id: str
    version: int
    licence: str
    note: str
    title: Texts
    intro: Texts
    options: tuple[Option, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    cuts: tuple[Cut, ...] = ()
    comments: tuple[Comment, ...] = ()
    cycle: CyclePart | None = None

    @property
    def locales(self) -> tuple[str, ...]:
        """Every language all its texts exist in, its own language first."""
        return tuple(self.title)

    def scale_of(self, item_id: str) -> Scale:
        """The one scale an item belongs to."""
        return next(scale for scale in self.scales if item_id in scale.items)
