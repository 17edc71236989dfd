"""What was promised, as flags on a time line whose waves stand one unit apart."""

from datetime import date
from typing import Any

from dashboard.figures.plain import palette
from dashboard.texts import t

NEAR = 0.3  # of a wave; flags closer than this share one


def places(waves: list[date], days: list[date]) -> list[float]:
    """Where each day lies between the waves: 1.5 is half-way from the second to the third.

    Days before the first wave are left out; those after the last lie up to half a wave on.
    """
    found: list[float] = []
    for one in sorted(days):
        before = [at for at, wave in enumerate(waves) if wave <= one]
        if before:
            found.append(before[-1] + _share(waves, before[-1], one))
    return _apart(found)


def marks(
    found: list[float], apart: float = 0
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Shapes and annotations: a thin line, with a word where the last one is ``apart``."""
    used = palette()
    line = {"color": used.brand, "width": 1.2, "dash": "dot"}
    shapes = [
        {"type": "line", "xref": "x", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1}
        | {"line": line, "layer": "below"}
        for x in found
    ]
    labels = [
        {"x": x, "y": 0, "xref": "x", "yref": "paper", "yanchor": "bottom", "text": t("trend.flag")}
        | {"showarrow": False, "font": {"size": 12, "color": used.brand}, "xanchor": "center"}
        for x in _apart(found, apart)
    ]
    return shapes, labels


def _share(waves: list[date], at: int, one: date) -> float:
    if at + 1 == len(waves):
        return min((one - waves[at]).days / 60, 0.45)
    return (one - waves[at]).days / max((waves[at + 1] - waves[at]).days, 1)


def _apart(found: list[float], least: float = NEAR) -> list[float]:
    kept: list[float] = []
    for one in found:
        if not kept or one - kept[-1] >= least:
            kept.append(one)
    return kept
