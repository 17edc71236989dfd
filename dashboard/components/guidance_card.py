"""The guidance chosen for a result: why it was, its first part, and the way to the rest."""

from typing import Any

from dashboard.components.common import card
from dashboard.components.guidance_text import entries, steps
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.texts import t, with_relation
from survey_api.published.schemas.figures import Figure
from survey_api.published.schemas.follow import FollowThrough
from survey_api.published.schemas.guidance import GuidanceCard, GuidanceReason


def guidance(found: FollowThrough, *, classes: str = "wide-7") -> Any:
    """The card, or None where a result has no guidance."""
    text = found.guidance
    if text is None:
        return None
    to = address("guidance", text.id)
    links = [
        html.A(t("guidance.whole", title=text.title), href=to),
        html.A(t("guidance.other"), href=address("guidance")),
    ]
    shown = steps(text.steps) if text.shows == "steps" else entries(text.follow)
    return card(
        t("guidance.card"),
        because(text),
        html.H3(text.title),
        html.P(text.lead),
        html.H4(t("guidance.next") if text.shows == "steps" else t("guidance.follow")),
        shown,
        html.P(links, className="links guidance-links"),
        classes=f"guidance-card {classes}",
        id_="guidance",
    )


def because(text: GuidanceCard) -> str:
    """Why this text, with the figure that decided, and what it is about where that is not said."""
    figure = Figure(
        shown=text.value is not None,
        value=text.value,
        relation=text.relation,
        text=None,
        borrowed=None,
    )
    said = t(f"because.{text.reason}", label=text.scale or "", value=with_relation(figure))
    if text.reason is GuidanceReason.KEEP:
        return said
    return f"{said} {t(f'because.about.{text.id}')}"
