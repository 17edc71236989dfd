"""Our own drawings: a trend with its ribbon, and several units' likely ranges.

They stand in the PDF and are charts of their own. Text is escaped, nothing is loaded, and a
hidden figure is a hatched field with its words, never a zero.
"""

from xml.sax.saxutils import escape, quoteattr

from survey_api.published.reports import look
from survey_api.published.reports.words import clean

FONT = "Inter, 'Helvetica Neue', Arial, sans-serif"
HATCH = (
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    f'<rect width="7" height="7" fill="{look.GROUND}"/>'
    f'<rect width="1.1" height="7" fill="{look.HATCH}"/></pattern></defs>'
)
Pair = tuple[float, float]


def document(width: float, height: float, title: str, parts: list[str]) -> str:
    """A complete drawing whose title is read aloud."""
    said = escape(clean(title))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-label={quoteattr(clean(title))} '
        f'font-family="{FONT}"><title>{said}</title>{HATCH}{"".join(parts)}</svg>'
    )


def text(at: Pair, said: str, *, anchor: str = "start", fill: str = look.INK_3, **more: str) -> str:
    """One line of text; ``more`` are attributes such as weight and size."""
    size, weight = more.get("size", "11.5"), more.get("weight", "400")
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="{anchor}" fill="{fill}" '
        f'font-size="{size}" font-weight="{weight}">{escape(clean(said))}</text>'
    )


def line(
    start: Pair, end: Pair, *, stroke: str = look.LINE, width: float = 1, dash: str = ""
) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
    )


def path(points: list[Pair], *, stroke: str, width: float, dash: str = "") -> str:
    """An open line through points."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{_joined(points)}" fill="none" stroke="{stroke}" '
        f'stroke-width="{width:g}" stroke-linejoin="round" stroke-linecap="round"{dashed}/>'
    )


def area(points: list[Pair], fill: str) -> str:
    """A closed, filled shape."""
    return f'<polygon points="{_joined(points)}" fill="{fill}"/>'


def box(corner: Pair, size: Pair, fill: str, radius: float = 0) -> str:
    """A rectangle; ``url(#hatch)`` fills it with the pattern of what is not shown."""
    return (
        f'<rect x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{size[0]:.1f}" '
        f'height="{size[1]:.1f}" rx="{radius:g}" fill="{fill}"/>'
    )


def dot(at: Pair, fill: str = look.BRAND, radius: float = 4.6) -> str:
    """A point with a ring of the page's colour."""
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{fill}" '
        f'stroke="{look.SURFACE}" stroke-width="1.8"/>'
    )


def _joined(points: list[Pair]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
