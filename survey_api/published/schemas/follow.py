"""Guidance for a result, and the promises made on it."""

from survey_api.published.schemas.commitments import CommitmentOut
from survey_api.published.schemas.figures import Wire


class GuidanceSection(Wire):
    """A heading with paragraphs and list items in reading order."""

    heading: str
    paragraphs: list[str]
    points: list[str]


class GuidanceCard(Wire):
    """One guidance text and why it was chosen for this result."""

    id: str
    title: str
    because: str
    sections: list[GuidanceSection]


class FollowThrough(Wire):
    """Guidance for a result, and the commitments made on it."""

    may_commit: bool
    guidance: GuidanceCard | None
    commitments: list[CommitmentOut]
