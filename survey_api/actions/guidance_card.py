"""The text chosen for a result, in short, as it stands beside the figures."""

from survey_api.actions import guidance
from survey_api.actions.guidance_rule import choose
from survey_api.published.schemas.guidance import GuidanceCard, GuidanceRole, GuidanceStep
from survey_api.published.schemas.results import ScaleFigure, UnitResult

READER = GuidanceRole.MANAGER  # the card speaks of a group, and so to whoever leads it


def card(result: UnitResult, locale: str) -> GuidanceCard:
    """Chosen by ``guidance_rule.choose`` from what the release found."""
    is_shown = any(one.figure.shown for one in result.scales)
    choice = choose(result.worth_a_conversation, is_shown=is_shown)
    found = guidance.load(choice.id, locale)
    part = found.parts[READER]
    decided = _decided(result, choice.scale)
    return GuidanceCard(
        id=found.id,
        title=found.title,
        lead=part.lead,
        reason=choice.reason,
        scale=decided.scale.label if decided else None,
        value=decided.figure.value if decided else None,
        relation=decided.figure.relation if decided else None,
        shows=choice.shows,
        steps=[GuidanceStep(practice=practice, text=said) for practice, said in part.steps],
        follow=list(part.follow),
    )


def _decided(result: UnitResult, scale: str | None) -> ScaleFigure | None:
    return next((one for one in result.scales if one.scale.id == scale), None)
