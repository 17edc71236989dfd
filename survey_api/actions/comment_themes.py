"""What readers make of comments: themes with one public answer, and what is not shown.

No word of a comment passes here; a comment is its place in the section.
"""

from uuid import UUID

from sqlalchemy import select, update

from survey_api import clock
from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.errors import Conflict, Invalid, NotFound
from survey_api.published.comment_models import (
    Comment,
    CommentMark,
    CommentSection,
    CommentTheme,
    MarkState,
)
from survey_api.published.schemas.comments import AnswerIn, DeskTheme, Stance

LONGEST_TITLE, LONGEST_ANSWER, MOST_THEMES = 120, 1000, 30


class ThemeInvalid(Invalid):
    """A theme needs a title of 1 to 120 characters; a wave has at most 30 of them."""


class AnswerInvalid(Invalid):
    """An answer needs 1 to 1000 characters."""


class AlreadyPublished(Conflict):
    """These comments are published. What was held back stays so, because its text is gone."""


def section(session: PublishedReader, wave: str) -> CommentSection:
    """The comments of a released wave; raises ``NotFound``."""
    found = session.get(CommentSection, wave)
    if found is None:
        raise NotFound
    return found


def themes(session: PublishedReader, wave: str) -> list[DeskTheme]:
    """All themes of a wave, by title."""
    query = select(CommentTheme).where(CommentTheme.wave_id == wave).order_by(CommentTheme.title)
    return [_out(one) for one in session.scalars(query)]


def create(session: PublishedSession, *, wave: str, title: str) -> DeskTheme:
    """A new theme without comments."""
    section(session, wave)
    made = CommentTheme(wave_id=wave, title=_title(title))
    if len(themes(session, wave)) >= MOST_THEMES:
        raise ThemeInvalid
    session.add(made)
    session.flush()  # gives the row its id before it is shown
    return _out(made)


def remove(session: PublishedSession, *, wave: str, theme: str) -> None:
    """Take a theme away; its comments are without one again."""
    found = _find(session, wave, theme)
    marks = update(CommentMark).where(CommentMark.theme_id == found.id).values(theme_id=None)
    session.execute(marks)
    session.delete(found)


def answer(
    session: PublishedSession, viewer: Viewer, *, wave: str, theme: str, said: AnswerIn
) -> DeskTheme:
    """The one public answer to a theme, in the name of the viewer; a later one replaces it."""
    found = _find(session, wave, theme)
    text = " ".join(said.answer.split())
    if not 0 < len(text) <= LONGEST_ANSWER:
        raise AnswerInvalid
    found.stance, found.answer = said.stance, text
    found.answered_by, found.answered_on = viewer.name, clock.today()
    return _out(found)


def put(session: PublishedSession, *, wave: str, place: int, theme: str | None) -> None:
    """Put one comment under a theme, or under none."""
    section(session, wave)
    mark = _mark(session, wave, place)
    mark.theme_id = _find(session, wave, theme).id if theme else None


def hide(session: PublishedSession, *, wave: str, place: int, state: MarkState) -> None:
    """Show one comment to nobody any more; once it is out its text goes for good. What was
    withdrawn stays withdrawn."""
    section(session, wave)
    mark = _mark(session, wave, place)
    if mark.state != MarkState.WITHDRAWN:
        mark.state = state
    gone = update(Comment).where(Comment.wave_id == wave, Comment.place == place)
    session.execute(gone.values(text=None))


def show_again(session: PublishedSession, *, wave: str, place: int) -> None:
    """Take back that a comment is held back, while nothing is published."""
    if section(session, wave).published_on is not None:
        raise AlreadyPublished
    mark = _mark(session, wave, place)
    if mark.state != MarkState.HELD_BACK:
        raise NotFound
    mark.state = MarkState.SHOWN


def marks(session: PublishedReader, wave: str) -> dict[int, CommentMark]:
    """What was decided so far, by place."""
    query = select(CommentMark).where(CommentMark.wave_id == wave)
    return {one.place: one for one in session.scalars(query)}


def _mark(session: PublishedSession, wave: str, place: int) -> CommentMark:
    found = session.get(CommentMark, (wave, place))
    if found is None:
        found = CommentMark(wave_id=wave, place=place, state=MarkState.SHOWN)
        session.add(found)
    return found


def _find(session: PublishedReader, wave: str, theme: str) -> CommentTheme:
    try:
        found = session.get(CommentTheme, UUID(theme))
    except ValueError:
        found = None
    if found is None or found.wave_id != wave:
        raise NotFound
    return found


def _title(raw: str) -> str:
    title = " ".join(raw.split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise ThemeInvalid
    return title


def _out(one: CommentTheme) -> DeskTheme:
    return DeskTheme(
        id=str(one.id),
        title=one.title,
        stance=Stance(one.stance) if one.stance else None,
        answer=one.answer,
        answered_by=one.answered_by,
        answered_on=one.answered_on,
    )
