"""What follows a result: guidance chosen from it, beside the commitments made on it."""

from typing import Annotated

from fastapi import APIRouter, Depends

from survey_api.access import Permission, Requires, Viewer
from survey_api.actions import follow_through
from survey_api.catalogue.database import PublishedRead
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.wording import Spoken

router = APIRouter(prefix="/actions", tags=["actions"], dependencies=[Depends(same_origin)])
SeesResults = Annotated[Viewer, Depends(Requires(Permission.SEE_RESULTS))]


@router.get("/waves/{wave}/units/{unit}", response_model=FollowThrough)
def show(
    session: PublishedRead, viewer: SeesResults, said: Spoken, wave: str, unit: str
) -> FollowThrough:
    """Guidance for this result and everything promised to this unit."""
    return follow_through.of(session, viewer, wave=wave, unit=unit, wording=said)
