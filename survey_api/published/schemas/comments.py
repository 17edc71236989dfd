"""Comments: what a unit's viewers may read, and the desk of those who read them first."""

from datetime import date
from enum import StrEnum

from survey_api.published.schemas.figures import Wire


class Stance(StrEnum):
    """How a public answer begins: heard, and will or won't."""

    HEARD = "heard"
    WILL = "will"
    WONT = "wont"


class CommentQuestion(Wire):
    """What people were asked to write about."""

    id: str
    text: str


class PublicComment(Wire):
    """One comment that is out: nothing stands beside it but its question."""

    question: str
    text: str


class PublicTheme(Wire):
    """Comments about one thing, and the one answer to all of them."""

    title: str
    stance: Stance | None
    answer: str | None
    answered_by: str | None
    answered_on: date | None
    comments: list[PublicComment]


class UnitComments(Wire):
    """What one unit's viewers may read of a wave's comments.

    Until ``published_on`` only ``publish_on`` and ``readers`` are told. ``held`` is for the whole
    organisation: written where too few could have written it. ``moments`` were ticked by their
    writers as stories for everybody.
    """

    wave: str
    unit: str
    label: str
    asked: bool
    publish_on: date | None
    published_on: date | None
    readers: list[str]
    questions: list[CommentQuestion]
    themes: list[PublicTheme]
    others: list[PublicComment]
    moments: list[PublicComment]
    held_back: int
    withdrawn: int
    held: int


class DeskComment(Wire):
    """One comment before a reader; ``text`` is gone once it was withdrawn or held back in
    public."""

    place: int
    unit: str
    label: str
    question: str
    kind: str
    text: str | None
    state: str
    theme: str | None


class DeskTheme(Wire):
    """A theme as its readers see it."""

    id: str
    title: str
    stance: Stance | None
    answer: str | None
    answered_by: str | None
    answered_on: date | None


class CommentDesk(Wire):
    """Everything written in one wave, for those who read comments."""

    wave: str
    publish_on: date
    published_on: date | None
    questions: list[CommentQuestion]
    comments: list[DeskComment]
    themes: list[DeskTheme]
    held: int


class ThemeIn(Wire):
    """A theme's title."""

    title: str


class AnswerIn(Wire):
    """The one public answer to a theme."""

    stance: Stance
    answer: str


class PlacingIn(Wire):
    """Which theme a comment belongs to; None for none."""

    theme: str | None
