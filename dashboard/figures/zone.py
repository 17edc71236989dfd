"""Safety beside accountability: four fields, points, and boxes as wide as their uncertainty."""

from dataclasses import dataclass
from typing import Any

from dashboard.figures.plain import axis, base_layout, palette
from dashboard.texts import t
from survey_api.published.schemas.figures import Range
from survey_api.published.schemas.results import Zone

LINE, LOWEST, HIGHEST, EDGE = 3.5, 1.0, 5.0, 0.2
CORNERS = {
    "learning": (HIGHEST, HIGHEST),
    "comfortable": (LOWEST, HIGHEST),
    "tense": (HIGHEST, LOWEST),
    "detached": (LOWEST, LOWEST),
}  # zone -> (accountability, safety) of its outer corner


@dataclass(frozen=True)
class Point:
    """A unit's place; ``name`` is what is written beside it, "" where it stands alone."""

    name: str
    zone: Zone
    safety: float
    accountability: float


def figure(points: list[Point]) -> dict[str, Any]:
    """Accountability from left to right, safety upwards, both on the answer scale."""
    return {
        "data": [_points(points)],
        "layout": {
            **base_layout(height=300 if len(points) == 1 else 460),
            "margin": {"l": 44, "r": 12, "t": 8, "b": 44},
            "shapes": [*(_box(one.zone) for one in points), _line("x"), _line("y")],
            "annotations": [_name(name, *corner) for name, corner in CORNERS.items()],
            "xaxis": {**_side(), "title": {"text": t("zone.accountability")}},
            "yaxis": {**_side(), "title": {"text": t("zone.safety")}},
        },
    }


def _points(points: list[Point]) -> dict[str, Any]:
    used, many = palette(), len(points) > 1
    return {
        "type": "scatter",
        "mode": "markers+text" if many else "markers",
        "x": [one.accountability for one in points],
        "y": [one.safety for one in points],
        "text": [one.name for one in points],
        "textfont": {"color": used.surface, "size": 11},
        "hoverinfo": "skip",
        "marker": {
            "size": 22 if many else 11,
            "opacity": 1,
            "color": used.brand,
            "line": {"color": used.surface, "width": 1.6},
        },
        "showlegend": False,
    }


def _box(zone: Zone) -> dict[str, Any]:
    used = palette()
    across, upwards = _ends(zone.accountability), _ends(zone.safety)
    place = {"x0": across[0], "x1": across[1], "y0": upwards[0], "y1": upwards[1]}
    edge = {"color": used.brand, "width": 1}
    return {"type": "rect", **place, "fillcolor": used.ribbon, "line": edge, "layer": "below"}


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
        "line": {"color": palette().ink_3, "width": 1.2},
        "layer": "below",
    }


def _name(name: str, x: float, y: float) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "xanchor": "right" if x == HIGHEST else "left",
        "yanchor": "top" if y == HIGHEST else "bottom",
        "text": t(f"zone.name.{name}"),
        "showarrow": False,
        "font": {"size": 13, "color": palette().ink_2},
    }


def _side() -> dict[str, Any]:
    return {**axis([LOWEST - EDGE, HIGHEST + EDGE]), "dtick": 1, "showgrid": False}
