"""Where a unit of 20 or more stands between safety and accountability, if that can be said."""

from typing import Any

from dashboard.components.common import PLAIN, as_table, card
from dashboard.elements import dcc, html
from dashboard.figures import zone as chart
from dashboard.texts import between, t, words
from survey_api.published.schemas.figures import Score
from survey_api.published.schemas.results import UnitResult

SAFETY, ACCOUNTABILITY = "safety", "accountability"


def zone(result: UnitResult, *, classes: str = "wide-12") -> Any:
    """The card, or None where the release names no zone."""
    scores = {one.scale.id: one.figure for one in result.scales}
    safety, accountability = scores.get(SAFETY), scores.get(ACCOUNTABILITY)
    if result.zone is None or safety is None or accountability is None:
        return None
    told = t(f"zone.finding.{result.zone.zone}")
    label = t("zone.aria", unit=result.label, finding=told)
    point = chart.Point("", result.zone, _height(safety), _height(accountability))
    graph = dcc.Graph(figure=chart.figure([point]), config=PLAIN, className="chart quadrant")
    ranges = (result.zone.safety, result.zone.accountability)
    return card(
        t("zone.title"),
        told,
        html.Div(graph, role="img", **{"aria-label": label}),
        html.P(t("zone.note"), className="note"),
        as_table(
            (t("table.part"), result.label, t("table.range")),
            [
                (t("zone.safety"), words(safety), between(ranges[0])),
                (t("zone.accountability"), words(accountability), between(ranges[1])),
            ],
        ),
        classes=classes,
    )


def _height(figure: Score) -> float:
    return float(figure.value or 0)
