"""What a leader promised about a result, what came of it, and what a later wave can say of it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from survey_api.published.schemas.figures import Figure, Wire
from survey_api.published.schemas.results import ScaleMeta
from survey_api.published.schemas.waves import UnitRef
from survey_api.published.schemas.words import CommitmentState, Sign, Since

Version = Annotated[int, Field(ge=1, le=1_000_000)]


class CommitmentOut(Wire):
    """One promise. ``scale`` is the finding it answers, ``did`` what was done in the end;
    ``version`` is said back with every change, so that none is lost."""

    id: str
    wave: str
    unit: str
    what: str
    due_on: date
    owner: str
    made_on: date
    done_on: date | None
    scale: str | None = None
    scale_label: str | None = None
    did: str | None = None
    withdrawn_on: date | None = None
    because: str | None = None
    state: CommitmentState = CommitmentState.OPEN
    version: int = 1


class CommitmentIn(Wire):
    """A promise as written by a leader; without an ``owner`` it is their own."""

    what: str
    due_on: date
    owner: str | None = None
    scale: str | None = None


class CommitmentEdit(CommitmentIn):
    """A promise in other words; ``version`` is the one that was read."""

    version: Version


class CommitmentDone(Wire):
    """A promise was kept, and so: "we did"."""

    did: str
    version: Version


class CommitmentWithdrawn(Wire):
    """A promise will not be kept, and why."""

    because: str
    version: Version


class CommitmentChange(Wire):
    """One change of a promise: who made it, when, and what it had said before."""

    on: date
    who: str
    state: CommitmentState
    what: str
    due_on: date
    owner: str
    scale_label: str | None
    did: str | None


class CommitmentVerdict(Wire):
    """What one later wave says. ``noticed`` is the figure of "I noticed something change",
    borrowed from ``noticed_in`` where this unit is too small for single questions."""

    wave: str
    title: str
    sign: Sign
    difference: str | None
    since: Since | None
    noticed: Figure | None
    noticed_in: UnitRef | None


class CommitmentStory(Wire):
    """A promise with the figure it answers, its history, and what every later wave says, oldest
    first."""

    commitment: CommitmentOut
    title: str
    finding: Figure | None
    changes: list[CommitmentChange]
    verdicts: list[CommitmentVerdict]


class UnitCommitments(Wire):
    """Everything promised to a unit, newest first. ``wave`` is the newest result the viewer may
    see of it and could promise something about, ``scales`` what it may answer."""

    unit: str
    label: str
    path: list[UnitRef]
    wave: str
    is_whole: bool
    may_commit: bool
    scales: list[ScaleMeta]
    noticed_text: str | None
    stories: list[CommitmentStory]


class UnitTally(Wire):
    """How many promises a unit was made, and how they stand; ``overdue`` are some of ``open``."""

    unit: str
    label: str
    made: int
    open: int
    overdue: int
    done: int
    withdrawn: int
