"""Changes since earlier waves, judged twice: beyond everyone, and with everyone."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.figures import Figures
from survey_api.release.fielded import INDEX
from survey_api.release.history import History, Past, is_visible
from survey_api.release.layout import Layout
from survey_api.release.ranges import Ranges
from survey_api.statistics.movement import Moves, Series, Verdict, moves

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Movement:
    """One scale's changes in every set; ``seen`` [waves, sets] of the ``past`` counted."""

    found: Moves
    past: Past
    seen: NDArray[np.bool_]

    def last(self, at: int) -> dict[str, str | None] | None:
        """Since the wave before; None when the unit had no figure then."""
        return self._move(at, self._had[-1:], self.found.last_difference, self.found.last)

    def baseline(self, at: int) -> dict[str, str | None] | None:
        """Since the unit's own earlier waves together; None when there are too few."""
        return self._move(at, self._had, self.found.baseline_difference, self.found.baseline)

    @cached_property
    def _had(self) -> NDArray[np.bool_]:
        return np.isfinite(self.past.values)

    def _move(
        self,
        at: int,
        had: NDArray[np.bool_],
        difference: Floats,
        verdict: NDArray[np.object_],
    ) -> dict[str, str | None] | None:
        if not had[:, at].any():
            return None
        is_last = len(had) == 1
        whole = self.found.everyone_last if is_last else self.found.everyone_baseline
        if np.isnan(difference[at]):
            rows = slice(-1, None) if is_last else slice(None)
            hidden = (had & ~self.seen[rows])[:, at].any()
            beyond = Verdict.CANNOT_BE_SEEN if hidden else Verdict.NOT_COMPARABLE
            return {"difference": None, "beyond": str(beyond), "with": str(whole)}
        text = signed(float(difference[at]))
        return {"difference": text, "beyond": str(verdict[at]), "with": str(whole)}


def movement(
    layout: Layout, measure: str, figures: Figures, ranges: Ranges, history: History
) -> Movement | None:
    """The changes of one scale; None in a first wave."""
    past = history.of(measure, layout.fielded.scales[measure])
    if not len(past.values):
        return None
    seen = is_visible(ranges.value, figures.relation, past)
    root = int(np.flatnonzero(layout.parent[: layout.n_nodes] < 0)[0])
    inner = np.zeros(len(layout.nodes), dtype=bool)
    inner[layout.parent[layout.parent >= 0]] = True
    inner[layout.n_nodes :] = True
    series = Series(
        values=np.vstack([np.where(seen, past.values, np.nan), ranges.value]),
        se=np.vstack([np.where(seen, past.se, np.nan), ranges.se]),
        organisation=np.append(past.whole, ranges.value[root]),
        organisation_se=np.append(past.whole_se, ranges.se[root]),
        is_leaf=~inner,
    )
    return Movement(moves(series, strict=measure != INDEX), past, seen)


def signed(difference: float) -> str:
    """One decimal with its sign; no sign for nothing."""
    tenths = round(10 * difference)
    return f"{tenths / 10:+.1f}" if tenths else "0.0"
