"""Before any figure: who stands beside whom. For a leader the offer of somebody beside them, for
those above and HR the question how they can support."""

from datetime import date
from decimal import Decimal
from typing import Any

from dashboard.components.common import empty, icon
from dashboard.elements import html
from dashboard.texts import day, t
from survey_api.published.schemas.results import Trend, UnitResult
from survey_api.published.schemas.words import Relation, Standing

LOW = Decimal("3.0")  # under the middle of the answer scale
OFFERS = ("lighten", "room", "decide")


def opening(result: UnitResult, relation: Standing) -> Any:
    """The first thing on a team's page, or None for those it has nothing to say to."""
    if relation == Standing.LEADER:
        return _named(result) if result.supporter else _offer(result)
    if relation == Standing.SUPPORTER:
        return _note("asked", html.P(t("beside.supporter", unit=result.label)))
    if relation in {Standing.ABOVE, Standing.HR} and result.path:
        return _question(result)
    return None


def ahead(result: UnitResult) -> list[Any]:
    """What the first page opens with: a low result with the leader, not with the number."""
    if result.relation != Standing.LEADER or not (is_low(result) or result.supporter):
        return []
    return [opening(result, result.relation)]


def waiting(label: str, expected_on: date) -> Any:
    """The state of a page whose day has not come for this reader."""
    return empty(
        "inbox",
        t("waiting.title", label=label),
        t("waiting.why", day=day(expected_on)),
        html.P(t("waiting.way")),
    )


def is_low(result: UnitResult) -> bool:
    """Whether any part of the score is under the middle of the scale."""
    shown = [one.figure for one in result.scales if one.figure.value]
    return any(
        Decimal(one.value or "5") < LOW and one.relation != Relation.AT_LEAST for one in shown
    )


def before_your_time(found: Trend) -> Any:
    """Which waves of a trend a new leader has not led, or None."""
    since = found.led_since
    earlier = [one for one in found.points if since is not None and one.closes_on < since]
    if not earlier:
        return None
    return html.P(t("trend.before_you", title=earlier[-1].title), className="note before-you")


def _offer(result: UnitResult) -> Any:
    """Open where a result is low; elsewhere folded away, but there."""
    if not is_low(result):
        summary = html.Summary([icon("users"), t("beside.title")])
        return html.Details([summary, *_form(result)], className="card beside-offer folded")
    return _section(
        [html.H2(t("beside.title")), html.P(t("beside.low")), *_form(result)], "beside-offer"
    )


def _form(result: UnitResult) -> list[Any]:
    given = {"data-type": "email", "data-name": "email", "data-id": "supporter", "data-max": "254"}
    return [
        html.P(t("beside.why")),
        html.Form(
            [
                html.Label(t("beside.email"), htmlFor="supporter"),
                html.Div(className="slot-input", **given, **{"data-required": "true"}),
                html.Button(t("beside.ask"), type="submit", className="primary"),
                html.P(t("beside.unknown"), role="alert", hidden=True, className="failed unknown"),
                html.P(t("beside.failed"), role="alert", hidden=True, className="failed other"),
            ],
            className="beside-form",
            action=_address(result),
            method="post",
        ),
    ]


def _named(result: UnitResult) -> Any:
    back = html.Button(
        t("beside.take_back"),
        type="button",
        className="quiet beside-back",
        **{"data-address": _address(result)},
    )
    failed = html.P(t("beside.failed"), role="alert", hidden=True, className="failed other")
    said = html.P(t("beside.named", name=result.supporter or ""))
    return _note("has-name", said, html.Div([back, failed], className="beside-form"))


def _question(result: UnitResult) -> Any:
    offers = [html.Li(t(f"beside.offer.{name}")) for name in OFFERS]
    lead = "beside.question.low" if is_low(result) else "beside.question.lead"
    return _section(
        [
            html.H2(t("beside.question")),
            html.P(t(lead, unit=result.label)),
            html.Ul(offers),
            html.P(t("beside.question.not"), className="under"),
        ],
        "beside-question",
    )


def _note(kind: str, *parts: Any) -> Any:
    return _section([icon("users"), *parts], f"beside-note {kind}")


def _section(parts: list[Any], kind: str) -> Any:
    return html.Section(parts, className=f"card beside-card {kind}")


def _address(result: UnitResult) -> str:
    return f"/actions/waves/{result.wave.id}/units/{result.unit}/supporter"
