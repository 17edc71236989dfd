"""Units side by side: a dot with its number on a bar that is as long as the likely range."""

from typing import Any

from dashboard.figures.plain import axis, base_layout, palette
from dashboard.texts import between, number, public, sign, t
from survey_api.published.schemas.figures import Score
from survey_api.published.schemas.results import Line

ROW, LOWEST, HIGHEST = 34, 1.0, 5.0
LONGEST = 24  # characters of a name beside the axis; the table has the whole
Trace = dict[str, Any]


def figure(lines: list[Line], scale: str, organisation: str | None) -> dict[str, Any]:
    """A Plotly figure as a plain dict: from above in the order given, never sorted by value."""
    rows = list(range(len(lines)))
    shown = [at for at in rows if lines[at].scales[scale].value]
    return {
        "data": [
            _hidden([at for at in rows if at not in shown], lines),
            *(_bar(at, lines[at], scale) for at in shown if lines[at].scales[scale].range),
            _dots(shown, lines, scale),
        ],
        "layout": {
            **_layout(lines, organisation),
            "annotations": [_limit(at, lines[at].scales[scale]) for at in shown],
        },
    }


def _dots(shown: list[int], lines: list[Line], scale: str) -> Trace:
    used = palette()
    figures = [lines[at].scales[scale] for at in shown]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [float(one.value or 0) for one in figures],
        "y": shown,
        "text": [number(one.value or "") for one in figures],
        "textfont": {"color": used.surface, "size": 11},
        "hovertext": [f"{lines[at].label}: {_said(lines[at], scale)}" for at in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": 28,
            "color": used.brand,
            "opacity": 1,
            "line": {"color": used.surface, "width": 2},
        },
        "showlegend": False,
    }


def _said(line: Line, scale: str) -> str:
    found = line.scales[scale]
    return f"{sign(found)} ({t('score.range', range=between(found.range))})"


def _limit(at: int, found: Score) -> dict[str, Any]:
    """ "≤", "≥" or "≈" before the range, where the number is not to be read as it stands."""
    mark = sign(found).removesuffix(number(found.value or "")).strip()
    start = found.range.low if found.range else found.value
    font = {"size": 13, "color": palette().ink_2}
    return {"x": min(float(start or 0), float(found.value or 0) - 0.12), "y": at, "text": mark} | {
        "xanchor": "right",
        "showarrow": False,
        "font": font,
        "xshift": -3,
    }


def _bar(at: int, line: Line, scale: str) -> Trace:
    ends = line.scales[scale].range
    low, high = (float(ends.low), float(ends.high)) if ends else (0.0, 0.0)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, high],
        "y": [at, at],
        "line": {"color": palette().span, "width": 14},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _hidden(rows: list[int], lines: list[Line]) -> Trace:
    """A hatched bar over the whole width: no zero and no gap."""
    used = palette()
    return {
        "type": "bar",
        "orientation": "h",
        "x": [HIGHEST - LOWEST] * len(rows),
        "y": rows,
        "base": LOWEST,
        "width": 0.6,
        "hovertext": [f"{lines[at].label}: {public(lines[at].text)}" for at in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": used.hatch_ground,
            "line": {"width": 0},
            "pattern": {
                "shape": "/",
                "fgcolor": used.hatch,
                "bgcolor": used.hatch_ground,
                "size": 7,
            },
        },
        "showlegend": False,
    }


def _layout(lines: list[Line], organisation: str | None) -> dict[str, Any]:
    n = len(lines)
    widest = max((len(_short(line.label)) for line in lines), default=4)
    shapes = [_reference(float(organisation))] if organisation else []
    return {
        **base_layout(height=ROW * n + 52, left=min(30 + 7 * widest, 190)),
        "bargap": 0,
        "shapes": shapes,
        "xaxis": {**axis([LOWEST - 0.1, HIGHEST + 0.1]), "dtick": 1},
        "yaxis": {
            **axis([n - 0.4, -0.6]),
            "tickmode": "array",
            "tickvals": list(range(n)),
            "ticktext": [_short(line.label) for line in lines],
            "showgrid": False,
        },
    }


def _reference(value: float) -> dict[str, Any]:
    line = {"color": palette().ink_3, "width": 1.6, "dash": "dash"}
    return {
        "type": "line",
        "x0": value,
        "x1": value,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": line,
        "layer": "below",
    }


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
