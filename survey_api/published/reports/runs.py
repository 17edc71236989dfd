"""Where a trend is one line: unbroken runs of waves in which a unit is shown and the same."""

from collections.abc import Iterable, Sequence

from survey_api.published.schemas.results import Trend, TrendPoint
from survey_api.published.schemas.words import ContinuityState


def broken_by(points: Sequence[TrendPoint], at: int) -> ContinuityState | None:
    """Why the unit at ``at`` is not the one of the point before, or None when it is.

    Between two waves that are not shown there is no line, and so nothing to break.
    """
    state = points[at].continuity.state
    if at == 0 or state == ContinuityState.CONTINUES:
        return None
    is_drawn = points[at].figure.shown or points[at - 1].figure.shown
    return state if is_drawn else None


def runs(points: Sequence[TrendPoint]) -> list[list[int]]:
    """Positions of shown points, broken at every hidden wave and every break."""
    found: list[list[int]] = []
    for at, point in enumerate(points):
        if not point.figure.value:
            continue
        if found and found[-1][-1] == at - 1 and broken_by(points, at) is None:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def ranged(points: Sequence[TrendPoint], run: list[int]) -> list[list[int]]:
    """The parts of a run that have a likely range."""
    return together(at for at in run if points[at].figure.range)


def is_drawn(trend: Trend, *, is_whole: bool) -> bool:
    """Whether a chart of it would have any line: its own, or the organisation's beside it."""
    own = any(one.figure.value for one in trend.points)
    return own or (not is_whole and any(one.organisation.value for one in trend.points))


def together(places: Iterable[int]) -> list[list[int]]:
    """Rising numbers, cut wherever one is missing."""
    found: list[list[int]] = []
    for at in places:
        if found and found[-1][-1] == at - 1:
            found[-1].append(at)
        else:
            found.append([at])
    return found
