"""From a finding to a conversation to a promise: one step after every result."""

from survey_api.access import Viewer
from survey_api.actions import guidance_card, promised
from survey_api.actions.commitment_view import leads
from survey_api.catalogue.database import PublishedReader
from survey_api.published import reader
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.wording import Wording


def of(
    session: PublishedReader, viewer: Viewer, *, wave: str, unit: str, wording: Wording
) -> FollowThrough:
    """Guidance chosen from the released figures by ``guidance_rule.choose``, and the promises."""
    result = reader.unit_result(session, viewer, wave=wave, unit=unit, wording=wording)
    is_seen = result.expected_on is None
    made = promised.of_unit(session, viewer, unit=unit, wording=wording) if is_seen else []
    return FollowThrough(
        may_commit=leads(viewer, result),
        guidance=guidance_card.card(result, wording.locale),
        commitments=made,
    )
