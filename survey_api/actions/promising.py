"""May this person promise that, here? The writes on commitments, each after its check.

Whoever leads the unit today may promise in its name, and change what they or somebody before
them promised. Everybody else who sees the result gets ``NotTheLeader``, others ``NotFound``.
"""

from survey_api.access import Viewer
from survey_api.actions import commitments, promised
from survey_api.actions.commitment_view import leads, shown
from survey_api.actions.commitments import NotTheLeader
from survey_api.catalogue.database import PublishedSession
from survey_api.errors import Invalid
from survey_api.published import reader
from survey_api.published.models import Commitment
from survey_api.published.schemas.commitments import (
    CommitmentDone,
    CommitmentEdit,
    CommitmentIn,
    CommitmentOut,
    CommitmentWithdrawn,
)
from survey_api.published.schemas.results import UnitResult
from survey_api.published.wording import Wording


class NoSuchFinding(Invalid):
    """A promise answers one of the scores of this result, or none in particular."""


def make(
    session: PublishedSession,
    viewer: Viewer,
    *,
    wave: str,
    unit: str,
    said: CommitmentIn,
    wording: Wording,
) -> CommitmentOut:
    """Promise something about a result."""
    result = reader.unit_result(session, viewer, wave=wave, unit=unit, wording=wording)
    _check(viewer, result, said)
    made = commitments.make(session, viewer, wave=wave, unit=unit, said=said)
    return shown(made, result)


def edit(
    session: PublishedSession,
    viewer: Viewer,
    *,
    commitment: str,
    said: CommitmentEdit,
    wording: Wording,
) -> CommitmentOut:
    """Say a promise in other words."""
    found, result = _own(session, viewer, commitment, wording)
    _check(viewer, result, said)
    return shown(commitments.edit(session, viewer, found, said), result)


def finish(
    session: PublishedSession,
    viewer: Viewer,
    *,
    commitment: str,
    said: CommitmentDone,
    wording: Wording,
) -> CommitmentOut:
    """Say that a promise was kept, and what was done."""
    found, result = _own(session, viewer, commitment, wording)
    return shown(commitments.finish(session, viewer, found, said), result)


def withdraw(
    session: PublishedSession,
    viewer: Viewer,
    *,
    commitment: str,
    said: CommitmentWithdrawn,
    wording: Wording,
) -> CommitmentOut:
    """Take a promise back, with the reason."""
    found, result = _own(session, viewer, commitment, wording)
    return shown(commitments.withdraw(session, viewer, found, said), result)


def _own(
    session: PublishedSession, viewer: Viewer, commitment: str, wording: Wording
) -> tuple[Commitment, UnitResult]:
    found, result = promised.one(session, viewer, commitment=commitment, wording=wording)
    _check(viewer, result)
    return found, result


def _check(viewer: Viewer, result: UnitResult, said: CommitmentIn | None = None) -> None:
    if not leads(viewer, result):
        raise NotTheLeader
    known = {one.scale.id for one in result.scales}
    if said is not None and said.scale is not None and said.scale not in known:
        raise NoSuchFinding
