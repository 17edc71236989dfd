"""Routes of the settings: what is in force, and the few that are changed in the browser."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct import settings_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.settings import SettingsIn, SettingsOut

router = APIRouter(tags=["settings"], dependencies=[Depends(same_origin)])
ManagesSettings = Annotated[Viewer, Depends(Requires(Permission.MANAGE_SETTINGS))]


@router.get("/settings", response_model=SettingsOut)
def show_settings(request: Request, viewer: ManagesSettings) -> SettingsOut:
    """Every setting and where it comes from; secrets only as set or not."""
    return settings_desk.show(_rooms(request))


@router.put("/settings", response_model=SettingsOut)
def change_settings(request: Request, viewer: ManagesSettings, said: SettingsIn) -> SettingsOut:
    """Write names, contacts, time zone and weekly steps for the next start."""
    return settings_desk.change(_rooms(request), viewer, said)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
