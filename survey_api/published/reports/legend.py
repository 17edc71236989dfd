"""The legend under a drawn trend: only what is there to be seen."""

from survey_api.published.reports import look, svg
from survey_api.published.reports.runs import broken_by
from survey_api.published.reports.words import Words, short
from survey_api.published.schemas.results import Trend

LETTER, SWATCH, GAP = 6.1, 18.0, 14.0


def legend(trend: Trend, words: Words, *, at: svg.Pair, is_whole: bool) -> list[str]:
    """Swatches with their names in one row from ``at`` on."""
    x, y = at
    found: list[str] = []
    for kind, said in _entries(trend, words, is_whole=is_whole):
        found += [_swatch(kind, x, y), svg.text((x + SWATCH + 6, y + 4), said, fill=look.INK_2)]
        x += SWATCH + 6 + LETTER * len(said) + GAP
    return found


def _entries(trend: Trend, words: Words, *, is_whole: bool) -> list[tuple[str, str]]:
    points = trend.points
    there = {
        "line": (True, short(trend.label, 17)),
        "range": (any(one.figure.range for one in points), words.say("range")),
        "dash": (not is_whole, words.say("organisation")),
        "hatch": (any(not one.figure.value for one in points), words.say("public.none")),
        "break": (any(broken_by(points, at) for at in range(len(points))), words.say("break.mark")),
    }
    return [(kind, said) for kind, (is_so, said) in there.items() if is_so]


def _swatch(kind: str, x: float, y: float) -> str:
    if kind == "range":
        return svg.box((x, y - 6), (SWATCH, 12), look.RIBBON, 3)
    if kind == "hatch":
        return svg.box((x, y - 6), (SWATCH, 12), "url(#hatch)", 3)
    if kind == "break":
        middle = x + SWATCH / 2
        return svg.line((middle, y - 7), (middle, y + 7), stroke=look.INK_3, width=1.4, dash="2 4")
    ends = [(x, y), (x + SWATCH, y)]
    if kind == "dash":
        return svg.path(ends, stroke=look.INK_3, width=1.6, dash="5 4")
    return svg.path(ends, stroke=look.BRAND, width=2.6) + svg.dot((x + SWATCH / 2, y), radius=3.8)
