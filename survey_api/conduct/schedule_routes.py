"""Routes of schedules: for those who manage waves."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api import audit
from survey_api.access import Permission, Requires, Viewer
from survey_api.catalogue.schedules import State
from survey_api.conduct import schedule_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.schedules import ScheduleIn, ScheduleOut, Schedules, SkipIn

router = APIRouter(tags=["conduct"], dependencies=[Depends(same_origin)])
ManagesWaves = Annotated[Viewer, Depends(Requires(Permission.MANAGE_WAVES))]


@router.get("/schedules", response_model=Schedules)
def list_schedules(request: Request, viewer: ManagesWaves) -> Schedules:
    """All schedules, and what speaks against asking again just now."""
    return schedule_desk.every(_rooms(request))


@router.get("/schedules/{schedule}", response_model=ScheduleOut)
def show_schedule(request: Request, viewer: ManagesWaves, schedule: str) -> ScheduleOut:
    """One schedule with its next occasions."""
    return schedule_desk.show(_rooms(request), schedule)


@router.post("/schedules", response_model=ScheduleOut, status_code=201)
def create_schedule(request: Request, viewer: ManagesWaves, said: ScheduleIn) -> ScheduleOut:
    """Plan waves that open and close by themselves."""
    _record(request, viewer, "create schedule", said.title)
    return schedule_desk.create(_rooms(request), said)


@router.put("/schedules/{schedule}", response_model=ScheduleOut)
def change_schedule(
    request: Request, viewer: ManagesWaves, schedule: str, said: ScheduleIn
) -> ScheduleOut:
    """Plan it otherwise from the next wave on."""
    _record(request, viewer, "change schedule", schedule)
    return schedule_desk.change(_rooms(request), schedule, said)


@router.post("/schedules/{schedule}/pause", response_model=ScheduleOut)
def pause_schedule(request: Request, viewer: ManagesWaves, schedule: str) -> ScheduleOut:
    """Make no waves for now; one that is open runs on."""
    _record(request, viewer, "pause schedule", schedule)
    return schedule_desk.move(_rooms(request), schedule, State.PAUSED)


@router.post("/schedules/{schedule}/resume", response_model=ScheduleOut)
def resume_schedule(request: Request, viewer: ManagesWaves, schedule: str) -> ScheduleOut:
    """Go on from today; what lay in the pause is not asked later."""
    _record(request, viewer, "resume schedule", schedule)
    return schedule_desk.move(_rooms(request), schedule, State.ACTIVE)


@router.post("/schedules/{schedule}/end", response_model=ScheduleOut)
def end_schedule(request: Request, viewer: ManagesWaves, schedule: str) -> ScheduleOut:
    """Make no waves any more."""
    _record(request, viewer, "end schedule", schedule)
    return schedule_desk.move(_rooms(request), schedule, State.ENDED)


@router.post("/schedules/{schedule}/skip", response_model=ScheduleOut)
def skip_occasion(
    request: Request, viewer: ManagesWaves, schedule: str, said: SkipIn
) -> ScheduleOut:
    """Leave one occasion out."""
    _record(request, viewer, "leave out a day", f"{schedule} {said.on}")
    return schedule_desk.skip(_rooms(request), schedule, said.on)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


def _record(request: Request, viewer: Viewer, action: str, subject: str) -> None:
    audit.record(_rooms(request).published_engine, viewer, action, subject[:200])
