"""What just happened? Guidance for everybody who is signed in, before and beside any result."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from survey_api.access import Permission, Requires, Viewer
from survey_api.actions import guidance
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.guidance import GuidanceRole, GuidanceText, SituationOut
from survey_api.published.wording import Spoken


def unkept(response: Response) -> None:
    """No copy of what somebody read stays anywhere, and a language is never mistaken."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Cookie, Accept-Language"


router = APIRouter(
    prefix="/actions/guidance",
    tags=["actions"],
    dependencies=[Depends(same_origin), Depends(unkept)],
)
SeesGuidance = Annotated[Viewer, Depends(Requires(Permission.SEE_GUIDANCE))]


@router.get("", response_model=list[SituationOut])
def list_situations(viewer: SeesGuidance, said: Spoken) -> list[SituationOut]:
    """Every situation, with the roles this viewer may open a text for."""
    return guidance.listing(viewer, said.locale)


@router.get("/{situation}", response_model=GuidanceText)
def show_text(
    viewer: SeesGuidance, said: Spoken, situation: str, role: GuidanceRole = GuidanceRole.COLLEAGUE
) -> GuidanceText:
    """One situation as one role reads it."""
    return guidance.text(viewer, situation, role, said.locale)
