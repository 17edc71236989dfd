"""What all charts share: colours of the guideline, axes that cannot be dragged, no decoration."""

from dataclasses import dataclass
from typing import Any

from dashboard.reader import DARK, theme
from dashboard.texts import number


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, the same as the tokens of the style sheet."""

    surface: str
    ink: str
    ink_2: str
    ink_3: str
    line: str
    brand: str
    ribbon: str
    span: str
    hatch: str
    hatch_ground: str


LIGHT_COLOURS = Palette(
    surface="#FFFFFF",
    ink="#161B26",
    ink_2="#475061",
    ink_3="#636C7D",
    line="#E3E6EC",
    brand="#2F55C8",
    ribbon="rgba(47,85,200,0.13)",
    span="#B9C8F0",
    hatch="#CBD1DB",
    hatch_ground="#F4F5F7",
)
DARK_COLOURS = Palette(
    surface="#161A22",
    ink="#EEF1F6",
    ink_2="#B5BDCB",
    ink_3="#98A1B1",
    line="#2A303C",
    brand="#7FA2F7",
    ribbon="rgba(127,162,247,0.20)",
    span="#3C5391",
    hatch="#3A4252",
    hatch_ground="#1E232D",
)


def palette() -> Palette:
    """The colours of the present reader's theme."""
    return DARK_COLOURS if theme() == DARK else LIGHT_COLOURS


def base_layout(*, height: int, left: int = 34, right: int = 12, top: int = 8) -> dict[str, Any]:
    """Margins, font and a transparent ground."""
    used = palette()
    return {
        "margin": {"l": left, "r": right, "t": top, "b": 34},
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, system-ui, sans-serif", "size": 12, "color": used.ink_3},
        "hoverlabel": {
            "bgcolor": used.surface,
            "bordercolor": used.line,
            "font": {"color": used.ink},
        },
        "dragmode": False,
        "separators": number(".") + " ",
    }


def axis(ends: list[float]) -> dict[str, Any]:
    """A fixed axis."""
    return {"range": ends, "gridcolor": palette().line, "zeroline": False, "fixedrange": True}
