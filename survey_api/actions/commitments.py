"""What a leader promised about a result: said, reworded, kept or taken back, never deleted.

Every change names the version that was read, and leaves behind what that version said.
"""

import unicodedata
from typing import Any
from uuid import UUID

from sqlalchemy import update

from survey_api import clock
from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.errors import Conflict, Forbidden, Invalid, NotFound
from survey_api.published.models import Commitment, CommitmentChange
from survey_api.published.schemas.commitments import (
    CommitmentDone,
    CommitmentEdit,
    CommitmentIn,
    CommitmentWithdrawn,
)
from survey_api.published.schemas.words import CommitmentState

LONGEST, LONGEST_NAME, LONGEST_REASON = 500, 80, 300
NO_TEXT = {"Cc", "Cs"}  # control characters and halves of a pair, which no text needs


class CommitmentInvalid(Invalid):
    """A commitment needs a sentence of at most 500 characters and a date from today on."""


class OwnerInvalid(Invalid):
    """Whoever keeps the promise is named in at most 80 characters."""


class DidInvalid(Invalid):
    """Say in at most 500 characters what was done."""


class ReasonInvalid(Invalid):
    """Say in at most 300 characters why this will not be done."""


class NotTheLeader(Forbidden):
    """Only the leader of this group can promise something in its name."""


class ChangedMeanwhile(Conflict):
    """Somebody has changed this promise since you opened it. Nothing was overwritten: read what
    it says now, then change it again."""


class AlreadyWithdrawn(Conflict):
    """This promise was withdrawn. It stays to be read; please make a new one instead."""


class AlreadyKept(Conflict):
    """This promise was kept, so its words stay. What you did can still be reworded."""


def make(
    session: PublishedSession, viewer: Viewer, *, wave: str, unit: str, said: CommitmentIn
) -> Commitment:
    """Record a commitment of ``viewer``, who must lead ``unit`` (checked by the caller)."""
    if said.due_on < clock.today():
        raise CommitmentInvalid
    made = Commitment(
        wave_id=wave,
        unit=unit,
        **_words(viewer, said),
        owner_id=viewer.id,
        made_on=clock.today(),
        version=1,
    )
    session.add(made)
    session.flush()  # gives the row its id before it is shown
    return made


def edit(
    session: PublishedSession, viewer: Viewer, one: Commitment, said: CommitmentEdit
) -> Commitment:
    """Say it in other words; a date that stays may have passed meanwhile."""
    if one.done_on is not None:
        raise AlreadyKept
    if said.due_on != one.due_on and said.due_on < clock.today():
        raise CommitmentInvalid
    return _change(session, viewer, one, said.version, **_words(viewer, said))


def finish(
    session: PublishedSession, viewer: Viewer, one: Commitment, said: CommitmentDone
) -> Commitment:
    """It was kept, and so; said again, the day stays and the words are the new ones."""
    did = text(said.did, LONGEST, DidInvalid)
    day = one.done_on or clock.today()
    return _change(session, viewer, one, said.version, did=did, done_on=day)


def withdraw(
    session: PublishedSession, viewer: Viewer, one: Commitment, said: CommitmentWithdrawn
) -> Commitment:
    """It will not be kept; the reason stays with it."""
    if one.done_on is not None:
        raise AlreadyKept
    because = text(said.because, LONGEST_REASON, ReasonInvalid)
    return _change(session, viewer, one, said.version, because=because, withdrawn_on=clock.today())


def find(session: PublishedReader, commitment: str) -> Commitment:
    """A commitment by its id; whoever asks may not be allowed to know of it."""
    try:
        found = session.get(Commitment, UUID(commitment))
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def text(given: str, longest: int, refused: type[Invalid]) -> str:
    """One line without control characters; raises ``refused`` when empty or too long."""
    plain = "".join(" " if unicodedata.category(one) in NO_TEXT else one for one in given)
    said = " ".join(plain.split())
    if not said or len(said) > longest:
        raise refused
    return said


def lasting_state(one: Commitment) -> CommitmentState:
    """How it stands, whatever day it is."""
    if one.withdrawn_on is not None:
        return CommitmentState.WITHDRAWN
    return CommitmentState.OPEN if one.done_on is None else CommitmentState.DONE


def _words(viewer: Viewer, said: CommitmentIn) -> dict[str, Any]:
    owner = viewer.name if said.owner is None else text(said.owner, LONGEST_NAME, OwnerInvalid)
    return {
        "what": text(said.what, LONGEST, CommitmentInvalid),
        "due_on": said.due_on,
        "owner": owner,
        "scale": said.scale,
    }


def _change(
    session: PublishedSession, viewer: Viewer, one: Commitment, version: int, **values: Any
) -> Commitment:
    """Write ``values`` over the version that was read, if it still is the present one."""
    if one.withdrawn_on is not None:
        raise AlreadyWithdrawn
    before = CommitmentChange(
        commitment_id=one.id,
        version=version,
        changed_on=clock.today(),
        who=viewer.name,
        state=lasting_state(one),
        what=one.what,
        due_on=one.due_on,
        owner=one.owner,
        scale=one.scale,
        did=one.did,
    )
    renewed = (
        update(Commitment)
        .where(Commitment.id == one.id, Commitment.version == version)
        .values(**values, version=version + 1)
        .returning(Commitment.version)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(renewed) is None or one.version != version:
        raise ChangedMeanwhile
    session.add(before)
    session.flush()
    session.refresh(one)
    return one
