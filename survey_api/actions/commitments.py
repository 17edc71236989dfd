"""What a leader promised about a result: one sentence, one date, visible to the whole unit."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from survey_api import clock
from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedSession
from survey_api.errors import Forbidden, Invalid, NotFound
from survey_api.published.models import Commitment
from survey_api.published.schemas import CommitmentIn, CommitmentOut

LONGEST = 500


class CommitmentInvalid(Invalid):
    """A commitment needs a sentence of at most 500 characters and a date from today on."""


class NotTheLeader(Forbidden):
    """Only the leader of this group can promise something in its name."""


def of_unit(session: PublishedSession, *, unit: str) -> list[CommitmentOut]:
    """All commitments of a unit, newest first."""
    query = select(Commitment).where(Commitment.unit == unit).order_by(Commitment.made_on.desc())
    return [_out(one) for one in session.scalars(query)]


def make(
    session: PublishedSession, viewer: Viewer, *, wave: str, unit: str, said: CommitmentIn
) -> CommitmentOut:
    """Record a commitment of ``viewer``, who must lead ``unit`` (checked by the caller)."""
    what = " ".join(said.what.split())
    if not what or len(what) > LONGEST or said.due_on < clock.today():
        raise CommitmentInvalid
    made = Commitment(
        wave_id=wave,
        unit=unit,
        what=what,
        due_on=said.due_on,
        owner=viewer.name,
        owner_id=viewer.id,
        made_on=clock.today(),
    )
    session.add(made)
    session.flush()  # gives the row its id before it is shown
    return _out(made)


def finish(session: PublishedSession, viewer: Viewer, *, commitment: str, on: date) -> None:
    """Mark a commitment of the viewer's own as done."""
    try:
        found = session.get(Commitment, UUID(commitment))
    except ValueError:
        found = None
    if found is None or found.owner_id != viewer.id:
        raise NotFound
    found.done_on = on


def _out(one: Commitment) -> CommitmentOut:
    return CommitmentOut(
        id=str(one.id),
        wave=one.wave_id,
        unit=one.unit,
        what=one.what,
        due_on=one.due_on,
        owner=one.owner,
        made_on=one.made_on,
        done_on=one.done_on,
    )
