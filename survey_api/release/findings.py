"""What a page opens with: the zone, the strongest gain, and what is worth a conversation."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from survey_api.disclosure.figures import AT_LEAST, NONE, Figures, text
from survey_api.release.fielded import INDEX
from survey_api.release.layout import Layout
from survey_api.release.movement import Movement
from survey_api.release.ranges import Ranges
from survey_api.statistics.movement import Verdict
from survey_api.statistics.zones import safety_accountability

SAFETY, ACCOUNTABILITY = "safety", "accountability"
LOW = 35  # tenths; nearer to "agree" than to the middle begins here
FELL, IS_LOW, LOWEST = "fell", "low", "lowest"


class Findings:
    """One rule for every set, over published figures only."""

    def __init__(
        self,
        layout: Layout,
        scales: Mapping[str, Figures],
        ranges: Mapping[str, Ranges],
        movements: Mapping[str, Movement | None],
    ) -> None:
        self.ranges, self.movements = ranges, movements
        self.scales = {name: one for name, one in scales.items() if name != INDEX}
        self.people = np.where(layout.is_big, layout.bases.everyone, layout.bases.people)
        self.root = int(np.flatnonzero(layout.parent[: layout.n_nodes] < 0)[0])

    def of(self, at: int) -> dict[str, Any]:
        """The three findings of one set."""
        return {
            "zone": self._zone(at),
            "strongest_gain": self._strongest_gain(at),
            "worth_a_conversation": self._worth_a_conversation(at),
        }

    def _zone(self, at: int) -> dict[str, Any] | None:
        if not {SAFETY, ACCOUNTABILITY} <= self.scales.keys():
            return None
        safety, accountability = self.ranges[SAFETY], self.ranges[ACCOUNTABILITY]
        if NONE in (safety.low[at], accountability.low[at]):
            return None
        zone = safety_accountability(
            float(safety.value[at]),
            float(safety.se[at]),
            float(accountability.value[at]),
            float(accountability.se[at]),
            int(self.people[at]),
        )
        if zone is None:
            return None
        return {
            "zone": str(zone),
            SAFETY: [text(int(safety.low[at])), text(int(safety.high[at]))],
            ACCOUNTABILITY: [text(int(accountability.low[at])), text(int(accountability.high[at]))],
        }

    def _strongest_gain(self, at: int) -> dict[str, Any] | None:
        """The largest clear rise of a sub-scale, since its own earlier waves or the last one."""
        gains = [
            (float(move["difference"] or 0), name, move["difference"])
            for name, move in self._moves(at)
            if self._verdict(at, move) == Verdict.CLEAR_RISE
        ]
        if not gains:
            return None
        _, name, difference = max(gains)
        return {"measure": name, "difference": difference}

    def _worth_a_conversation(self, at: int) -> dict[str, Any] | None:
        """A sub-scale that clearly fell, else the lowest: low on its own, or only the lowest."""
        falls = [
            (float(move["difference"] or 0), name)
            for name, move in self._moves(at)
            if self._verdict(at, move) == Verdict.CLEAR_FALL
        ]
        if falls:
            return {"measure": min(falls)[1], "because": FELL}
        shown = [
            (int(one.tenths[at]), name)
            for name, one in self.scales.items()
            if one.tenths[at] != NONE and one.relation[at] != AT_LEAST
        ]
        if not shown:
            return None
        tenths, name = min(shown)
        return {"measure": name, "because": IS_LOW if tenths < LOW else LOWEST}

    def _verdict(self, at: int, move: dict[str, str | None]) -> str | None:
        """Of the whole organisation there is nobody beyond: its verdict is everyone's."""
        return move["with"] if at == self.root else move["beyond"]

    def _moves(self, at: int) -> list[tuple[str, dict[str, str | None]]]:
        found = []
        for name, moved in self.movements.items():
            if moved is None or name == INDEX:
                continue
            both = (moved.last(at), moved.baseline(at))
            found += [(name, one) for one in both if one is not None]
        return found
