"""Guidance: what to do in the next two days, by situation and by who reads it.

Texts of our own in ``guidance/<situation>.<language>.md``. They are advice, never a verdict on
anybody. Who opens which of them is neither stored nor logged.
"""

from functools import cache
from importlib.resources import files

from survey_api import languages
from survey_api.access import Permission, Viewer
from survey_api.actions.guidance_text import Situation, parse
from survey_api.errors import Forbidden, NotFound
from survey_api.published.schemas.guidance import (
    GuidanceRole,
    GuidanceStep,
    GuidanceText,
    SituationOut,
)

SITUATIONS = (
    "big_mistake",
    "missed_deadline",
    "gone_quiet",
    "nobody_speaks_up",
    "stuck_conflict",
    "shame",
    "burnout",
    "standards_slip",
    "termination",
)


class NoSuchGuidance(NotFound):
    """There is no guidance of this name."""


class ReservedGuidance(Forbidden):
    """This part is written for HR partners. Please speak to yours; they know the steps."""


def load(situation: str, locale: str) -> Situation:
    """One situation in a language, in English where that language has no text of it."""
    if situation not in SITUATIONS:
        raise NoSuchGuidance
    return _read(situation, languages.choose(locale)) or _english(situation)


def listing(viewer: Viewer, locale: str) -> list[SituationOut]:
    """Every situation, with the roles this viewer may open a text for."""
    return [
        SituationOut(
            id=one.id,
            question=one.question,
            title=one.title,
            when=one.when,
            roles=[role for role in GuidanceRole if _may_open(viewer, one, role)],
        )
        for one in (load(name, locale) for name in SITUATIONS)
    ]


def text(viewer: Viewer, situation: str, role: GuidanceRole, locale: str) -> GuidanceText:
    """One text; what is written for HR partners is ``ReservedGuidance`` to others."""
    found = load(situation, locale)
    if not _may_open(viewer, found, role):
        raise ReservedGuidance
    part = found.parts[role]
    return GuidanceText(
        id=found.id,
        role=role,
        title=found.title,
        when=found.when,
        lead=part.lead,
        before=list(part.before),
        steps=[GuidanceStep(practice=practice, text=said) for practice, said in part.steps],
        try_these=list(part.try_these),
        avoid=list(part.avoid),
        follow=list(part.follow),
        not_this=part.not_this,
        sources=list(found.sources),
        locale=found.locale,
    )


def _may_open(viewer: Viewer, situation: Situation, role: GuidanceRole) -> bool:
    return role not in situation.reserved or viewer.may(Permission.SEE_HR_GUIDANCE)


def _english(situation: str) -> Situation:
    found = _read(situation, languages.FALLBACK)
    if found is None:
        raise NoSuchGuidance
    return found


@cache
def _read(situation: str, locale: str) -> Situation | None:
    path = files("survey_api.actions") / "guidance" / f"{situation}.{locale}.md"
    return parse(path.read_text(encoding="utf-8"), locale) if path.is_file() else None
