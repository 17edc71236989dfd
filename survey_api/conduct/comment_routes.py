"""Routes of those who read comments: the desk, themes and their answers, what is not shown."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api import audit
from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct import comment_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.comments import (
    AnswerIn,
    CommentDesk,
    DeskTheme,
    PlacingIn,
    ThemeIn,
)
from survey_api.published.wording import Spoken

HERE = "/actions/waves/{wave}/comments"
router = APIRouter(prefix=HERE, tags=["comments"], dependencies=[Depends(same_origin)])
Reads = Annotated[Viewer, Depends(Requires(Permission.READ_COMMENTS))]


@router.get("", response_model=CommentDesk)
def show_desk(request: Request, viewer: Reads, said: Spoken, wave: str) -> CommentDesk:
    """Everything written in a wave; until its day nobody else may read it."""
    _record(request, viewer, "read comments", wave)
    return comment_desk.desk(_rooms(request), wave=wave, wording=said)


@router.post("/themes", response_model=DeskTheme, status_code=201)
def create_theme(request: Request, viewer: Reads, wave: str, said: ThemeIn) -> DeskTheme:
    """Name a theme."""
    return comment_desk.create_theme(_rooms(request), wave=wave, title=said.title)


@router.delete("/themes/{theme}", status_code=204)
def remove_theme(request: Request, viewer: Reads, wave: str, theme: str) -> None:
    """Take a theme away; its comments are without one again."""
    comment_desk.remove_theme(_rooms(request), wave=wave, theme=theme)


@router.put("/themes/{theme}/answer", response_model=DeskTheme)
def answer_theme(
    request: Request, viewer: Reads, wave: str, theme: str, said: AnswerIn
) -> DeskTheme:
    """Give a theme its one public answer."""
    _record(request, viewer, "answer comments", f"{wave} {theme}")
    return comment_desk.answer(_rooms(request), viewer, wave=wave, theme=theme, said=said)


@router.put("/{place}/theme", status_code=204)
def put_under_theme(
    request: Request, viewer: Reads, wave: str, place: int, said: PlacingIn
) -> None:
    """Put one comment under a theme, or under none."""
    comment_desk.put(_rooms(request), wave=wave, place=place, theme=said.theme)


@router.put("/{place}/held-back", status_code=204)
def hold_back(request: Request, viewer: Reads, wave: str, place: int) -> None:
    """Not show a comment that names somebody; it is counted in public."""
    _record(request, viewer, "hold back comment", f"{wave} {place}")
    comment_desk.hold_back(_rooms(request), wave=wave, place=place)


@router.delete("/{place}/held-back", status_code=204)
def show_again(request: Request, viewer: Reads, wave: str, place: int) -> None:
    """Take that back before the comments are published."""
    _record(request, viewer, "show comment again", f"{wave} {place}")
    comment_desk.show_again(_rooms(request), wave=wave, place=place)


@router.put("/{place}/withdrawn", status_code=204)
def withdraw(request: Request, viewer: Reads, wave: str, place: int) -> None:
    """Take a moment of support out of every page."""
    _record(request, viewer, "withdraw moment", f"{wave} {place}")
    comment_desk.withdraw(_rooms(request), wave=wave, place=place)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


def _record(request: Request, viewer: Viewer, action: str, subject: str) -> None:
    audit.record(_rooms(request).published_engine, viewer, action, subject)
