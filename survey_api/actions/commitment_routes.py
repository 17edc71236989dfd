"""Commitments over HTTP: what was promised, to whom, and what came of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter

from survey_api.access import Permission, Requires, Viewer
from survey_api.actions import promised, promising, tallies
from survey_api.actions.commitment_view import history
from survey_api.catalogue.database import Published, PublishedRead
from survey_api.identity.csrf import same_origin
from survey_api.published.routes import cacheable
from survey_api.published.schemas.commitments import (
    CommitmentChange,
    CommitmentDone,
    CommitmentEdit,
    CommitmentIn,
    CommitmentOut,
    CommitmentWithdrawn,
    UnitCommitments,
    UnitTally,
)
from survey_api.published.wording import Spoken

router = APIRouter(prefix="/actions", tags=["actions"], dependencies=[Depends(same_origin)])
SeesResults = Annotated[Viewer, Depends(Requires(Permission.SEE_RESULTS))]
Commits = Annotated[Viewer, Depends(Requires(Permission.COMMIT))]
LIST, STORIES, CHANGES, TALLIES = (
    TypeAdapter(list[CommitmentOut]),
    TypeAdapter(UnitCommitments),
    TypeAdapter(list[CommitmentChange]),
    TypeAdapter(list[UnitTally]),
)


@router.get("/units/{unit}/commitments", response_model=list[CommitmentOut])
def list_of_unit(
    request: Request, session: PublishedRead, viewer: SeesResults, said: Spoken, unit: str
) -> Response:
    """Everything promised to a unit over all waves, newest first."""
    found = promised.of_unit(session, viewer, unit=unit, wording=said)
    return cacheable(request, LIST, found)


@router.get("/units/{unit}/commitments/stories", response_model=UnitCommitments)
def list_stories(
    request: Request, session: PublishedRead, viewer: SeesResults, said: Spoken, unit: str
) -> Response:
    """The same with the history of each, and what later waves say."""
    found = promised.followed(session, viewer, unit=unit, wording=said)
    return cacheable(request, STORIES, found)


@router.get("/waves/{wave}/commitments", response_model=list[UnitTally])
def count_by_unit(
    request: Request, session: PublishedRead, viewer: SeesResults, said: Spoken, wave: str
) -> Response:
    """How many promises were made up to a wave and how they stand, for every unit in view."""
    found = tallies.tallies(session, viewer, wave=wave, wording=said)
    return cacheable(request, TALLIES, found)


@router.get("/commitments/{commitment}/history", response_model=list[CommitmentChange])
def show_history(
    request: Request, session: PublishedRead, viewer: SeesResults, said: Spoken, commitment: str
) -> Response:
    """What a promise said before, newest change first."""
    found = promised.one(session, viewer, commitment=commitment, wording=said)
    return cacheable(request, CHANGES, history(session, *found))


@router.post("/waves/{wave}/units/{unit}", response_model=CommitmentOut, status_code=201)
def make(
    session: Published, viewer: Commits, wording: Spoken, wave: str, unit: str, said: CommitmentIn
) -> CommitmentOut:
    """Promise something about this result, in the name of the unit's leader."""
    return promising.make(session, viewer, wave=wave, unit=unit, said=said, wording=wording)


@router.patch("/commitments/{commitment}", response_model=CommitmentOut)
def edit(
    session: Published, viewer: Commits, wording: Spoken, commitment: str, said: CommitmentEdit
) -> CommitmentOut:
    """Say a promise in other words; what it said before stays to be read."""
    return promising.edit(session, viewer, commitment=commitment, said=said, wording=wording)


@router.post("/commitments/{commitment}/done", response_model=CommitmentOut)
def finish(
    session: Published, viewer: Commits, wording: Spoken, commitment: str, said: CommitmentDone
) -> CommitmentOut:
    """Say that a promise was kept, and what was done."""
    return promising.finish(session, viewer, commitment=commitment, said=said, wording=wording)


@router.post("/commitments/{commitment}/withdraw", response_model=CommitmentOut)
def withdraw(
    session: Published, viewer: Commits, wording: Spoken, commitment: str, said: CommitmentWithdrawn
) -> CommitmentOut:
    """Take a promise back; it stays to be read, with the reason."""
    return promising.withdraw(session, viewer, commitment=commitment, said=said, wording=wording)
