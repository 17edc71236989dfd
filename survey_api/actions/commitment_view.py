"""One promise as it is said to a reader: how it stands today, what it answers, what it said
before."""

from datetime import timedelta

from sqlalchemy import select

from survey_api import clock
from survey_api.access import Permission, Viewer
from survey_api.actions import commitments
from survey_api.catalogue.database import PublishedReader
from survey_api.published.models import Commitment, CommitmentChange
from survey_api.published.schemas.commitments import CommitmentChange as Change
from survey_api.published.schemas.commitments import CommitmentOut
from survey_api.published.schemas.figures import Figure
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.words import CommitmentState, Standing

SOON = timedelta(days=7)


def shown(row: Commitment, result: UnitResult) -> CommitmentOut:
    """A promise beside the result it was made on."""
    return CommitmentOut(
        id=str(row.id),
        wave=row.wave_id,
        unit=row.unit,
        what=row.what,
        due_on=row.due_on,
        owner=row.owner,
        made_on=row.made_on,
        done_on=row.done_on,
        scale=row.scale,
        scale_label=_labels(result).get(row.scale or ""),
        did=row.did,
        withdrawn_on=row.withdrawn_on,
        because=row.because,
        state=state(row),
        version=row.version,
    )


def history(session: PublishedReader, found: Commitment, result: UnitResult) -> list[Change]:
    """What a promise said before, newest change first."""
    query = (
        select(CommitmentChange)
        .where(CommitmentChange.commitment_id == found.id)
        .order_by(CommitmentChange.version.desc())
    )
    labels = _labels(result)
    return [
        Change(
            on=one.changed_on,
            who=one.who,
            state=CommitmentState(one.state),
            what=one.what,
            due_on=one.due_on,
            owner=one.owner,
            scale_label=labels.get(one.scale or ""),
            did=one.did,
        )
        for one in session.scalars(query)
    ]


def state(row: Commitment) -> CommitmentState:
    """How a promise stands today."""
    lasting = commitments.lasting_state(row)
    if lasting != CommitmentState.OPEN:
        return lasting
    if row.due_on < clock.today():
        return CommitmentState.OVERDUE
    is_soon = row.due_on <= clock.today() + SOON
    return CommitmentState.DUE_SOON if is_soon else CommitmentState.OPEN


def leads(viewer: Viewer, result: UnitResult) -> bool:
    """Whether the viewer leads the unit of a result today, themselves."""
    return viewer.may(Permission.COMMIT) and result.relation == Standing.LEADER


def finding(result: UnitResult, scale: str | None) -> Figure | None:
    """The figure a promise answers, as it was published then."""
    for one in result.scales:
        if one.scale.id == scale:
            return Figure(**one.figure.model_dump(include=set(Figure.model_fields)))
    return None


def _labels(result: UnitResult) -> dict[str, str]:
    return {one.scale.id: one.scale.label for one in result.scales}
