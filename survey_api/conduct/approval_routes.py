"""Approvals: oversight looks at what a wave will ask and how, and agrees."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct import approvals
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.approvals import ApprovalIn, ApprovalsOut

router = APIRouter(tags=["approvals"], dependencies=[Depends(same_origin)])
Approves = Annotated[Viewer, Depends(Requires(Permission.APPROVE))]


@router.get("/approvals", response_model=ApprovalsOut)
def list_approvals(request: Request, viewer: Approves) -> ApprovalsOut:
    """Every draft with all that will be fixed when it opens."""
    rooms = _rooms(request)
    drafts = tuple(approvals.waiting(rooms))
    return ApprovalsOut(is_needed=rooms.settings.co_approval, drafts=drafts)


@router.post("/waves/{wave}/approval", status_code=204)
def approve_wave(request: Request, viewer: Approves, wave: str, said: ApprovalIn) -> None:
    """Agree to a draft as it was looked at."""
    approvals.approve(_rooms(request), viewer, wave, said.digest)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
