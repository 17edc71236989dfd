"""Guidance: what to do after something happened, by situation and by who reads it."""

from enum import StrEnum
from typing import Literal

from survey_api.published.schemas.figures import Wire
from survey_api.published.schemas.words import Relation


class GuidanceRole(StrEnum):
    """For whom a text is written."""

    MANAGER = "manager"
    HR = "hr"
    COACH = "coach"
    COLLEAGUE = "colleague"


class Practice(StrEnum):
    """The five practices; every text has one step for each."""

    SUPPORT = "support"
    LISTEN = "listen"
    REASSURE = "reassure"
    NOTICE = "notice"
    TOGETHER = "together"


class GuidanceReason(StrEnum):
    """Why a text was chosen for a result."""

    HIDDEN = "hidden"
    FELL = "fell"
    LOW = "low"
    KEEP = "keep"


class GuidanceStep(Wire):
    """What to do, and which of the five practices it is."""

    practice: Practice
    text: str


class SituationOut(Wire):
    """One situation: asked as a question, and for whom there is a text this reader may open."""

    id: str
    question: str
    title: str
    when: str
    roles: list[GuidanceRole]


class GuidanceText(Wire):
    """One text, ready to be laid out. ``before`` is what the law may require before anything is
    said; ``try_these`` and ``avoid`` are sentences to say."""

    id: str
    role: GuidanceRole
    title: str
    when: str
    lead: str
    before: list[str]
    steps: list[GuidanceStep]
    try_these: list[str]
    avoid: list[str]
    follow: list[str]
    not_this: str
    sources: list[str]
    locale: str


class GuidanceCard(Wire):
    """The text chosen for a result, in short, and what decided: ``scale`` and its figure where
    one did. ``shows`` says whether the card holds the first steps or how to follow through."""

    id: str
    title: str
    lead: str
    reason: GuidanceReason
    scale: str | None
    value: str | None
    relation: Relation | None
    shows: Literal["steps", "follow"]
    steps: list[GuidanceStep]
    follow: list[str]
