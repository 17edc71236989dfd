"""After the finding: guidance, and promises that the whole group can see."""

from decimal import Decimal
from typing import Any

from dashboard.components.common import card
from dashboard.components.headline import shown_scales
from dashboard.elements import html
from dashboard.texts import day, t
from survey_api.published.schemas import (
    CommitmentOut,
    FollowThrough,
    GuidanceSection,
    UnitResult,
)

LOW = Decimal("3.0")


def guidance(found: FollowThrough, result: UnitResult) -> Any:
    """The guidance card; a low result opens with the leader, not the number."""
    text = found.guidance
    if text is None:
        return None
    sections = [_section(one, is_open=at == 0) for at, one in enumerate(text.sections)]
    beside = []
    if found.may_commit and is_low(result):
        beside = [html.P(t("guidance.beside"), className="beside")]
    return card(
        t("guidance.title"),
        text.because,
        *beside,
        html.H3(text.title),
        *sections,
        classes="wide-7",
        id_="guidance",
    )


def is_low(result: UnitResult) -> bool:
    """Whether any part of the score is under the middle of the scale."""
    return any(Decimal(one.figure.value or "5") < LOW for one in shown_scales(result))


def commitments(found: FollowThrough, result: UnitResult) -> Any:
    """What was promised, and for the leader a way to promise something."""
    n = len(found.commitments)
    said = t("commitments.none") if n == 0 else t("commitments.finding.one")
    if n > 1:
        said = t("commitments.finding.many", n=n)
    listed = [html.Ul([_promise(one) for one in found.commitments], className="promises")]
    form = [_form(result)] if found.may_commit else []
    return card(
        t("commitments.title"),
        said,
        *(listed if n else []),
        *form,
        classes="wide-5",
        id_="promises",
    )


def _section(one: GuidanceSection, *, is_open: bool) -> Any:
    body: list[Any] = [html.P(text) for text in one.paragraphs]
    if one.points:
        body.append(html.Ul([html.Li(point) for point in one.points]))
    return html.Details([html.Summary(one.heading), *body], className="advice", open=is_open)


def _promise(one: CommitmentOut) -> Any:
    under = t(
        "commitments.by",
        date=day(one.due_on),
        owner=one.owner,
        made=day(one.made_on),
    )
    done = [
        html.Span(
            t("commitments.done", date=day(one.done_on) if one.done_on else ""), className="done"
        )
    ]
    return html.Li([html.P(one.what), html.Small(under), *(done if one.done_on else [])])


def _form(result: UnitResult) -> Any:
    return html.Form(
        [
            html.Label(t("commitments.what"), htmlFor="what"),
            html.Textarea(id="what", name="what", maxLength=500, rows=3, required=True),
            html.Label(t("commitments.when"), htmlFor="due_on"),
            html.Div(id="due-slot", className="due-slot"),
            html.P(t("commitments.hint"), className="under"),
            html.Button(t("commitments.save"), type="submit", className="primary"),
            html.P(t("commitments.failed"), role="alert", hidden=True, className="failed"),
        ],
        className="promise-form",
        action=f"/actions/waves/{result.wave.id}/units/{result.unit}",
        method="post",
    )
