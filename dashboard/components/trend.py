"""The trend card: a sentence, the chart with its words for those who do not see it, a table."""

from typing import Any

from dashboard.components.common import as_table, card
from dashboard.elements import dcc, html
from dashboard.figures import trend as chart
from dashboard.texts import t, with_relation
from survey_api.published.schemas import Figure, Trend, UnitResult

PLAIN = {"displayModeBar": False, "staticPlot": False, "responsive": True}


def trend(result: UnitResult, found: Trend) -> Any:
    """The card with its scale chooser."""
    title = t("trend.title", scale=found.scale.label)
    said = finding(found)
    label = t(
        "trend.aria",
        scale=found.scale.label,
        unit=found.label,
        n=len(found.points),
        finding=said,
    )
    graph = dcc.Graph(figure=chart.figure(found), config=PLAIN, className="chart")
    return card(
        title,
        said,
        _chooser(result, found),
        _legend(found),
        html.Div(graph, role="img", **{"aria-label": label}),
        as_table(
            (t("table.wave"), found.label, t("trend.organisation"), t("table.people")),
            rows(found),
        ),
        classes="wide-7",
    )


def rows(found: Trend) -> list[tuple[str, str, str, str]]:
    """The table under the chart: every point, in words."""
    return [
        (one.title, _words(one.figure), _words(one.organisation), one.n_band or "\N{EM DASH}")
        for one in found.points
    ]


def finding(found: Trend) -> str:
    """What the newest wave says; changes are judged once their statistics exist."""
    if not found.points:
        return t("trend.finding.none")
    last = found.points[-1]
    if not last.figure.value:
        return t("trend.finding.not_now", wave=last.title)
    return t(
        "trend.finding",
        wave=last.title,
        here=with_relation(last.figure),
        organisation=with_relation(last.organisation),
    )


def _words(figure: Figure) -> str:
    return with_relation(figure) if figure.value else str(figure.text or "")


def _chooser(result: UnitResult, found: Trend) -> Any:
    options = [
        html.Option(one.scale.label, value=one.scale.id, selected=_on(one.scale.id, found.scale.id))
        for one in result.scales
    ]
    select = html.Select(options, className="choose", name="scale", id="scale")
    return html.Label([html.Span(t("scale.label")), select], className="field", htmlFor="scale")


def _on(one: str, other: str) -> str | None:
    return "selected" if one == other else None


def _legend(found: Trend) -> Any:
    return html.Div(
        [
            html.Span([html.I(className="line"), found.label]),
            html.Span([html.I(className="line dashed"), t("trend.organisation")]),
            html.Span([html.I(className="swatch hatch"), t("trend.not_shown")]),
        ],
        className="legend",
    )
