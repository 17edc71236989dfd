"""What later waves say after a promise, in sentences that grade nobody."""

from typing import Any

from dashboard.elements import html
from dashboard.texts import signed, t, with_relation
from survey_api.published.schemas.commitments import (
    CommitmentStory,
    CommitmentVerdict,
    UnitCommitments,
)
from survey_api.published.schemas.words import CommitmentState, Sign

OVERALL = "index"


def told_later(story: CommitmentStory, found: UnitCommitments) -> list[Any]:
    """One entry for every later wave; before there is one, that it may say something."""
    title = html.H3(t("verdict_of.title"))
    if not story.verdicts:
        is_over = story.commitment.state == CommitmentState.WITHDRAWN
        return [] if is_over else [title, html.P(t("verdict_of.none"), className="under")]
    entries = [
        html.Li([html.B(one.title), html.P(said(one, story, found)), *_noticed(one, found)])
        for one in story.verdicts
    ]
    return [title, html.Ul(entries, className="later")]


def said(one: CommitmentVerdict, story: CommitmentStory, found: UnitCommitments) -> str:
    """The verdict as a sentence."""
    overall = next((scale.label for scale in found.scales if scale.id == OVERALL), "")
    key = f"verdict_of.{one.sign}"
    if one.sign == Sign.WITH_EVERYONE and found.is_whole:
        key += ".whole"
    return t(
        key,
        scale=story.commitment.scale_label or overall,
        difference=signed(one.difference) if one.difference else "",
        since=t(f"verdict_of.since.{one.since}") if one.since else "",
    )


def _noticed(one: CommitmentVerdict, found: UnitCommitments) -> list[Any]:
    if one.noticed is None or found.noticed_text is None:
        return []
    text = found.noticed_text
    if not one.noticed.value:
        told = t("verdict_of.noticed.hidden", text=text)
    elif one.noticed_in:
        value = with_relation(one.noticed)
        told = t("verdict_of.noticed.borrowed", text=text, value=value, unit=one.noticed_in.label)
    else:
        told = t("verdict_of.noticed", text=text, value=with_relation(one.noticed))
    return [html.P(told, className="under")]
