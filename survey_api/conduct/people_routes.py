"""Routes where a person meets a result: who stands beside a leader, and the weekly small step."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api import audit, clock
from survey_api.access import AnyViewer, Permission, Requires, Viewer
from survey_api.actions import steps
from survey_api.conduct import supporting, weekly
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.steps import (
    StepMails,
    StepMailsIn,
    SupporterIn,
    SupporterOut,
    Week,
)
from survey_api.published.wording import Spoken

router = APIRouter(prefix="/actions", tags=["actions"], dependencies=[Depends(same_origin)])
Leads = Annotated[Viewer, Depends(Requires(Permission.COMMIT))]
SUPPORTER = "/waves/{wave}/units/{unit}/supporter"


@router.put(SUPPORTER, response_model=SupporterOut)
def ask_supporter(
    request: Request, viewer: Leads, wave: str, unit: str, said: SupporterIn
) -> SupporterOut:
    """Let one person of the roster see this page before the team does."""
    rooms = _rooms(request)
    audit.record(rooms.published_engine, viewer, "ask supporter", f"wave {wave} unit {unit}")
    return supporting.ask(rooms, viewer, wave=wave, unit=unit, said=said)


@router.delete(SUPPORTER, status_code=204)
def take_supporter_back(request: Request, viewer: Leads, wave: str, unit: str) -> None:
    """Close the page to them again."""
    supporting.take_back(_rooms(request), viewer, wave=wave, unit=unit)


@router.get("/week", response_model=Week)
def show_week(viewer: AnyViewer, said: Spoken) -> Week:
    """This week's small step, the same for everybody."""
    return steps.this_week(clock.today(), said.locale)


@router.get("/week/mails", response_model=StepMails)
def show_mails(request: Request, viewer: AnyViewer) -> StepMails:
    """Whether the step comes by mail."""
    return weekly.mails(_rooms(request), viewer)


@router.put("/week/mails", response_model=StepMails)
def wish_mails(request: Request, viewer: AnyViewer, said: StepMailsIn) -> StepMails:
    """Pause the mails, or have them again."""
    return weekly.wish(_rooms(request), viewer, said)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
