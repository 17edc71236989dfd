"""You said, we promised, we did: one card for each promise, with what later waves say of it."""

from typing import Any

from dashboard.components.commitment_forms import own_forms
from dashboard.components.commitment_verdicts import told_later
from dashboard.elements import html
from dashboard.texts import day, plural, t, words
from survey_api.published.schemas.commitments import (
    CommitmentChange,
    CommitmentOut,
    CommitmentStory,
    UnitCommitments,
)
from survey_api.published.schemas.words import CommitmentState

STATES = CommitmentState
MARKS = {
    STATES.OPEN: "○",
    STATES.DUE_SOON: "◔",
    STATES.OVERDUE: "◑",
    STATES.DONE: "✓",
    STATES.WITHDRAWN: "–",
}


def stories(found: UnitCommitments) -> Any:
    """All of them, newest first."""
    return html.Div([_story(one, found) for one in found.stories], className="promised-list")


def state_chip(one: CommitmentOut) -> Any:
    """How it stands, in a word beside a mark."""
    mark = html.Span(MARKS[one.state], **{"aria-hidden": "true"})
    return html.Span([mark, t(f"commitments.state.{one.state}")], className=f"state {one.state}")


def _story(story: CommitmentStory, found: UnitCommitments) -> Any:
    one = story.commitment
    return html.Article(
        [
            html.Div(
                [html.H2(t("commitments.on", wave=story.title)), state_chip(one)],
                className="promised-head",
            ),
            html.Dl([part for step in _steps(story) for part in step], className="said-did"),
            *told_later(story, found),
            *_history(story.changes),
            *(own_forms(one, found.scales) if found.may_commit else []),
        ],
        className="card promised",
        id=f"promise-{one.id}",
    )


def _steps(story: CommitmentStory) -> list[tuple[Any, Any]]:
    one = story.commitment
    kept_by = t("commitments.by", date=day(one.due_on), owner=one.owner, made=day(one.made_on))
    return [
        (html.Dt(t("commitments.you_said")), html.Dd(_you_said(story))),
        (
            html.Dt(t("commitments.we_promised")),
            html.Dd([html.P(one.what, className="promised-what"), html.Small(kept_by)]),
        ),
        (html.Dt(t("commitments.we_did")), html.Dd(_we_did(one))),
    ]


def _you_said(story: CommitmentStory) -> str:
    label = story.commitment.scale_label
    if label is None or story.finding is None:
        return t("commitments.finding.whole", wave=story.title)
    return t("commitments.finding.scale", scale=label, value=words(story.finding))


def _we_did(one: CommitmentOut) -> list[Any]:
    if one.withdrawn_on:
        said = html.P(t("commitments.withdrawn", date=day(one.withdrawn_on)))
        return [said, html.P(one.because or "", className="promised-what")]
    if one.done_on:
        done = html.Small(t("commitments.done", date=day(one.done_on)))
        return [html.P(one.did or t("commitments.did.none"), className="promised-what"), done]
    return [html.P(t(f"commitments.not_yet.{one.state}", date=day(one.due_on)))]


def _history(changes: list[CommitmentChange]) -> list[Any]:
    if not changes:
        return []
    told = [html.Li(_change(one)) for one in changes]
    summary = html.Summary(plural("commitments.history", len(changes)))
    return [html.Details([summary, html.Ul(told)], className="promised-fold")]


def _change(one: CommitmentChange) -> list[Any]:
    by = t("commitments.before.by", date=day(one.due_on), owner=one.owner)
    before = [html.Q(one.what), " ", by]
    if one.scale_label:
        before += [" ", t("commitments.before.finding", scale=one.scale_label)]
    if one.did:
        before += [" ", t("commitments.before.did"), " ", html.Q(one.did)]
    return [html.P(t("commitments.changed", date=day(one.on), who=one.who)), html.P(before)]
