"""Published comments as one viewer may read them: by unit, on the day, never beside a figure."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from survey_api.access import Viewer, visible
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import WaveManifest
from survey_api.published import reader, sight, views, wave_view
from survey_api.published.comment_models import (
    Comment,
    CommentMark,
    CommentSection,
    CommentTheme,
    MarkState,
)
from survey_api.published.schemas.comments import (
    CommentQuestion,
    PublicComment,
    PublicTheme,
    Stance,
    UnitComments,
)
from survey_api.published.wording import Wording

MOMENT = "moment"
Row = tuple[Comment, CommentMark | None]


def of_unit(
    session: PublishedReader, viewer: Viewer, *, wave: str, unit: str, wording: Wording
) -> UnitComments:
    """What this unit's viewers may read; unknown and forbidden units raise the same
    ``NotFound``."""
    found, bundle = reader.released(session, wave)
    seen = sight.of(session, viewer, wave, bundle, wave_view.stages_of(found))
    record = views.by_unit(bundle)[visible(unit, seen.units)]
    section = session.get(CommentSection, wave)
    own_day = seen.expected_on(unit)
    manifest = _manifest(session, wave)
    said = UnitComments(
        wave=wave,
        unit=unit,
        label=wording.unit(record, views.by_unit(bundle)),
        asked=section is not None,
        publish_on=max(filter(None, (section.publish_on, own_day))) if section else None,
        published_on=None,
        readers=[one["name"] for one in manifest.get("comment_readers", [])],
        questions=questions(session, wave, wording),
        themes=[],
        others=[],
        moments=[],
        held_back=0,
        withdrawn=0,
        held=0,
    )
    if section is None or section.published_on is None or own_day is not None:
        return said
    return said.model_copy(update=_out(session, section, unit))


def questions(session: PublishedReader, wave: str, wording: Wording) -> list[CommentQuestion]:
    """What people were asked to write about, in this reader's language."""
    asked = json.loads(session.get_one(WaveManifest, wave).questionnaire)
    return [
        CommentQuestion(id=one["id"], text=wording.pick(one["text"]))
        for one in asked.get("comments", [])
    ]


def _out(session: PublishedReader, section: CommentSection, unit: str) -> dict[str, Any]:
    rows = _rows(session, section.wave_id)
    here = [row for row in rows if row[0].unit == unit and row[0].kind != MOMENT]
    stories = [row for row in rows if row[0].kind == MOMENT]
    states = [_state(row) for row in (*here, *stories)]
    themes = _themes(session, section.wave_id, here)
    return {
        "published_on": section.published_on,
        "themes": [one for one in themes if one.comments],
        "others": _shown([row for row in here if row[1] is None or row[1].theme_id is None]),
        "moments": _shown(stories),
        "held_back": states.count(MarkState.HELD_BACK),
        "withdrawn": states.count(MarkState.WITHDRAWN),
        "held": section.held or 0,
    }


def _rows(session: PublishedReader, wave: str) -> list[Row]:
    """Comments in their frozen order, each with what its readers decided."""
    query = (
        select(Comment, CommentMark)
        .outerjoin(
            CommentMark,
            (CommentMark.wave_id == Comment.wave_id) & (CommentMark.place == Comment.place),
        )
        .where(Comment.wave_id == wave)
        .order_by(Comment.place)
    )
    return [(one, mark) for one, mark in session.execute(query)]


def _themes(session: PublishedReader, wave: str, rows: Sequence[Row]) -> list[PublicTheme]:
    query = select(CommentTheme).where(CommentTheme.wave_id == wave).order_by(CommentTheme.title)
    return [
        PublicTheme(
            title=theme.title,
            stance=Stance(theme.stance) if theme.stance else None,
            answer=theme.answer,
            answered_by=theme.answered_by,
            answered_on=theme.answered_on,
            comments=_shown([row for row in rows if row[1] and row[1].theme_id == theme.id]),
        )
        for theme in session.scalars(query)
    ]


def _shown(rows: Sequence[Row]) -> list[PublicComment]:
    return [
        PublicComment(question=one.question, text=one.text)
        for one, mark in rows
        if one.text is not None and _state((one, mark)) == MarkState.SHOWN
    ]


def _state(row: Row) -> MarkState:
    return MarkState(row[1].state) if row[1] is not None else MarkState.SHOWN


def _manifest(session: PublishedReader, wave: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(session.get_one(WaveManifest, wave).manifest)
    return found
