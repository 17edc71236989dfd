"""The entrance: nine things that happen, asked in plain words, and the five practices."""

from collections.abc import Sequence
from typing import Any

from dashboard.components.common import card, grid, icon
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.texts import t
from survey_api.published.schemas.guidance import Practice, SituationOut


def situations(found: Sequence[SituationOut]) -> Any:
    """One card for each, the whole of it a link."""
    return html.Ul([_situation(one) for one in found], className="situations")


def practices() -> Any:
    """What all texts have in common, and what they are not."""
    named = [
        html.Li([html.B(t(f"practice.{one}")), html.Span(t(f"practice.{one}.why"))])
        for one in Practice
    ]
    return grid(
        card(
            t("practice.title"),
            t("practice.finding"),
            html.Ol(named, className="steps practices"),
            classes="wide-7",
        ),
        card(
            t("guidance.not"),
            "",
            html.P(t("guidance.not.why"), className="guidance-not"),
            html.P(t("guidance.rule")),
            html.P(t("guidance.danger"), className="note"),
            classes="wide-5",
        ),
    )


def unwatched() -> Any:
    """Nobody learns who reads what, and this is no place to report something."""
    lines = (("shield", "guidance.unwatched"), ("life-buoy", "guidance.not_reporting"))
    return html.Div(
        [html.P([icon(sign), html.Span(t(key))], className="unwatched") for sign, key in lines]
    )


def _situation(one: SituationOut) -> Any:
    link = html.A(one.question, href=address("guidance", one.id))
    return html.Li([html.H2(link), html.P(one.when)], className="card situation")
