"""Routes of questionnaires: for those who look after them; looking at a file stores nothing."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from survey_api.access import Permission, Requires, Viewer
from survey_api.catalogue.schemas import InstrumentIn, InstrumentOut
from survey_api.conduct import instrument_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.instruments import (
    InstrumentForm,
    InstrumentFound,
    InstrumentLine,
    InstrumentSheet,
    InstrumentText,
)

router = APIRouter(tags=["catalogue"], dependencies=[Depends(same_origin)])
ManagesInstruments = Annotated[Viewer, Depends(Requires(Permission.MANAGE_INSTRUMENTS))]


@router.post("/instruments", response_model=InstrumentOut, status_code=201)
def add_instrument(
    request: Request, viewer: ManagesInstruments, said: InstrumentIn
) -> InstrumentOut:
    """Add an instrument or a new version of one; a fielded version is never changed."""
    return instrument_desk.bring_in(_rooms(request), viewer, said.source)


@router.get("/instruments/newest", response_model=list[InstrumentLine])
def list_newest(request: Request, viewer: ManagesInstruments) -> list[InstrumentLine]:
    """The newest version of each, with what to look at."""
    return instrument_desk.every(_rooms(request))


@router.post("/instruments/check", response_model=InstrumentFound)
def check_instrument(viewer: ManagesInstruments, said: InstrumentText) -> InstrumentFound:
    """What a file says, its mistakes and its special topics; nothing is stored."""
    return instrument_desk.look_at(said.source)


@router.post("/instruments/written", response_model=InstrumentOut, status_code=201)
def write_instrument(
    request: Request, viewer: ManagesInstruments, said: InstrumentForm
) -> InstrumentOut:
    """Store what the editor wrote, under a name of its own."""
    return instrument_desk.write(_rooms(request), viewer, said)


@router.get("/instruments/{name}", response_model=InstrumentSheet)
def show_instrument(
    request: Request, viewer: ManagesInstruments, name: str, version: int = 0
) -> InstrumentSheet:
    """One version with all its texts; 0 is the newest."""
    return instrument_desk.show(_rooms(request), name, version)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
