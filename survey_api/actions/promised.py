"""What was promised to a unit, as one reader may see it, with what came of it.

A promise is seen by whoever sees the result it was made on, from the same day on.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from survey_api import clock
from survey_api.access import Permission, Viewer
from survey_api.actions import commitments
from survey_api.actions.verdicts import INDEX, NOTICED, Promised, verdicts
from survey_api.catalogue.database import PublishedReader
from survey_api.errors import NotFound
from survey_api.published import reader, views
from survey_api.published.models import Commitment, CommitmentChange, Release
from survey_api.published.schemas import CommitmentChange as Change
from survey_api.published.schemas import (
    CommitmentOut,
    CommitmentState,
    CommitmentStory,
    Figure,
    Standing,
    UnitCommitments,
    UnitResult,
)
from survey_api.published.wording import Wording

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Seen:
    """The results of one unit that a viewer may see today, oldest first."""

    session: PublishedReader
    results: list[UnitResult]

    def on(self, wave: str) -> UnitResult | None:
        """The result of one wave."""
        return next((one for one in self.results if one.wave.id == wave), None)

    def promised(self) -> list[tuple[Commitment, UnitResult]]:
        """Everything promised on these results, newest first, each with its result."""
        if not self.results:
            raise NotFound
        query = (
            select(Commitment)
            .where(Commitment.unit == self.results[-1].unit)
            .order_by(Commitment.made_on.desc(), Commitment.id)
        )
        found = ((one, self.on(one.wave_id)) for one in self.session.scalars(query))
        return [(one, result) for one, result in found if result is not None]


def of_unit(
    session: PublishedReader, viewer: Viewer, *, unit: str, wording: Wording
) -> list[CommitmentOut]:
    """Everything promised to a unit, newest first; ``NotFound`` when it is out of view."""
    made = _seen(session, viewer, unit, wording).promised()
    return [shown(row, result) for row, result in made]


def followed(
    session: PublishedReader, viewer: Viewer, *, unit: str, wording: Wording
) -> UnitCommitments:
    """The same with history and verdicts, and what a new promise could answer."""
    seen = _seen(session, viewer, unit, wording)
    made = seen.promised()
    newest = seen.results[-1]
    is_whole = _is_whole(session, newest)
    return UnitCommitments(
        unit=unit,
        label=newest.label,
        path=newest.path,
        wave=newest.wave.id,
        is_whole=is_whole,
        may_commit=leads(viewer, newest),
        scales=[one.scale for one in newest.scales],
        noticed_text=next((one.text for one in newest.items if one.item == NOTICED), None),
        stories=[_story(seen, *one, is_whole=is_whole) for one in made],
    )


def one(
    session: PublishedReader, viewer: Viewer, *, commitment: str, wording: Wording
) -> tuple[Commitment, UnitResult]:
    """A promise with the result it was made on; ``NotFound`` when that is out of view."""
    found = commitments.find(session, commitment)
    result = reader.unit_result(
        session, viewer, wave=found.wave_id, unit=found.unit, wording=wording
    )
    if result.expected_on is not None:
        raise NotFound
    return found, result


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


def leads(viewer: Viewer, result: UnitResult) -> bool:
    """Whether the viewer leads the unit of a result today, themselves."""
    return viewer.may(Permission.COMMIT) and result.relation == Standing.LEADER


def state(row: Commitment) -> CommitmentState:
    """How a promise stands today."""
    lasting = commitments.lasting_state(row)
    if lasting != CommitmentState.OPEN:
        return lasting
    if row.due_on < clock.today():
        return CommitmentState.OVERDUE
    is_soon = row.due_on <= clock.today() + SOON
    return CommitmentState.DUE_SOON if is_soon else CommitmentState.OPEN


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


def _seen(session: PublishedReader, viewer: Viewer, unit: str, wording: Wording) -> Seen:
    found = []
    for wave in reversed(reader.waves(session, wording)):
        try:
            result = reader.unit_result(session, viewer, wave=wave.id, unit=unit, wording=wording)
        except NotFound:  # not released, or the unit was not there or not in view
            continue
        if result.expected_on is None:
            found.append(result)
    return Seen(session, found)


def _story(seen: Seen, row: Commitment, result: UnitResult, *, is_whole: bool) -> CommitmentStory:
    promised = Promised(
        number=result.wave.number,
        made_on=row.made_on,
        scale=row.scale or INDEX,
        withdrawn_on=row.withdrawn_on,
        is_whole=is_whole,
    )
    return CommitmentStory(
        commitment=shown(row, result),
        title=result.wave.title,
        finding=_finding(result, row.scale),
        changes=history(seen.session, row, result),
        verdicts=verdicts(promised, seen.results),
    )


def _finding(result: UnitResult, scale: str | None) -> Figure | None:
    for one in result.scales:
        if one.scale.id == scale:
            return Figure(**one.figure.model_dump(include=set(Figure.model_fields)))
    return None


def _is_whole(session: PublishedReader, result: UnitResult) -> bool:
    bundle = views.bundle_of(session.get_one(Release, result.wave.id).bundle)
    return bool(bundle["organisation_unit"] == result.unit)


def _labels(result: UnitResult) -> dict[str, str]:
    return {one.scale.id: one.scale.label for one in result.scales}
