"""Safety beside accountability: four fields, one point, and a box as wide as its uncertainty."""

from typing import Any

from dashboard.figures.plain import BRAND, INK_2, INK_3, RIBBON, axis, base_layout
from dashboard.texts import t
from survey_api.published.schemas import Range, Zone

LINE, LOWEST, HIGHEST, EDGE = 3.5, 1.0, 5.0, 0.2
CORNERS = {
    "learning": (HIGHEST, HIGHEST),
    "comfortable": (LOWEST, HIGHEST),
    "tense": (HIGHEST, LOWEST),
    "detached": (LOWEST, LOWEST),
}  # zone -> (accountability, safety) of its outer corner


def figure(zone: Zone, safety: float, accountability: float) -> dict[str, Any]:
    """Accountability from left to right, safety upwards, both on the answer scale."""
    return {
        "data": [_point(safety, accountability)],
        "layout": {
            **base_layout(height=300),
            "margin": {"l": 44, "r": 12, "t": 8, "b": 44},
            "shapes": [_box(zone), _line("x"), _line("y")],
            "annotations": [_name(name, *corner) for name, corner in CORNERS.items()],
            "xaxis": {**_side(), "title": {"text": t("zone.accountability")}},
            "yaxis": {**_side(), "title": {"text": t("zone.safety")}},
        },
    }


def _point(safety: float, accountability: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [accountability],
        "y": [safety],
        "hoverinfo": "skip",
        "marker": {"size": 11, "color": BRAND, "line": {"color": "#FFFFFF", "width": 1.6}},
        "showlegend": False,
    }


def _box(zone: Zone) -> dict[str, Any]:
    across, upwards = _ends(zone.accountability), _ends(zone.safety)
    place = {"x0": across[0], "x1": across[1], "y0": upwards[0], "y1": upwards[1]}
    return {"type": "rect", **place, "fillcolor": RIBBON, "line": {"color": BRAND, "width": 1}}


def _ends(one: Range) -> tuple[float, float]:
    return float(one.low), float(one.high)


def _line(axis_name: str) -> dict[str, Any]:
    other = "y" if axis_name == "x" else "x"
    return {
        "type": "line",
        f"{axis_name}0": LINE,
        f"{axis_name}1": LINE,
        f"{other}0": LOWEST,
        f"{other}1": HIGHEST,
        "line": {"color": INK_3, "width": 1.2},
    }


def _name(name: str, x: float, y: float) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "xanchor": "right" if x == HIGHEST else "left",
        "yanchor": "top" if y == HIGHEST else "bottom",
        "text": t(f"zone.name.{name}"),
        "showarrow": False,
        "font": {"size": 13, "color": INK_2},
    }


def _side() -> dict[str, Any]:
    return {**axis([LOWEST - EDGE, HIGHEST + EDGE]), "dtick": 1, "showgrid": False}
