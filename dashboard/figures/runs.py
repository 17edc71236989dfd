"""Where a trend is one line: unbroken runs of waves in which a unit is shown and the same."""

from survey_api.published.schemas.results import TrendPoint
from survey_api.published.schemas.words import ContinuityState

Break = tuple[int, ContinuityState]


def broken_by(points: list[TrendPoint], at: int) -> ContinuityState | None:
    """Why the unit at ``at`` is not the one of the point before, or None when it is.

    Between two waves that are not shown there is no line, and so nothing to break.
    """
    state = points[at].continuity.state
    if at == 0 or state == ContinuityState.CONTINUES:
        return None
    there = points[at].figure.shown or points[at - 1].figure.shown
    return state if there else None


def breaks(points: list[TrendPoint]) -> list[Break]:
    """Positions at which the trend is broken, each with its reason."""
    found = [(at, broken_by(points, at)) for at in range(len(points))]
    return [(at, state) for at, state in found if state is not None]


def runs(points: list[TrendPoint]) -> list[list[int]]:
    """Positions of shown points, broken at every hidden wave and every break."""
    found: list[list[int]] = []
    for at, point in enumerate(points):
        if not point.figure.shown:
            continue
        goes_on = found and found[-1][-1] == at - 1 and broken_by(points, at) is None
        if goes_on:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def ranged_runs(points: list[TrendPoint]) -> list[list[int]]:
    """The runs again, kept to points that have a likely range."""
    found: list[list[int]] = []
    for run in runs(points):
        for at in run:
            if points[at].figure.range is None:
                continue
            if found and found[-1][-1] == at - 1 and at - 1 in run:
                found[-1].append(at)
            else:
                found.append([at])
    return found
