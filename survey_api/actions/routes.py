"""What follows a result: guidance chosen from it, and the commitments made on it."""

from typing import Annotated

from fastapi import APIRouter, Depends

from survey_api.access import Permission, Requires, Viewer
from survey_api.actions import follow_through
from survey_api.catalogue.database import Published
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas import CommitmentIn, CommitmentOut, FollowThrough

router = APIRouter(prefix="/actions", tags=["actions"], dependencies=[Depends(same_origin)])
SeesGuidance = Annotated[Viewer, Depends(Requires(Permission.SEE_GUIDANCE))]
Commits = Annotated[Viewer, Depends(Requires(Permission.COMMIT))]


@router.get("/waves/{wave}/units/{unit}", response_model=FollowThrough)
def show(session: Published, viewer: SeesGuidance, wave: str, unit: str) -> FollowThrough:
    """Guidance for this result and everything promised to this unit."""
    return follow_through.of(session, viewer, wave=wave, unit=unit)


@router.post("/waves/{wave}/units/{unit}", response_model=CommitmentOut, status_code=201)
def commit(
    session: Published, viewer: Commits, wave: str, unit: str, said: CommitmentIn
) -> CommitmentOut:
    """Promise something about this result, in the name of the unit's leader."""
    return follow_through.commit(session, viewer, wave=wave, unit=unit, said=said)


@router.post("/commitments/{commitment}/done", status_code=204)
def finish(session: Published, viewer: Commits, commitment: str) -> None:
    """Say that a commitment of one's own was kept."""
    follow_through.finish(session, viewer, commitment=commitment)
