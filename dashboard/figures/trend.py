"""The trend: a line and its ribbon, never drawn through a wave that is not shown or a break."""

from collections.abc import Sequence
from typing import Any

from dashboard.figures import earlier
from dashboard.figures.plain import axis, base_layout, palette
from dashboard.figures.promises import marks, places
from dashboard.figures.runs import Break, breaks, ranged_runs, runs
from dashboard.texts import between, month, sign, t
from survey_api.published.schemas.commitments import CommitmentOut
from survey_api.published.schemas.results import Trend, TrendPoint

LOWEST, HIGHEST = 1.0, 5.0
ALONE = 0.14  # half the width of the ribbon of a single point, in waves
LEAST_SPAN = 2.0  # of the axis, so that a wobble does not look like a fall
CLOSE = 0.16  # labels nearer to each other than this are moved apart

Trace = dict[str, Any]


def figure(
    trend: Trend, *, is_whole: bool = False, promised: Sequence[CommitmentOut] = ()
) -> dict[str, Any]:
    """A Plotly figure as a plain dict, on the answer scale with an honest range.

    ``is_whole`` leaves out the organisation's line: it would be drawn twice. What was
    ``promised`` is marked on the time line where it was said.
    """
    points = trend.points
    return {
        "data": [
            _hidden(points),
            *(ribbon(points, run) for run in ranged_runs(points)),
            *([] if is_whole else [_organisation(points)]),
            *(_line(points, run) for run in runs(points)),
            *earlier.traces(trend.earlier),
        ],
        "layout": earlier.beside(
            _with_promises(_layout(points, is_whole=is_whole), points, promised), trend.earlier
        ),
    }


def ribbon(points: list[TrendPoint], run: list[int]) -> Trace:
    """The likely range of one unbroken run as one closed polygon."""
    ends = [points[at].figure.range for at in run]
    low = [float(one.low) for one in ends if one]
    high = [float(one.high) for one in ends if one]
    x: list[float] = [float(at) for at in run]
    if len(run) == 1:
        x, low, high = [x[0] - ALONE, x[0] + ALONE], low * 2, high * 2
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*x, *x[::-1], x[0]],
        "y": [*low, *high[::-1], low[0]],
        "fill": "toself",
        "fillcolor": palette().ribbon,
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _line(points: list[TrendPoint], run: list[int]) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": run,
        "y": [float(points[at].figure.value or 0) for at in run],
        "text": [_hover(points[at]) for at in run],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": palette().brand, "width": 2.6},
        "marker": {
            "size": 8,
            "color": palette().brand,
            "line": {"color": palette().surface, "width": 1.6},
        },
        "showlegend": False,
    }


def _hover(point: TrendPoint) -> str:
    told = f"{point.title}: {sign(point.figure)}"
    if point.figure.range is None:
        return told
    return f"{told}<br>{t('score.range', range=between(point.figure.range))}"


def _organisation(points: list[TrendPoint]) -> Trace:
    values = [float(one.organisation.value) if one.organisation.value else None for one in points]
    return {
        "type": "scatter",
        "mode": "lines",
        "connectgaps": False,
        "x": list(range(len(points))),
        "y": values,
        "text": [f"{t('trend.organisation')}: {sign(one.organisation)}" for one in points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": palette().ink_3, "width": 1.6, "dash": "dash"},
        "showlegend": False,
    }


def _layout(points: list[TrendPoint], *, is_whole: bool) -> dict[str, Any]:
    every = 2 if len(points) > 6 else 1
    marked = breaks(points)
    return {
        **base_layout(height=280 if marked else 260, right=44, top=26 if marked else 8),
        "shapes": [_gap(at) for at, _ in marked],
        "annotations": [
            *_reasons(marked, apart=max(2, len(points) // 4)),
            *_end_labels(points, is_whole=is_whole),
        ],
        "xaxis": {
            **axis([-0.5, max(len(points) - 0.5, 0.5)]),
            "tickmode": "array",
            "tickvals": list(range(0, len(points), every)),
            "ticktext": [_short(points[at]) for at in range(0, len(points), every)],
            "showgrid": False,
        },
        "yaxis": {**axis(_honest_range(points)), "dtick": 0.5},
    }


def _with_promises(
    layout: dict[str, Any], points: list[TrendPoint], promised: Sequence[CommitmentOut]
) -> dict[str, Any]:
    found = places([point.closes_on for point in points], [one.made_on for one in promised])
    shapes, labels = marks(found, apart=len(points) / 5)
    layout["shapes"] += shapes
    layout["annotations"] += labels
    return layout


def _gap(at: int) -> dict[str, Any]:
    """A vertical mark between two waves that cannot be compared."""
    line = {"color": palette().ink_3, "width": 1.4, "dash": "dot"}
    place = {"x0": at - 0.5, "x1": at - 0.5, "y0": 0, "y1": 1}
    return {"type": "line", "xref": "x", "yref": "paper", **place, "line": line}


def _reasons(marked: list[Break], apart: int) -> list[dict[str, Any]]:
    """The reason over each mark; where marks are too near for words, the list below has them."""
    told: list[int] = []
    found = []
    for at, state in marked:
        if not told or at - told[-1] >= apart:
            told.append(at)
            found.append(_reason(at, t(f"break.short.{state}")))
    return found


def _reason(at: int, text: str) -> dict[str, Any]:
    return {
        "x": at - 0.5,
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "yanchor": "bottom",
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": palette().ink_3},
    }


def _end_labels(points: list[TrendPoint], *, is_whole: bool) -> list[dict[str, Any]]:
    """The newest figures beside the ends of their lines, moved apart when they would touch."""
    if not points or not points[-1].figure.value:
        return []
    last = points[-1]
    own = float(last.figure.value or 0)
    beside = None if is_whole else last.organisation.value
    whole = float(beside) if beside else None
    shift = 0
    if whole is not None and abs(own - whole) < CLOSE:
        shift = 9 if own >= whole else -9
    labels = [_end(len(points) - 1, own, sign(last.figure), (palette().brand, shift))]
    if whole is not None:
        labels.append(
            _end(len(points) - 1, whole, sign(last.organisation), (palette().ink_3, -shift))
        )
    return labels


def _end(at: int, y: float, text: str, look: tuple[str, int]) -> dict[str, Any]:
    return {
        "x": at,
        "y": y,
        "xanchor": "left",
        "xshift": 10,
        "yshift": look[1],
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": look[0]},
    }


def _hidden(points: list[TrendPoint]) -> Trace:
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
            "color": palette().hatch_ground,
            "line": {"width": 0},
            "pattern": {
                "shape": "/",
                "fgcolor": palette().hatch,
                "bgcolor": palette().hatch_ground,
                "size": 7,
            },
        },
        "showlegend": False,
    }


def _honest_range(points: list[TrendPoint]) -> list[float]:
    figures = [one for point in points for one in (point.figure, point.organisation)]
    values = [float(one.value) for one in figures if one.value]
    ranges = [one.figure.range for one in points if one.figure.range]
    values += [float(end) for one in ranges for end in (one.low, one.high)]
    if not values:
        return [LOWEST, HIGHEST]
    middle = (min(values) + max(values)) / 2
    half = max(max(values) - middle + 0.3, LEAST_SPAN / 2)
    return [max(LOWEST - 0.2, middle - half), min(HIGHEST + 0.2, middle + half)]


def _short(point: TrendPoint) -> str:
    return month(point.closes_on)
