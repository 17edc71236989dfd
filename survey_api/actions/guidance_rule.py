"""The rule that picks a text for a result; docs/guidance.md says it in words.

It sees what the release itself found worth a conversation, and so released figures only. It can
name four of the nine situations at most: what happens to one person is never read from scores.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from survey_api.published.schemas.guidance import GuidanceReason
from survey_api.published.schemas.results import Conversation
from survey_api.published.schemas.words import Reason

MISTAKE, SILENCE, STANDARDS = "big_mistake", "nobody_speaks_up", "standards_slip"
Shows = Literal["steps", "follow"]
REASONS: Mapping[Reason, GuidanceReason] = {
    Reason.FELL: GuidanceReason.FELL,
    Reason.LOW: GuidanceReason.LOW,
    Reason.LOWEST: GuidanceReason.KEEP,
}


@dataclass(frozen=True)
class Choice:
    """Which text, which of its sections first, and why; ``scale`` where one decided."""

    id: str
    shows: Shows
    reason: GuidanceReason
    scale: str | None = None


BY_SCALE: Mapping[str, tuple[str, Shows]] = {
    "safety": (SILENCE, "steps"),
    "speaking_up": (SILENCE, "steps"),
    "belonging": (SILENCE, "steps"),
    "practice": (MISTAKE, "steps"),
    "learning_together": (MISTAKE, "steps"),
    "accountability": (STANDARDS, "steps"),
    "trust": (SILENCE, "follow"),
}
OF_OWN_SCALES: tuple[str, Shows] = (SILENCE, "steps")
NOTHING_SHOWN = Choice(SILENCE, "steps", GuidanceReason.HIDDEN)
KEEP_GOING = Choice(MISTAKE, "steps", GuidanceReason.KEEP)


def choose(finding: Conversation | None, *, is_shown: bool) -> Choice:
    """The text for what the release found; ``is_shown`` when any figure is there to be seen."""
    if not is_shown:
        return NOTHING_SHOWN
    if finding is None or finding.because is Reason.LOWEST:
        return KEEP_GOING
    name, shows = BY_SCALE.get(finding.scale, OF_OWN_SCALES)
    return Choice(name, shows, REASONS[finding.because], finding.scale)
