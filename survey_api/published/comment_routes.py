"""The route by which viewers of a unit read its published comments."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter

from survey_api.access import Permission, Requires, Viewer
from survey_api.catalogue.database import PublishedRead
from survey_api.published import comments
from survey_api.published.routes import cacheable
from survey_api.published.schemas.comments import UnitComments
from survey_api.published.wording import Spoken

router = APIRouter(prefix="/published", tags=["comments"])
SeesResults = Annotated[Viewer, Depends(Requires(Permission.SEE_RESULTS))]


@router.get("/waves/{wave}/units/{unit}/comments", response_model=UnitComments)
def show_comments(
    request: Request,
    session: PublishedRead,
    viewer: SeesResults,
    said: Spoken,
    wave: str,
    unit: str,
) -> Response:
    """What was written and is shown at one unit, once its day has come."""
    found = comments.of_unit(session, viewer, wave=wave, unit=unit, wording=said)
    return cacheable(request, TypeAdapter(UnitComments), found)
