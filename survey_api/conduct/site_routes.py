"""Routes of the second reporting tree: said by those who manage waves, read like every result."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter

from survey_api.access import Permission, Requires, Viewer
from survey_api.catalogue.database import PublishedRead
from survey_api.conduct import site_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published import reader
from survey_api.published.routes import SeesResults, cacheable
from survey_api.published.schemas.sites import Sites, SitesIn, SitesOut
from survey_api.published.wording import Spoken

router = APIRouter(tags=["conduct"], dependencies=[Depends(same_origin)])
ManagesWaves = Annotated[Viewer, Depends(Requires(Permission.MANAGE_WAVES))]


@router.put("/waves/{wave}/sites", response_model=SitesOut)
def place_sites(request: Request, viewer: ManagesWaves, wave: str, said: SitesIn) -> SitesOut:
    """Say which unit of a draft lies at which site."""
    rooms: Rooms = request.app.state.rooms
    return site_desk.place(rooms, viewer, wave, said.content)


@router.get("/published/waves/{wave}/sites", response_model=Sites)
def show_sites(
    request: Request, session: PublishedRead, viewer: SeesResults, said: Spoken, wave: str
) -> Response:
    """A released wave by site, as far as its teams are in view."""
    found = reader.sites(session, viewer, wave=wave, wording=said)
    return cacheable(request, TypeAdapter(Sites), found)
