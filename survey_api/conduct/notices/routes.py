"""Routes of the papers for counsel: the list, one to be read, and files."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct.notices import files, papers
from survey_api.conduct.notices.files import Form
from survey_api.conduct.notices.papers import Notice
from survey_api.conduct.rooms import Rooms
from survey_api.published.routes import files as answers_with
from survey_api.published.routes import tagged
from survey_api.published.schemas.notices import NoticeOut, NoticesOut
from survey_api.published.wording import Spoken

router = APIRouter(tags=["notices"])
SeesNotices = Annotated[Viewer, Depends(Requires(Permission.SEE_NOTICES))]


@router.get("/notices", response_model=NoticesOut)
def list_notices(request: Request, viewer: SeesNotices, said: Spoken) -> NoticesOut:
    """Every paper, made from today's settings, with how much is still to be filled in."""
    return papers.listed(_rooms(request), said.locale)


@router.get("/notices/{notice}", response_model=NoticeOut)
def read_notice(request: Request, viewer: SeesNotices, said: Spoken, notice: Notice) -> NoticeOut:
    """One paper in pieces."""
    return papers.told(papers.draw_up(_rooms(request), notice, said.locale))


@router.get("/notices/{notice}/file.{form}", **answers_with(*files.MEDIA.values()))
def download_notice(
    request: Request, viewer: SeesNotices, said: Spoken, notice: Notice, form: Form
) -> Response:
    """One paper as a file."""
    paper = papers.draw_up(_rooms(request), notice, said.locale)
    name = {"Content-Disposition": f'attachment; filename="{files.name_of(paper, form)}"'}
    return tagged(request, files.written(paper, form), files.MEDIA[form], name)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
