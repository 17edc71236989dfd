"""The record of deeds: for every colleague with roles, for oversight with names and as a file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse

from survey_api import audit
from survey_api.access import AnyViewer, Permission, Requires, Viewer
from survey_api.conduct import record
from survey_api.conduct.rooms import Rooms
from survey_api.published.routes import files
from survey_api.published.schemas.record import RecordOut

router = APIRouter(tags=["record"])
SeesNames = Annotated[Viewer, Depends(Requires(Permission.SEE_AUDIT))]
LINES = "application/x-ndjson"
KEPT = {"Content-Disposition": 'attachment; filename="record.jsonl"', "Cache-Control": "no-store"}


@router.get("/record", response_model=RecordOut)
def show_record(request: Request, viewer: AnyViewer) -> RecordOut:
    """The newest deeds, and whether the chain of all of them holds."""
    return record.show(_rooms(request), viewer)


@router.get("/record/export.jsonl", **files(LINES))
def export_record(request: Request, viewer: SeesNames) -> PlainTextResponse:
    """Everything as one file, to be kept apart and compared later."""
    rooms = _rooms(request)
    audit.record(rooms.published_engine, viewer, "export record", "all")
    return PlainTextResponse("".join(record.export(rooms)), media_type=LINES, headers=KEPT)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms
