"""Routes of results of before: for those who may bring them in; the replies hold no figure."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct import earlier_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.earlier import EarlierIn, EarlierOut, EarlierTaken

router = APIRouter(tags=["published"], dependencies=[Depends(same_origin)])
BringsHistory = Annotated[Viewer, Depends(Requires(Permission.BRING_HISTORY))]


@router.get("/earlier", response_model=list[EarlierOut])
def list_earlier(request: Request, viewer: BringsHistory) -> list[EarlierOut]:
    """All earlier results, oldest first."""
    return earlier_desk.every(_rooms(request))


@router.post("/earlier", response_model=EarlierTaken)
def take_in_earlier(request: Request, viewer: BringsHistory, said: EarlierIn) -> EarlierTaken:
    """Take in a file's figures; on ``trial`` only say what would be taken in."""
    return earlier_desk.take_in(_rooms(request), viewer, said)


@router.delete("/earlier/{name}", response_model=EarlierOut)
def take_out_earlier(request: Request, viewer: BringsHistory, name: str) -> EarlierOut:
    """Remove one earlier result."""
    return earlier_desk.take_out(_rooms(request), viewer, name)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
