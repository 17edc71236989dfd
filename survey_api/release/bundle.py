"""The units of a release as they stand in the bundle: figures, borrowed items, public texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from survey_api.disclosure.atoms import Atom
from survey_api.disclosure.bands import n_band, participation_band
from survey_api.disclosure.figures import Aggregate, Value, add_up, item_value, scale_value
from survey_api.disclosure.tree import Node, bottom_up
from survey_api.disclosure.verdicts import NOT_THIS_TIME, Publishable, Reason, Suppressed, Verdict
from survey_api.release.cells import Table
from survey_api.release.checks import Checked

NOW = "now"  # "X.now": the rest of X formed by this wave's responses


@dataclass(frozen=True)
class Base:
    """What lies inside one unit: respondents counted, and each item added over its atoms."""

    n: int = 0
    items: dict[str, Aggregate] = field(default_factory=dict)


def _joined(parts: list[Base]) -> Base:
    return Base(sum(one.n for one in parts), add_up(one.items for one in parts))


class Layout:
    """The tree with its bases; built once, O(units + cells).

    Equal figures are one shared object: records are written out, never changed.
    """

    def __init__(self, checked: Checked, table: Table, withheld: frozenset[str]) -> None:
        self.checked, self.table, self.withheld = checked, table, withheld
        self.rests = [atom for atom in table.atoms if atom.is_rest]
        self.nodes, self.k_item = list(table.nodes), checked.policy.k_item
        self.parent = {node.unit: node.parent for node in self.nodes}
        self.label = {node.unit: node.label for node in self.nodes}
        self.aggregate, self.figure = cache(Aggregate.of), cache(_figure)
        self.bases, self.eligible = self._add_up()

    def _add_up(self) -> tuple[dict[str, Base], dict[str, int]]:
        homes: dict[str, list[Atom]] = {}
        for atom in self.table.atoms:
            homes.setdefault(atom.home, []).append(atom)
        bases: dict[str, Base] = {}
        eligible = {group.unit: group.eligible for group in self.checked.frame.groups}
        inside: dict[str | None, list[Base]] = {}
        for node in bottom_up(self.nodes):
            parts = inside.pop(node.unit, [])
            parts += [self.base_of(atom) for atom in homes.get(node.unit, [])]
            base = parts[0] if len(parts) == 1 else _joined(parts)
            bases[node.unit] = base
            eligible.setdefault(node.unit, 0)
            if node.parent is not None:
                inside.setdefault(node.parent, []).append(base)
                eligible[node.parent] = eligible.get(node.parent, 0) + eligible[node.unit]
        return bases, eligible

    def base_of(self, atom: Atom) -> Base:
        """One atom by itself."""
        cells, once = self.table.cells[atom.id], self.aggregate
        return Base(atom.n, {item: once(cell) for item, cell in cells.items()})

    @cached_property
    def scales(self) -> dict[str, list[str]]:
        """Every figure of a unit and the items it is the mean of."""
        asked = self.checked.questionnaire
        index = {"index": [item["id"] for item in asked["items"]]}
        return index | {scale["id"]: scale["items"] for scale in asked["scales"]}

    @cached_property
    def lenders(self) -> dict[str, dict[str, str]]:
        """unit → item → the nearest unit at or above it whose figure of that item is shown."""
        found: dict[str, dict[str, str]] = {}
        for node in reversed(bottom_up(self.nodes)):
            above = found.get(node.parent or "", {})
            own = self.lent(node.unit, self.bases[node.unit])
            found[node.unit] = {**above, **own} if own else above
        return found

    def lent(self, unit: str, base: Base) -> dict[str, str]:
        """The items that ``unit`` shows itself: those with k_item answers or more."""
        return {item: unit for item, cell in base.items.items() if cell.n >= self.k_item}

    def verdict(self, unit: str) -> Verdict:
        """Whether a unit of the published tree is shown at all."""
        if self.eligible[unit] < self.checked.policy.k:
            return Suppressed(Reason.POOLED_AT_OPENING)
        if unit in self.withheld:
            return Suppressed(Reason.COUNTS_DISAGREE)
        if self.bases[unit].n < self.checked.policy.k:
            return Suppressed(Reason.TOO_FEW_RESPONDENTS)
        return Publishable()

    def nearest_shown(self, unit: str | None) -> str | None:
        """The unit itself or the nearest one above it that is shown."""
        while unit is not None and not isinstance(self.verdict(unit), Publishable):
            unit = self.parent.get(unit)
        return unit


def unit_records(checked: Checked, table: Table, withheld: frozenset[str]) -> list[dict[str, Any]]:
    """Every unit a reader may ask for, parents before children, children by label."""
    layout = Layout(checked, table, withheld)
    records = [_record(node, layout) for node in layout.nodes]
    records += [_rest_record(atom, layout) for atom in layout.rests]
    pooled = [node for node in checked.frame.nodes if node.unit in checked.frame.pooled]
    records += [_pooled_record(node, layout) for node in pooled]
    return _in_tree_order(records)


def _record(node: Node, layout: Layout) -> dict[str, Any]:
    verdict = layout.verdict(node.unit)
    base = layout.bases[node.unit]
    head = _head(node, layout.eligible.get(node.unit, 0))
    if isinstance(verdict, Suppressed):
        return {**head, **_hidden(verdict.public_text, layout.nearest_shown(node.parent))}
    share = participation_band(base.n, layout.eligible[node.unit])
    return {**head, **_shown(base, layout, layout.lenders[node.unit]), "participation": share}


def _rest_record(atom: Atom, layout: Layout) -> dict[str, Any]:
    home = atom.home
    node = Node(f"{home}.{NOW}", home, f"Rest of {layout.label[home]} (this wave)", "rest")
    base = layout.base_of(atom)
    lenders = {**layout.lenders[home], **layout.lent(node.unit, base)}
    shown = _shown(base, layout, lenders)
    return {**_head(node, 0), **shown, "participation": None, "one_wave_only": True}


def _pooled_record(node: Node, layout: Layout) -> dict[str, Any]:
    group = layout.checked.frame.pooled[node.unit]
    text = Suppressed(Reason.POOLED_AT_OPENING).public_text
    return {**_head(node, 0), **_hidden(text, layout.nearest_shown(group))}


def _head(node: Node, eligible: int) -> dict[str, Any]:
    return {
        "unit": node.unit,
        "parent": node.parent,
        "label": node.label,
        "kind": node.kind,
        "eligible": eligible,
        "one_wave_only": False,
    }


def _hidden(text: str, nearest: str | None) -> dict[str, Any]:
    return {
        "shown": False,
        "text": text,
        "nearest": nearest,
        "n_band": None,
        "participation": None,
        "small_figures": False,
        "figures": {},
        "items": {},
    }


def _shown(base: Base, layout: Layout, lenders: Mapping[str, str]) -> dict[str, Any]:
    items = base.items
    return {
        "shown": True,
        "text": None,
        "nearest": None,
        "n_band": n_band(base.n),
        "small_figures": base.n >= layout.checked.policy.big,
        "figures": {
            name: layout.figure(scale_value([items.get(item) for item in inside]))
            for name, inside in layout.scales.items()
        },
        "items": {
            item: _item(items.get(item), lenders.get(item), layout)
            for item in layout.scales["index"]
        },
    }


def _item(cell: Aggregate | None, lender: str | None, layout: Layout) -> dict[str, Any]:
    if cell is None or cell.n < layout.k_item:
        return layout.figure(None, lender)
    return layout.figure(item_value(cell))


def _figure(value: Value | None, borrowed: str | None = None) -> dict[str, Any]:
    text, relation = value if value is not None else (None, None)
    return {
        "shown": value is not None,
        "value": text,
        "relation": relation,
        "text": NOT_THIS_TIME if value is None else None,
        "borrowed": borrowed,
    }


def _in_tree_order(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    below: dict[str | None, list[dict[str, Any]]] = {}
    for record in sorted(records, key=lambda one: (one["label"], one["unit"]), reverse=True):
        below.setdefault(record["parent"], []).append(record)
    ordered: list[dict[str, Any]] = []
    stack = below.get(None, [])[:]
    while stack:
        ordered.append(stack.pop())
        stack.extend(below.get(ordered[-1]["unit"], []))
    return ordered
