"""What was promised to a unit, as one reader may see it, with what came of it.

A promise is seen by whoever sees the result it was made on, from the same day on.
"""

from sqlalchemy import select

from survey_api.access import Viewer
from survey_api.actions import commitments
from survey_api.actions.commitment_view import finding, history, leads, shown
from survey_api.actions.verdicts import INDEX, NOTICED, Promised, verdicts
from survey_api.catalogue.database import PublishedReader
from survey_api.errors import NotFound
from survey_api.published import reader, views
from survey_api.published.models import Commitment, Release
from survey_api.published.schemas.commitments import (
    CommitmentOut,
    CommitmentStory,
    CommitmentVerdict,
    UnitCommitments,
)
from survey_api.published.schemas.results import UnitResult
from survey_api.published.wording import Wording


def of_unit(
    session: PublishedReader, viewer: Viewer, *, unit: str, wording: Wording
) -> list[CommitmentOut]:
    """Everything promised to a unit, newest first; ``NotFound`` when it is out of view."""
    rows = _rows(session, unit)
    seen = {
        wave: _seen(session, viewer, wave, unit, wording) for wave in {one.wave_id for one in rows}
    }
    told = [shown(row, result) for row in rows if (result := seen[row.wave_id]) is not None]
    if not told and not _all_seen(session, viewer, unit, wording):
        raise NotFound
    return told


def followed(
    session: PublishedReader, viewer: Viewer, *, unit: str, wording: Wording
) -> UnitCommitments:
    """The same with history and verdicts, and what a new promise could answer."""
    seen = _all_seen(session, viewer, unit, wording)
    if not seen:
        raise NotFound
    newest, on = seen[-1], {one.wave.id: one for one in seen}
    rows = [one for one in _rows(session, unit) if one.wave_id in on]
    is_whole = _is_whole(session, newest)
    return UnitCommitments(
        unit=unit,
        label=newest.label,
        path=newest.path,
        wave=newest.wave.id,
        is_whole=is_whole,
        may_commit=leads(viewer, newest),
        scales=[one.scale for one in newest.scales],
        noticed_text=_noticed_text(seen),
        stories=[
            CommitmentStory(
                commitment=shown(row, on[row.wave_id]),
                title=on[row.wave_id].wave.title,
                finding=finding(on[row.wave_id], row.scale),
                changes=history(session, row, on[row.wave_id]),
                verdicts=_verdicts(row, on[row.wave_id], seen, is_whole=is_whole),
            )
            for row in rows
        ],
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


def _rows(session: PublishedReader, unit: str) -> list[Commitment]:
    newest = (Commitment.made_on.desc(), Commitment.id)
    query = select(Commitment).where(Commitment.unit == unit).order_by(*newest)
    return list(session.scalars(query))


def _seen(
    session: PublishedReader, viewer: Viewer, wave: str, unit: str, wording: Wording
) -> UnitResult | None:
    """A result that the viewer may see today; None where the wave is not released, the unit was
    not there or is out of view, or the day is still to come."""
    try:
        result = reader.unit_result(session, viewer, wave=wave, unit=unit, wording=wording)
    except NotFound:
        return None
    return result if result.expected_on is None else None


def _all_seen(
    session: PublishedReader, viewer: Viewer, unit: str, wording: Wording
) -> list[UnitResult]:
    """Oldest first."""
    waves = reversed(reader.waves(session, wording))
    found = (_seen(session, viewer, one.id, unit, wording) for one in waves if one.released_on)
    return [one for one in found if one is not None]


def _verdicts(
    row: Commitment, result: UnitResult, seen: list[UnitResult], *, is_whole: bool
) -> list[CommitmentVerdict]:
    promised = Promised(
        number=result.wave.number,
        made_on=row.made_on,
        scale=row.scale or INDEX,
        withdrawn_on=row.withdrawn_on,
        is_whole=is_whole,
    )
    return verdicts(promised, seen)


def _noticed_text(seen: list[UnitResult]) -> str | None:
    """The question as it was asked last."""
    asked = (item.text for one in reversed(seen) for item in one.items if item.item == NOTICED)
    return next(asked, None)


def _is_whole(session: PublishedReader, result: UnitResult) -> bool:
    bundle = views.bundle_of(session.get_one(Release, result.wave.id).bundle)
    return bool(bundle["organisation_unit"] == result.unit)
