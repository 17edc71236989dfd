"""What earlier releases say about the units of this wave, as far as they are the same units."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.figures import ABOUT, AT_LEAST, AT_MOST, EQUAL, RELATIONS, Relation
from survey_api.disclosure.tree import Node
from survey_api.release.layout import Layout

Floats = NDArray[np.float64]
Bundle = Mapping[str, Any]
CONTINUES = "continues"
REACH = 12  # earlier waves that are looked at: rotating items come back every few waves
BASELINE = 6  # of them the newest that asked the same items
READ_VERSIONS = {2, 3, 4}  # 3 says every text in all languages, 4 has its statement apart


@dataclass(frozen=True)
class Past:
    """One measure in earlier waves, oldest first, as published: ``values`` and ``se``
    [waves, sets] (NaN: nothing comparable), ``relation`` [waves, sets]; the organisation's
    own ``whole`` and ``whole_se`` [waves]."""

    values: Floats
    se: Floats
    relation: NDArray[np.int64]
    whole: Floats
    whole_se: Floats


class History:
    """Chains every unit of a layout back through the releases while it stays the same unit.

    ``states`` is unit → its continuity with the wave ``before``.
    """

    def __init__(
        self,
        layout: Layout,
        earlier: Sequence[Bundle],
        states: Mapping[str, str],
        before: str | None,
    ) -> None:
        self.layout = layout
        known = {one["wave"]: one for one in earlier}
        self.waves: list[Bundle] = []
        self.records: list[list[Mapping[str, Any] | None]] = []
        here: dict[int, str | None] = {
            at: before for at, node in enumerate(layout.nodes) if states.get(node.unit) == CONTINUES
        }
        while here and len(self.waves) < REACH:
            wave = next((one for one in here.values() if one in known), None)
            if wave is None:
                break
            here = self._step_back(known[wave], here)

    def _step_back(self, bundle: Bundle, here: Mapping[int, str | None]) -> dict[int, str | None]:
        units = {one["unit"]: one for one in bundle["units"]}
        found: list[Mapping[str, Any] | None] = [None] * len(self.layout.nodes)
        further: dict[int, str | None] = {}
        for at, wave in here.items():
            record = units.get(self.layout.nodes[at].unit)
            if wave != bundle["wave"] or record is None:
                continue
            found[at] = record
            if record["continuity"]["state"] == CONTINUES:
                further[at] = record["continuity"]["with"]
        self.waves.insert(0, bundle)
        self.records.insert(0, found)
        return further

    def of(self, measure: str, items: Sequence[str]) -> Past:
        """A measure over the newest waves that asked exactly these items for it; the last row
        is the wave before, whatever it asked."""
        same = [at for at, one in enumerate(self.waves) if asked(one, measure) == set(items)]
        rows = sorted({*same[-BASELINE:], *range(len(self.waves))[-1:]})
        shape = (len(rows), len(self.layout.nodes))
        values, se = np.full(shape, np.nan), np.full(shape, np.nan)
        relation = np.zeros(shape, dtype=np.int64)
        whole, whole_se = np.full(shape[0], np.nan), np.full(shape[0], np.nan)
        for row, wave in enumerate(rows):
            if wave not in same:
                continue
            for at, record in enumerate(self.records[wave]):
                figure = record["figures"].get(measure) if record is not None else None
                if figure is not None and figure["shown"]:
                    values[row, at], se[row, at] = float(figure["value"]), float(figure["se"])
                    relation[row, at] = RELATIONS.index(Relation(figure["relation"]))
            whole[row], whole_se[row] = _whole(self.waves[wave], measure)
        return Past(values, se, relation, whole, whole_se)


def asked(bundle: Bundle, measure: str) -> set[str]:
    """The items a measure was made of in that wave."""
    instrument = bundle["instrument"]
    if measure == "index":
        return {item["id"] for item in instrument["items"]}
    return {item for one in instrument["scales"] if one["id"] == measure for item in one["items"]}


def remembered(raw: bytes) -> Bundle | None:
    """A bundle without what changes are not computed from, which is most of it; None for one
    of another version, whose figures mean something else."""
    found: dict[str, Any] = json.loads(raw)
    if found["v"] not in READ_VERSIONS:
        return None
    kept = ("v", "wave", "organisation_unit", "instrument", "pooled")
    units = [
        {name: one[name] for name in ("unit", "parent", "label", "kind", "one_wave_only")}
        | {"continuity": one["continuity"], "figures": one["figures"]}
        for one in found["units"]
    ]
    return {**{name: found[name] for name in kept}, "units": units}


def tree_of(bundle: Bundle) -> tuple[Node, ...]:
    """The published tree of an earlier wave, without what existed in that wave only."""
    return tuple(
        Node(one["unit"], one["parent"], one["label"], one["kind"])
        for one in bundle["units"]
        if not one["one_wave_only"] and one["unit"] not in bundle["pooled"]
    )


def _whole(bundle: Bundle, measure: str) -> tuple[float, float]:
    root = next(one for one in bundle["units"] if one["unit"] == bundle["organisation_unit"])
    figure = root["figures"].get(measure)
    if figure is None or not figure["shown"]:
        return np.nan, np.nan
    return float(figure["value"]), float(figure["se"])


def is_visible(now: Floats, now_relation: NDArray[np.int64], past: Past) -> NDArray[np.bool_]:
    """[waves, sets]: whether the difference to now can be seen at all.

    A value at a limit says less than it seems: a difference counts only in the direction in
    which it can only be larger than it looks.
    """
    difference = now - past.values
    exact_now, exact_then = _exact(now_relation), _exact(past.relation)
    is_rise = (exact_now | (now_relation == AT_LEAST)) & (exact_then | (past.relation == AT_MOST))
    is_fall = (exact_now | (now_relation == AT_MOST)) & (exact_then | (past.relation == AT_LEAST))
    seen = ((difference > 0) & is_rise) | ((difference < 0) & is_fall)
    return np.asarray(seen | ((difference == 0) & exact_now & exact_then), dtype=bool)


def _exact(relation: NDArray[np.int64]) -> NDArray[np.bool_]:
    return np.asarray((relation == EQUAL) | (relation == ABOUT), dtype=bool)
