"""The trend as a drawing: line, ribbon, the organisation dashed, hidden waves and breaks."""

from dataclasses import dataclass

from survey_api.published.reports import look, svg
from survey_api.published.reports.findings import trend_finding
from survey_api.published.reports.legend import legend
from survey_api.published.reports.runs import broken_by, ranged, runs
from survey_api.published.reports.words import Words, short
from survey_api.published.schemas.results import Trend, TrendPoint

WIDTH, HEIGHT = 720.0, 268.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 150.0, 26.0, 34.0
LEGEND, FOOT = 28.0, 22.0
LEAST_SPAN, STEP, AIR = 2.0, 0.5, 0.3
CLOSE, ALONE = 17.0, 9.0
LABELS = 7  # waves that may be named below the axis


@dataclass(frozen=True)
class Frame:
    """Where a wave and a score lie on the drawing."""

    n: int
    low: float
    high: float

    @classmethod
    def around(cls, points: list[TrendPoint], *, is_whole: bool) -> "Frame":
        """An honest range: at least two points of the scale, so that a wobble stays one."""
        values = _values(points, is_whole=is_whole) or [look.LOWEST, look.HIGHEST]
        middle = (min(values) + max(values)) / 2
        half = max(max(values) - middle + AIR, LEAST_SPAN / 2)
        low = max(look.LOWEST, _down(middle - half))
        return cls(len(points), low, min(look.HIGHEST, _down(middle + half) + STEP))

    def x(self, at: float) -> float:
        """The middle of a wave's column."""
        return LEFT + (WIDTH - LEFT - RIGHT) * (at + 0.5) / max(self.n, 1)

    def y(self, value: str | float) -> float:
        """The height of a score."""
        part = (float(value) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part

    @property
    def column(self) -> float:
        """The width of a wave."""
        return (WIDTH - LEFT - RIGHT) / max(self.n, 1)


def trend_svg(trend: Trend, words: Words, *, is_whole: bool = False, is_alone: bool = False) -> str:
    """The whole drawing; its title is the finding in words. ``is_alone`` is a file of its own,
    with no page around it to say what it must not be used for."""
    points = trend.points
    frame = Frame.around(points, is_whole=is_whole)
    parts = [
        *_grid(frame, words),
        *(_hidden(frame, at) for at, one in enumerate(points) if not one.figure.value),
        *_ribbons(frame, points),
        *([] if is_whole else _organisation(frame, points)),
        *_lines(frame, points),
        *_breaks(frame, points, words),
        *_waves(frame, points, words),
        *_ends(frame, trend, words, is_whole=is_whole),
        *legend(trend, words, at=(LEFT, HEIGHT + LEGEND / 2), is_whole=is_whole),
    ]
    title, height = alt(trend, words, is_whole=is_whole), HEIGHT + LEGEND
    if is_alone:
        foot = words.say("not_for")
        parts.append(svg.text((LEFT, height + FOOT / 2), foot, fill=look.INK_2, weight="600"))
        title, height = f"{title} {foot}", height + FOOT
    return svg.document(WIDTH, height, title, parts)


def alt(trend: Trend, words: Words, *, is_whole: bool = False) -> str:
    """What a screen reader says instead of the picture: the finding, then every point."""
    told = [
        words.say("trend.alt", scale=trend.scale.label, unit=trend.label),
        trend_finding(trend, words, is_whole=is_whole),
        *(f"{one.title}: {words.figure(one.figure)}." for one in trend.points),
    ]
    return " ".join(told)


def _values(points: list[TrendPoint], *, is_whole: bool) -> list[float]:
    own = [one.figure for one in points]
    beside = [] if is_whole else [one.organisation for one in points]
    values = [float(one.value) for one in (*own, *beside) if one.value]
    ends = [one.range for one in own if one.value and one.range]
    return values + [float(end) for one in ends for end in (one.low, one.high)]


def _down(value: float) -> float:
    return value // STEP * STEP


def _grid(frame: Frame, words: Words) -> list[str]:
    n = round((frame.high - frame.low) / STEP)
    found: list[str] = []
    for at in range(n + 1):
        value = frame.low + at * STEP
        y = frame.y(value)
        found.append(svg.line((LEFT, y), (WIDTH - RIGHT, y)))
        said = words.number(f"{value:.1f}")
        found.append(svg.text((LEFT - 8, y + 4), said, anchor="end"))
    return found


def _hidden(frame: Frame, at: int) -> str:
    width = min(frame.column * 0.72, 44.0)
    corner = (frame.x(at) - width / 2, TOP)
    size = (width, HEIGHT - TOP - BOTTOM)
    return svg.box(corner, size, "url(#hatch)", 4)


def _ribbons(frame: Frame, points: list[TrendPoint]) -> list[str]:
    """One closed shape for every unbroken run; never across a hidden wave or a break."""
    found: list[str] = []
    for run in (part for one in runs(points) for part in ranged(points, one)):
        ends = [(frame.x(at), points[at].figure.range) for at in run]
        above = [(x, frame.y(one.high)) for x, one in ends if one]
        below = [(x, frame.y(one.low)) for x, one in ends if one]
        if len(run) == 1:
            above = [(above[0][0] + side, above[0][1]) for side in (-ALONE, ALONE)]
            below = [(below[0][0] + side, below[0][1]) for side in (-ALONE, ALONE)]
        found.append(svg.area([*above, *below[::-1]], look.RIBBON))
    return found


def _organisation(frame: Frame, points: list[TrendPoint]) -> list[str]:
    found: list[str] = []
    run: list[svg.Pair] = []
    for at, one in enumerate(points):
        if one.organisation.value:
            run.append((frame.x(at), frame.y(one.organisation.value)))
        if run and (not one.organisation.value or at == len(points) - 1):
            found.append(svg.path(run, stroke=look.INK_3, width=1.6, dash="5 4"))
            run = []
    return found


def _lines(frame: Frame, points: list[TrendPoint]) -> list[str]:
    found: list[str] = []
    for run in runs(points):
        places = [(frame.x(at), frame.y(points[at].figure.value or "")) for at in run]
        found.append(svg.path(places, stroke=look.BRAND, width=2.6))
        found += [svg.dot(place) for place in places]
    return found


def _breaks(frame: Frame, points: list[TrendPoint], words: Words) -> list[str]:
    found: list[str] = []
    free_from = LEFT
    for at in range(len(points)):
        state = broken_by(points, at)
        if state is None:
            continue
        x = frame.x(at - 0.5)
        mark = svg.line((x, TOP), (x, HEIGHT - BOTTOM), stroke=look.INK_3, width=1.4, dash="2 4")
        found.append(mark)
        said = words.say(f"break.short.{state}")
        half = 3.1 * len(said)
        if x - half >= free_from:
            found.append(svg.text((x, TOP - 9), said, anchor="middle"))
            free_from = x + half + 8
    return found


def _waves(frame: Frame, points: list[TrendPoint], words: Words) -> list[str]:
    """Names of waves, counted from the newest, so that it always has one."""
    every = -(-len(points) // LABELS) if points else 1
    named = range(len(points) - 1, -1, -every)
    y = HEIGHT - BOTTOM + 20
    return [
        svg.text((frame.x(at), y), words.month(points[at].closes_on), anchor="middle")
        for at in named
    ]


def _ends(frame: Frame, trend: Trend, words: Words, *, is_whole: bool) -> list[str]:
    """The newest figures beside the ends of their lines, moved apart when they would touch."""
    last = trend.points[-1] if trend.points else None
    if last is None:
        return []
    named = [(last.figure, short(trend.label, 17), look.BRAND, "600")]
    if not is_whole:
        named.append((last.organisation, words.say("organisation"), look.INK_3, "400"))
    shown = [one for one in named if one[0].value]
    places = _apart([frame.y(one[0].value or "") for one in shown])
    x = WIDTH - RIGHT + 8
    return [
        svg.text((x, y + 4), f"{label} {words.sign(figure)}", fill=fill, weight=weight, size="12")
        for (figure, label, fill, weight), y in zip(shown, places, strict=True)
    ]


def _apart(places: list[float]) -> list[float]:
    if len(places) < 2 or abs(places[0] - places[1]) >= CLOSE:
        return places
    middle, side = sum(places) / 2, CLOSE / 2
    return (
        [middle - side, middle + side] if places[0] <= places[1] else [middle + side, middle - side]
    )
