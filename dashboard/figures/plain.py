"""What all charts share: colours of the guideline, axes that cannot be dragged, no decoration."""

from typing import Any

BRAND, INK_2, INK_3, GRID, HATCH = "#2F55C8", "#475061", "#636C7D", "#E3E6EC", "#CBD1DB"
RIBBON = "rgba(47,85,200,0.13)"


def base_layout(*, height: int, right: int = 12, top: int = 8) -> dict[str, Any]:
    """Margins, font and a transparent ground."""
    return {
        "margin": {"l": 34, "r": right, "t": top, "b": 34},
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 12, "color": INK_3},
        "hoverlabel": {"bgcolor": "#FFFFFF", "bordercolor": GRID, "font": {"color": "#161B26"}},
        "dragmode": False,
    }


def axis(ends: list[float]) -> dict[str, Any]:
    """A fixed axis."""
    return {"range": ends, "gridcolor": GRID, "zeroline": False, "fixedrange": True}
