"""Guidance for a result, and the promises made on it."""

from datetime import date

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


class CommitmentOut(Wire):
    """What somebody promised to do about a result, and by when."""

    id: str
    wave: str
    unit: str
    what: str
    due_on: date
    owner: str
    made_on: date
    done_on: date | None


class CommitmentIn(Wire):
    """A commitment as written by a leader."""

    what: str
    due_on: date


class FollowThrough(Wire):
    """Guidance for a result, and the commitments made on it."""

    may_commit: bool
    guidance: GuidanceCard | None
    commitments: list[CommitmentOut]
