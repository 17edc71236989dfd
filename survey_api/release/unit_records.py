"""The units of a release as they stand in the bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.bands import n_band, participation_band
from survey_api.disclosure.figures import NONE, shares
from survey_api.disclosure.tree import Node
from survey_api.disclosure.verdicts import Reason, Suppressed
from survey_api.release import figure_records
from survey_api.release.crowds import Crowds, Level
from survey_api.release.findings import Findings
from survey_api.release.layout import Layout
from survey_api.release.movement import Movement
from survey_api.release.ranges import Ranges
from survey_api.release.readings import Readings, of_level
from survey_api.release.tabulation import Cut

Record = dict[str, Any]
Ints = NDArray[np.int64]
NOT_SAID = "not_said"  # the level of those who did not answer a demographic question


@dataclass(frozen=True)
class Sources:
    """All that was computed for a wave; ``states`` is unit → continuity with ``before``."""

    layout: Layout
    crowds: Crowds
    readings: Readings
    ranges: Mapping[str, Ranges]
    movements: Mapping[str, Movement | None]
    findings: Findings
    states: Mapping[str, str]
    before: str | None

    @cached_property
    def lenders(self) -> Ints:
        """[sets, items]: the nearest set at or above whose figure of the item is shown, or −1."""
        layout, shown = self.layout, self.readings.items.tenths != NONE
        own = np.where(shown, np.arange(len(layout.nodes))[:, None], NONE)
        for at in (*range(layout.n_nodes - 1, -1, -1), *range(layout.n_nodes, len(own))):
            if layout.parent[at] >= 0:
                above = own[layout.parent[at]]
                own[at] = np.where(own[at] == NONE, above, own[at])
        return own

    @cached_property
    def crowd_of(self) -> dict[int, int]:
        """set → its row in ``crowds``."""
        return {int(row): at for at, row in enumerate(self.crowds.rows)}


def unit_records(sources: Sources) -> list[Record]:
    """Every unit a reader may ask for, parents before children, children by label."""
    layout = sources.layout
    writer = _Writer(sources)
    records = [writer.record(at, node) for at, node in enumerate(layout.nodes)]
    records += [_pooled(node, group, layout) for node, group in layout.fielded.pooled.items()]
    return _in_tree_order(records)


class _Writer:
    """Arrays as lists, once: reading single numbers out of arrays is slow."""

    def __init__(self, sources: Sources) -> None:
        self.sources, layout = sources, sources.layout
        self.items = sources.readings.items.tenths.tolist()
        self.item_relations = sources.readings.items.relation.tolist()
        self.lenders = sources.lenders.tolist()
        self.people = np.where(layout.is_big, layout.bases.everyone, layout.bases.people).tolist()
        self.eligible = layout.eligible.tolist()
        self.parents = layout.parent.tolist()
        self.inner = set(self.parents)
        self.scales = {
            name: _columns(figures.tenths, figures.relation, sources.ranges[name])
            for name, figures in sources.readings.scales.items()
        }
        self.se = {name: sources.ranges[name].se.tolist() for name in self.scales}
        self.shares = shares(sources.crowds.counts).tolist()
        self.counts = sources.crowds.counts.tolist()

    def record(self, at: int, node: Node) -> Record:
        """One unit."""
        sources, layout = self.sources, self.sources.layout
        is_node = at < layout.n_nodes
        state = sources.states.get(node.unit, "first") if is_node else "rest"
        before = sources.before if is_node and sources.before else None
        head = _head(node, self.eligible[at] if is_node else 0, (state, before), not is_node)
        verdict = layout.verdicts[at]
        if isinstance(verdict, Suppressed):
            return {**head, **_hidden(verdict.public_text, layout.nearest_shown(node.parent))}
        knows = is_node and layout.fielded.eligible is not None
        return {
            **head,
            "shown": True,
            "text": None,
            "nearest": None,
            "n_band": n_band(self.people[at]),
            "participation": participation_band(self.people[at], self.eligible[at])
            if knows
            else None,
            "level": self._level(at, is_node=is_node),
            "figures": {name: self._scale(name, at) for name in self.scales},
            "items": self._items(at),
            **sources.findings.of(at),
            "cuts": [_cut(cut, levels, layout) for cut, levels in sources.crowds.cuts.get(at, ())],
        }

    def _level(self, at: int, *, is_node: bool) -> str:
        if self.sources.layout.is_big[at]:
            return "big"
        if not is_node:
            return "rest"
        return "inner" if at in self.inner else "atom"

    def _scale(self, name: str, at: int) -> Record:
        points = self.sources.layout.fielded.policy.scale_points
        figure = figure_records.scale(*self.scales[name][at], points)
        moved = self.sources.movements[name]
        change = None
        if moved is not None and figure["shown"]:
            last, baseline = moved.last(at), moved.baseline(at)
            change = {"last": last, "baseline": baseline} if last or baseline else None
        se = f"{self.se[name][at]:.3f}" if figure["shown"] else None
        return {**figure, "se": se, "change": change}

    def _items(self, at: int) -> dict[str, Record]:
        layout = self.sources.layout
        row = self.sources.crowd_of.get(at)
        found = {}
        for place, item in enumerate(layout.fielded.asked.items):
            tenths, relation = self.items[at][place], self.item_relations[at][place]
            if row is not None and tenths != NONE:
                counts, parts = self.counts[row][place], self.shares[row][place]
                found[item] = figure_records.big_item(tenths, counts, parts)
            else:
                lender = self.lenders[at][place]
                lent = layout.nodes[lender].unit if tenths == NONE and lender >= 0 else None
                found[item] = figure_records.small_item(tenths, relation, lent)
        return found


def _columns(tenths: Ints, relation: Ints, of: Ranges) -> list[tuple[int, ...]]:
    columns = (tenths, relation, of.low, of.high, of.shrunken)
    return list(zip(*(one.tolist() for one in columns), strict=True))


def _cut(cut: Cut, levels: tuple[Level, ...], layout: Layout) -> Record:
    return {
        "cut": cut.id,
        "levels": [_cut_level(cut, level, layout) for level in levels],
    }


def _cut_level(cut: Cut, level: Level, layout: Layout) -> Record:
    names = (*cut.levels, NOT_SAID)
    found = of_level(level, layout.fielded)
    parts, counts = shares(level.counts).tolist(), level.counts.tolist()
    tenths = found.items.tenths[0].tolist()
    return {
        "levels": [names[place] for place in level.places],
        "n_band": n_band(level.people),
        "figures": {
            name: figure_records.plain(int(one.tenths[0]), int(one.relation[0]))
            for name, one in found.scales.items()
        },
        "items": {
            item: figure_records.big_item(tenths[place], counts[place], parts[place])
            for place, item in enumerate(layout.fielded.asked.items)
        },
    }


def _pooled(node: Node, group: str, layout: Layout) -> Record:
    text = Suppressed(Reason.POOLED_AT_OPENING).public_text
    head = _head(node, 0, ("rest", None), is_once=False)
    return {**head, **_hidden(text, layout.nearest_shown(group))}


def _head(node: Node, eligible: int, continuity: tuple[str, str | None], is_once: bool) -> Record:
    return {
        "unit": node.unit,
        "parent": node.parent,
        "label": node.label,
        "kind": node.kind,
        "eligible": eligible,
        "one_wave_only": is_once,
        "continuity": {"state": continuity[0], "with": continuity[1]},
    }


def _hidden(text: str, nearest: str | None) -> Record:
    nothing = ("n_band", "participation", "level", "zone", "strongest_gain", "worth_a_conversation")
    return {
        "shown": False,
        "text": text,
        "nearest": nearest,
        **dict.fromkeys(nothing),
        "figures": {},
        "items": {},
        "cuts": [],
    }


def _in_tree_order(records: list[Record]) -> list[Record]:
    below: dict[str | None, list[Record]] = {}
    for record in sorted(records, key=lambda one: (one["label"], one["unit"]), reverse=True):
        below.setdefault(record["parent"], []).append(record)
    ordered: list[Record] = []
    stack = below.get(None, [])[:]
    while stack:
        ordered.append(stack.pop())
        stack.extend(below.get(ordered[-1]["unit"], []))
    return ordered
