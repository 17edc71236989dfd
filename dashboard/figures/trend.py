"""The trend: a line that is never drawn through a wave that is not shown."""

from itertools import groupby
from typing import Any

from dashboard.texts import sign, t
from survey_api.published.schemas import Trend, TrendPoint

BRAND, INK_3, GRID, HATCH = "#2F55C8", "#636C7D", "#E3E6EC", "#CBD1DB"
LOWEST, HIGHEST = 1.0, 5.0


def runs(points: list[TrendPoint]) -> list[list[int]]:
    """Positions of shown points, broken wherever a wave is not shown."""
    grouped = groupby(range(len(points)), key=lambda at: points[at].figure.shown)
    return [list(run) for is_shown, run in grouped if is_shown]


def figure(trend: Trend) -> dict[str, Any]:
    """A Plotly figure as a plain dict, on the answer scale with an honest range."""
    points = trend.points
    return {
        "data": [
            _hidden(points),
            _organisation(points),
            *(_line(points, run) for run in runs(points)),
        ],
        "layout": _layout(points),
    }


def _line(points: list[TrendPoint], run: list[int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": run,
        "y": [float(points[at].figure.value or 0) for at in run],
        "text": [f"{points[at].title}: {sign(points[at].figure)}" for at in run],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": BRAND, "width": 2.6},
        "marker": {"size": 8, "color": BRAND, "line": {"color": "#FFFFFF", "width": 1.6}},
        "showlegend": False,
    }


def _organisation(points: list[TrendPoint]) -> dict[str, Any]:
    shown = [at for at, point in enumerate(points) if point.organisation.value]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": shown,
        "y": [float(points[at].organisation.value or 0) for at in shown],
        "text": [f"{t('trend.organisation')}: {sign(points[at].organisation)}" for at in shown],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": INK_3, "width": 1.6, "dash": "dash"},
        "showlegend": False,
    }


def _layout(points: list[TrendPoint]) -> dict[str, Any]:
    every = 2 if len(points) > 6 else 1
    return {
        "margin": {"l": 34, "r": 12, "t": 8, "b": 34},
        "height": 260,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 12, "color": INK_3},
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": GRID, "font": {"color": "#161B26"}},
        "dragmode": False,
        "xaxis": {
            "tickmode": "array",
            "tickvals": list(range(0, len(points), every)),
            "ticktext": [_short(points[at]) for at in range(0, len(points), every)],
            "range": [-0.5, max(len(points) - 0.5, 0.5)],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "yaxis": {
            "range": _honest_range(points),
            "dtick": 0.5,
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        },
    }


def _hidden(points: list[TrendPoint]) -> dict[str, Any]:
    """A hatched column for every wave in which the unit is not shown: no zero, no gap."""
    low, high = _honest_range(points)
    hidden = [at for at, point in enumerate(points) if not point.figure.shown]
    return {
        "type": "bar",
        "x": hidden,
        "y": [high - low] * len(hidden),
        "base": low,
        "width": 0.64,
        "text": [f"{points[at].title}: {t('trend.not_shown')}" for at in hidden],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": "#F4F5F7",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": HATCH, "bgcolor": "#F4F5F7", "size": 7},
        },
        "showlegend": False,
    }


def _honest_range(points: list[TrendPoint]) -> list[float]:
    values = [
        float(figure.value)
        for point in points
        for figure in (point.figure, point.organisation)
        if figure.value
    ]
    if not values:
        return [LOWEST, HIGHEST]
    low, high = min(values) - 0.5, max(values) + 0.5
    return [max(LOWEST - 0.2, low), min(HIGHEST + 0.2, max(high, low + 2))]


def _short(point: TrendPoint) -> str:
    return f"{point.closes_on:%b %y}"
