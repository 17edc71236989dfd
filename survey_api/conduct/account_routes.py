"""One's own account, for whoever is signed in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import SESSION_COOKIE, AnyViewer
from survey_api.conduct import account_desk
from survey_api.conduct.account_desk import Here
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.account import (
    OwnAccount,
    PasswordIn,
    SecondStepCode,
    SecondStepIn,
    SecondStepMade,
    SessionEnd,
)

router = APIRouter(prefix="/account", tags=["account"], dependencies=[Depends(same_origin)])


def _here(request: Request, viewer: AnyViewer) -> Here:
    return Here(viewer, request.cookies.get(SESSION_COOKIE, ""))


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


Mine = Annotated[Here, Depends(_here)]
There = Annotated[Rooms, Depends(_rooms)]


@router.get("", response_model=OwnAccount)
def show_account(viewer: AnyViewer, here: Mine, rooms: There) -> OwnAccount:
    """Where one is signed in, and how."""
    return account_desk.show(rooms, here)


@router.post("/sessions/ended", status_code=204)
def end_session(viewer: AnyViewer, here: Mine, rooms: There, said: SessionEnd) -> None:
    """Sign out one other browser, or all others."""
    account_desk.end_session(rooms, here, said.name)


@router.post("/password", status_code=204)
def change_password(viewer: AnyViewer, here: Mine, rooms: There, said: PasswordIn) -> None:
    """Change the password."""
    account_desk.change_password(rooms, here, said)


@router.post("/second-step", response_model=SecondStepMade)
def begin_second_step(
    viewer: AnyViewer, here: Mine, rooms: There, said: SecondStepIn
) -> SecondStepMade:
    """Begin a second step; what is answered is shown once."""
    return account_desk.begin_second_step(rooms, here, said)


@router.post("/second-step/confirmed", status_code=204)
def confirm_second_step(viewer: AnyViewer, here: Mine, rooms: There, said: SecondStepCode) -> None:
    """Ask for it from now on."""
    account_desk.confirm_second_step(rooms, here, said)


@router.post("/second-step/ended", status_code=204)
def end_second_step(viewer: AnyViewer, here: Mine, rooms: There, said: SecondStepCode) -> None:
    """Ask for it no more."""
    account_desk.end_second_step(rooms, here, said)
