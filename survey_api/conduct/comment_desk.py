"""The desk of those who read comments: open them in memory, sort, answer, hold back.

Before publication the texts come from the sealed section each time they are asked for and are
kept nowhere; afterwards from what is published.
"""

from typing import Any

from sqlalchemy import select

from survey_api.access import Viewer
from survey_api.actions import comment_themes
from survey_api.catalogue.database import PublishedReader
from survey_api.conduct import comment_section
from survey_api.conduct.rooms import Rooms
from survey_api.errors import NotFound
from survey_api.published import comments, reader, views
from survey_api.published.comment_models import Comment, CommentMark, CommentSection, MarkState
from survey_api.published.schemas.comments import AnswerIn, CommentDesk, DeskComment, DeskTheme
from survey_api.published.wording import Wording

MOMENT = "moment"
Said = dict[str, Any]


def desk(rooms: Rooms, *, wave: str, wording: Wording) -> CommentDesk:
    """Everything written in a wave, with what was decided about it so far."""
    with rooms.reading() as session:
        _, bundle = reader.released(session, wave)
        section = comment_themes.section(session, wave)
        said, held = _said(rooms, session, section)
        units = views.by_unit(bundle)
        marks = comment_themes.marks(session, wave)
        return CommentDesk(
            wave=wave,
            publish_on=section.publish_on,
            published_on=section.published_on,
            questions=comments.questions(session, wave, wording),
            comments=[
                _listed(place, one, marks.get(place), wording.unit(units[one["unit"]], units))
                for place, one in enumerate(said)
            ],
            themes=comment_themes.themes(session, wave),
            held=held,
        )


def create_theme(rooms: Rooms, *, wave: str, title: str) -> DeskTheme:
    """A new theme."""
    with rooms.published() as session:
        return comment_themes.create(session, wave=wave, title=title)


def remove_theme(rooms: Rooms, *, wave: str, theme: str) -> None:
    """Take a theme away."""
    with rooms.published() as session:
        comment_themes.remove(session, wave=wave, theme=theme)


def answer(rooms: Rooms, viewer: Viewer, *, wave: str, theme: str, said: AnswerIn) -> DeskTheme:
    """Answer a theme in public."""
    with rooms.published() as session:
        return comment_themes.answer(session, viewer, wave=wave, theme=theme, said=said)


def put(rooms: Rooms, *, wave: str, place: int, theme: str | None) -> None:
    """Put one comment under a theme, or under none."""
    _one(rooms, wave, place)
    with rooms.published() as session:
        comment_themes.put(session, wave=wave, place=place, theme=theme)


def hold_back(rooms: Rooms, *, wave: str, place: int) -> None:
    """Not show one comment, because it names somebody; it is counted in public."""
    _one(rooms, wave, place)
    with rooms.published() as session:
        comment_themes.hide(session, wave=wave, place=place, state=MarkState.HELD_BACK)


def show_again(rooms: Rooms, *, wave: str, place: int) -> None:
    """Take that back before the day."""
    _one(rooms, wave, place)
    with rooms.published() as session:
        comment_themes.show_again(session, wave=wave, place=place)


def withdraw(rooms: Rooms, *, wave: str, place: int) -> None:
    """Take a moment of support out of every page for good; its count remains."""
    if _one(rooms, wave, place)["kind"] != MOMENT:
        raise NotFound
    with rooms.published() as session:
        comment_themes.hide(session, wave=wave, place=place, state=MarkState.WITHDRAWN)


def _one(rooms: Rooms, wave: str, place: int) -> Said:
    with rooms.reading() as session:
        said, _held = _said(rooms, session, comment_themes.section(session, wave))
    if not 0 <= place < len(said):
        raise NotFound
    return said[place]


def _said(
    rooms: Rooms, session: PublishedReader, section: CommentSection
) -> tuple[list[Said], int]:
    """Every comment in its frozen order, and how many are placed nowhere."""
    if section.published_on is None:
        document = comment_section.opened(rooms, section.wave_id)
        return document["comments"], document["held"]
    query = select(Comment).where(Comment.wave_id == section.wave_id).order_by(Comment.place)
    names = ("unit", "question", "kind", "text")
    rows = [{name: getattr(one, name) for name in names} for one in session.scalars(query)]
    return rows, section.held or 0


def _listed(place: int, one: Said, mark: CommentMark | None, label: str) -> DeskComment:
    """A comment as the desk lists it; what was withdrawn is read by nobody any more."""
    state = mark.state if mark is not None else MarkState.SHOWN
    theme = str(mark.theme_id) if mark is not None and mark.theme_id else None
    text = None if state == MarkState.WITHDRAWN else one["text"]
    shown = {**one, "text": text}
    return DeskComment(place=place, label=label, state=state, theme=theme, **shown)
