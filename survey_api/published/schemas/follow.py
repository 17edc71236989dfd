"""Guidance for a result, and the promises made on it."""

from survey_api.published.schemas.commitments import CommitmentOut
from survey_api.published.schemas.figures import Wire
from survey_api.published.schemas.guidance import GuidanceCard


class FollowThrough(Wire):
    """Guidance for a result, and the commitments made on it."""

    may_commit: bool
    guidance: GuidanceCard | None
    commitments: list[CommitmentOut]
