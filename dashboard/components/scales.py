"""Sub-scales as bars on the answer scale, with the organisation's mark, and as a table."""

from decimal import Decimal
from typing import Any

from dashboard.components.common import as_table, card, not_shown
from dashboard.components.headline import INDEX, shown_scales
from dashboard.elements import html
from dashboard.texts import sign, t, with_relation
from survey_api.published.schemas import Figure, ScaleFigure, UnitResult

LOWEST, SPAN = Decimal(1), Decimal(4)


def scales(result: UnitResult) -> Any:
    """The card of sub-scales."""
    parts = [one for one in result.scales if one.scale.id != INDEX]
    return card(
        t("scales.title"),
        finding(result),
        html.Div([_bar(one) for one in parts], className="bars"),
        as_table(
            (t("table.part"), result.label, t("scales.organisation")),
            [(one.scale.label, _cell(one.figure), _cell(one.organisation)) for one in parts],
        ),
        classes="wide-5",
    )


def finding(result: UnitResult) -> str:
    """One plain sentence."""
    shown = shown_scales(result)
    if not shown:
        return t("scales.finding.none")
    low, high = shown[0], shown[-1]
    if low.figure.value == high.figure.value:
        return t("scales.finding.same")
    return t("scales.finding", label=high.scale.label, other=low.scale.label)


def _bar(one: ScaleFigure) -> Any:
    return html.Div(
        [
            html.Div(
                [
                    html.Span(one.scale.label, className="bar-label"),
                    html.Span(one.scale.description, className="bar-note"),
                ]
            ),
            _track(one) if one.figure.value else not_shown(str(one.figure.text or "")),
            html.Span(sign(one.figure), className="bar-value"),
        ],
        className="bar-row",
    )


def _track(one: ScaleFigure) -> Any:
    mark = []
    if one.organisation.value:
        left = {"insetInlineStart": f"{_percent(one.organisation)}%"}
        mark = [html.Span(className="bar-mark", style=left)]
    filled = html.Span(className="bar-fill", style={"inlineSize": f"{_percent(one.figure)}%"})
    return html.Div([filled, *mark], className="bar-track", **{"aria-hidden": "true"})


def _percent(figure: Figure) -> str:
    share = (Decimal(figure.value or "1") - LOWEST) / SPAN * 100
    return f"{max(Decimal(1), share):.1f}"


def _cell(figure: Figure) -> Any:
    return with_relation(figure) if figure.value else str(figure.text or "")
