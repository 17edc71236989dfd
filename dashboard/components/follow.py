"""After the finding: promises that the whole group can see."""

from typing import Any

from dashboard.components.common import card
from dashboard.elements import html
from dashboard.texts import day, t
from survey_api.published.schemas import (
    CommitmentOut,
    FollowThrough,
    UnitResult,
)


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
