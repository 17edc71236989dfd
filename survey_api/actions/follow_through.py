"""From a finding to a conversation to a promise: one step after every result."""

from survey_api import clock
from survey_api.access import Permission, Viewer
from survey_api.actions import commitments, guidance
from survey_api.catalogue.database import PublishedSession
from survey_api.published import reader
from survey_api.published.schemas import (
    CommitmentIn,
    CommitmentOut,
    FollowThrough,
    GuidanceCard,
    GuidanceSection,
    UnitResult,
)


def of(session: PublishedSession, viewer: Viewer, *, wave: str, unit: str) -> FollowThrough:
    """Guidance chosen from the released figures by ``guidance.choose``, and the promises."""
    result = _result(session, viewer, wave, unit)
    return FollowThrough(
        may_commit=may_commit(session, viewer, wave=wave, unit=unit),
        guidance=_card(result),
        commitments=commitments.of_unit(session, unit=unit),
    )


def commit(
    session: PublishedSession, viewer: Viewer, *, wave: str, unit: str, said: CommitmentIn
) -> CommitmentOut:
    """Record a promise of the leader of ``unit``; units out of view are ``NotFound``."""
    _result(session, viewer, wave, unit)
    if not may_commit(session, viewer, wave=wave, unit=unit):
        raise commitments.NotTheLeader
    return commitments.make(session, viewer, wave=wave, unit=unit, said=said)


def finish(session: PublishedSession, viewer: Viewer, *, commitment: str) -> None:
    """Mark a promise of the viewer's own as kept today."""
    commitments.finish(session, viewer, commitment=commitment, on=clock.today())


def may_commit(session: PublishedSession, viewer: Viewer, *, wave: str, unit: str) -> bool:
    """Whether the viewer leads this unit, or the unit it stands for."""
    if not viewer.may(Permission.COMMIT):
        return False
    return reader.leads(session, viewer, wave=wave, unit=unit)


def _result(session: PublishedSession, viewer: Viewer, wave: str, unit: str) -> UnitResult:
    return reader.unit_result(session, viewer, wave=wave, unit=unit)


def _card(result: UnitResult) -> GuidanceCard:
    choice = guidance.choose({one.scale.id: one.figure for one in result.scales})
    text = guidance.load(choice.id)
    return GuidanceCard(
        id=text.id,
        title=text.title,
        because=choice.because,
        sections=[
            GuidanceSection(
                heading=part.heading, paragraphs=list(part.paragraphs), points=list(part.entries)
            )
            for part in text.sections
        ],
    )
