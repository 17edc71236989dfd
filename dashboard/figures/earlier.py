"""Surveys of before, left of the first wave: hollow marks without a line or a range, so that
nobody takes them for the protected figures beside them."""

from collections.abc import Sequence
from typing import Any

from dashboard.figures.plain import palette
from dashboard.texts import day, month, sign, t
from survey_api.published.schemas.figures import Figure
from survey_api.published.schemas.results import EarlierPoint

Trace = dict[str, Any]


def traces(earlier: Sequence[EarlierPoint]) -> list[Trace]:
    """One mark for each; nothing is drawn between them."""
    if not earlier:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(range(-len(earlier), 0)),
            "y": [float(one.value) for one in earlier],
            "text": [_hover(one) for one in earlier],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "symbol": "diamond-open",
                "size": 10,
                "color": palette().ink_3,
                "line": {"width": 1.8},
            },
            "showlegend": False,
        }
    ]


def beside(layout: dict[str, Any], earlier: Sequence[EarlierPoint]) -> dict[str, Any]:
    """Room for them on the left, behind a mark that says where the waves held here begin."""
    if not earlier:
        return layout
    across, values = layout["xaxis"], [float(one.value) for one in earlier]
    across["range"][0] = -len(earlier) - 0.5
    across["tickvals"] = [*range(-len(earlier), 0), *across["tickvals"]]
    across["ticktext"] = [*(month(one.held_on) for one in earlier), *across["ticktext"]]
    low, high = layout["yaxis"]["range"]
    layout["yaxis"]["range"] = [min(low, *(v - 0.3 for v in values)), max(high, max(values) + 0.3)]
    line = {"color": palette().ink_3, "width": 1.4, "dash": "dot"}
    place = {"x0": -0.5, "x1": -0.5, "y0": 0, "y1": 1}
    layout["shapes"].append({"type": "line", "xref": "x", "yref": "paper", **place, "line": line})
    return layout


def figure_of(one: EarlierPoint) -> Figure:
    """The number as every other one is said."""
    return Figure(shown=True, value=one.value, relation=one.relation, text=None, borrowed=None)


def _hover(one: EarlierPoint) -> str:
    told = t(f"earlier.{one.kind}", source=one.source)
    return f"{one.title}, {day(one.held_on)}: {sign(figure_of(one))}<br>{told}"
