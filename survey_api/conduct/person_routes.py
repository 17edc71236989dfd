"""What is kept, and what a person asks about themselves: a copy, or to be forgotten."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from survey_api import audit
from survey_api.access import Permission, Requires, Viewer
from survey_api.conduct import person_requests, persons
from survey_api.conduct.rooms import Rooms
from survey_api.identity.csrf import same_origin
from survey_api.published.routes import files
from survey_api.published.schemas.keeping import ErasureWaiting, KeepingOut, PersonIn

router = APIRouter(tags=["keeping"], dependencies=[Depends(same_origin)])
Oversees = Annotated[Viewer, Depends(Requires(Permission.SEE_AUDIT))]
Answers = Annotated[Viewer, Depends(Requires(Permission.ANSWER_REQUESTS))]
JSON = "application/json"
KEPT = {"Content-Disposition": 'attachment; filename="person.json"', "Cache-Control": "no-store"}


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


There = Annotated[Rooms, Depends(_rooms)]


@router.get("/keeping", response_model=KeepingOut)
def show_keeping(viewer: Oversees, rooms: There) -> KeepingOut:
    """What is kept how long, and how much of it is due."""
    return person_requests.show(rooms)


@router.post("/persons/copy", **files(JSON))
def copy_person(viewer: Answers, rooms: There, said: PersonIn) -> Response:
    """Everything held about somebody, to be handed to them."""
    audit.record(rooms.published_engine, viewer, "export person", "one person")
    found = persons.held(rooms, said.email)
    return Response(json.dumps(found, ensure_ascii=False, indent=2), 200, KEPT, JSON)


@router.get("/persons/erasures", response_model=tuple[ErasureWaiting, ...])
def list_erasures(viewer: Answers, rooms: There) -> tuple[ErasureWaiting, ...]:
    """Who waits to be forgotten."""
    return person_requests.waiting(rooms)


@router.post("/persons/erasures", status_code=204)
def ask_erasure(viewer: Answers, rooms: There, said: PersonIn) -> None:
    """Somebody asks to be forgotten."""
    audit.record(rooms.published_engine, viewer, "erase person", "one person")
    person_requests.ask(rooms, said.email)


@router.post("/persons/erasures/withdrawn", status_code=204)
def withdraw_erasure(viewer: Answers, rooms: There, said: PersonIn) -> None:
    """They changed their mind."""
    audit.record(rooms.published_engine, viewer, "keep person", "one person")
    person_requests.withdraw(rooms, said.email)
