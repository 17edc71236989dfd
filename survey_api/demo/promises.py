"""What the invented leaders promised after their results, and what became of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from survey_api import clock
from survey_api.access import Role, Viewer
from survey_api.actions import commitments
from survey_api.catalogue.database import PublishedSession
from survey_api.catalogue.models import ReportingUnit
from survey_api.conduct.rooms import Rooms
from survey_api.demo import company
from survey_api.demo.climate import ACTED_AFTER
from survey_api.demo.population import DECLINING, IMPROVING, STEADY, Path
from survey_api.published.models import Commitment
from survey_api.published.schemas.commitments import (
    CommitmentDone,
    CommitmentEdit,
    CommitmentIn,
    CommitmentWithdrawn,
)

BEGUN = ACTED_AFTER + 1


@dataclass(frozen=True)
class Story:
    """One promise: after which wave (from 1) and to whom, due after how many days, and what came
    ``days`` later: it was moved, kept or withdrawn; none of these leaves it open."""

    wave: int
    unit: Path
    what: str
    scale: str
    due: int = 21
    days: int = 20
    owner: str | None = None
    moved_by: int = 0
    did: str = ""
    because: str = ""


STORIES = (
    Story(
        BEGUN,
        IMPROVING,
        "Each shift ends with ten minutes: what went wrong, what helped, what we change. "
        "I begin with mine.",
        "safety",
        did="Ten minutes after every shift but two. Since the third week others begin, too.",
    ),
    Story(
        BEGUN + 1,
        IMPROVING,
        "Everybody writes down one near miss before going home.",
        "accountability",
        days=12,
        because="Nobody wanted another form after a night. We talk about it in the ten minutes.",
    ),
    Story(
        BEGUN + 3,
        IMPROVING,
        "The handover sheet gets a line for what is still open, and I read it out before we start.",
        "accountability",
        days=26,
        owner="The two handover leads",
        moved_by=7,
        did="The line is on the sheet. Twice it stayed empty, and we said so the next evening.",
    ),
    Story(
        BEGUN + 4,
        IMPROVING,
        "I ask for the second ladder until we have an answer, and tell you every Monday.",
        "trust",
    ),
    Story(
        BEGUN + 5,
        IMPROVING,
        "At each handover I ask who needs a second pair of hands tonight, and wait for the answer.",
        "practice",
    ),
    Story(
        BEGUN,
        STEADY,
        "The forklift plan hangs out on Thursdays, so that you can say what does not fit.",
        "trust",
        did="It hung out on Thursdays, seven weeks of eight.",
    ),
    Story(
        BEGUN + 2,
        DECLINING,
        "We sort the reasons for returns together once a week.",
        "safety",
    ),
)


def play(rooms: Rooms, wave: str, number: int) -> None:
    """Let the leaders promise what they promise after this wave; done once only."""
    for one in STORIES:
        if one.wave == number:
            with rooms.published() as session:
                _tell(session, one, wave)


def _tell(session: PublishedSession, one: Story, wave: str) -> None:
    label = one.unit[-1]
    unit = session.scalars(select(ReportingUnit.id).where(ReportingUnit.label == label)).one()
    known = select(Commitment.id).where(Commitment.wave_id == wave, Commitment.unit == unit)
    if session.scalars(known).first() is not None:
        return
    leader = _leader(one, unit)
    said = CommitmentIn(
        what=one.what,
        due_on=clock.today() + timedelta(days=one.due),
        owner=one.owner,
        scale=one.scale,
    )
    made = commitments.make(session, leader, wave=wave, unit=unit, said=said)
    later = datetime.combine(clock.today() + timedelta(days=one.days), time(12), UTC)
    with clock.travel(later):
        _go_on(session, leader, one, made)


def _go_on(session: PublishedSession, leader: Viewer, one: Story, made: Commitment) -> None:
    if one.moved_by:
        said = CommitmentEdit(
            what=made.what,
            due_on=made.due_on + timedelta(days=one.moved_by),
            owner=made.owner,
            scale=made.scale,
            version=made.version,
        )
        commitments.edit(session, leader, made, said)
    if one.did:
        commitments.finish(session, leader, made, CommitmentDone(did=one.did, version=made.version))
    if one.because:
        taken = CommitmentWithdrawn(because=one.because, version=made.version)
        commitments.withdraw(session, leader, made, taken)


def _leader(one: Story, unit: str) -> Viewer:
    person = company.COMPANY.leader_of(one.unit)
    return Viewer(
        id=person.employee_id,
        name=person.name,
        roles=frozenset({Role.LEADER}),
        roots=frozenset({unit}),
        own_unit=unit,
        lead_roots=frozenset({unit}),
    )
