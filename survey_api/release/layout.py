"""The published tree with what lies inside each unit, as arrays over its sets of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.figures import Sums
from survey_api.disclosure.tree import Node, bottom_up
from survey_api.disclosure.verdicts import Publishable, Reason, Suppressed, Verdict
from survey_api.release.cells import Table, add_groups
from survey_api.release.fielded import Fielded
from survey_api.release.tabulation import Tabulated

Ints = NDArray[np.int64]
NOW = "now"  # "X.now": the rest of X formed by this wave's responses


@dataclass(frozen=True)
class Bases:
    """Arrays over sets: ``people`` and protected ``sums`` of the atoms inside, ``n_atoms``;
    ``everyone`` and ``counts`` [sets, items, points] of all who answered there."""

    people: Ints
    n_atoms: Ints
    sums: Sums
    everyone: Ints
    counts: Ints


class Layout:
    """Sets are the nodes, children before parents, then the rest groups of this wave."""

    def __init__(self, fielded: Fielded, table: Table, tabulated: Tabulated) -> None:
        self.fielded, self.table, self.tabulated = fielded, table, tabulated
        self.rests = [atom for atom in table.atoms if atom.is_rest]
        label = {node.unit: node.label for node in fielded.nodes}
        self.nodes = [*bottom_up(fielded.nodes), *(_rest(one.home, label) for one in self.rests)]
        self.n_nodes = len(fielded.nodes)
        self.place = {node.unit: at for at, node in enumerate(self.nodes)}
        self.parent = np.array(
            [-1 if node.parent is None else self.place[node.parent] for node in self.nodes]
        )

    @cached_property
    def bases(self) -> Bases:
        """Built once, O(units · items)."""
        n_items, points = len(self.tabulated.items), self.tabulated.counts.shape[2]
        ends = np.cumsum([1, 1, n_items, n_items, n_items, n_items, 1])
        rows = np.hstack([self._atom_rows(), self._group_rows()])
        for at in range(self.n_nodes):
            if self.parent[at] >= 0:
                rows[self.parent[at]] += rows[at]
        people, n_atoms, p, n, low, high, everyone, counts = np.split(rows, ends, axis=1)
        sums = Sums(p, n, low, high)
        counts = counts.reshape(len(rows), n_items, points)
        return Bases(people[:, 0], n_atoms[:, 0], sums, everyone[:, 0], counts)

    def _atom_rows(self) -> Ints:
        """[sets, people ‖ atoms ‖ p ‖ n ‖ low ‖ high]; what a rest holds is its home's as well."""
        table = self.table
        n = np.array([[atom.n, 1] for atom in table.atoms], dtype=np.int64).reshape(-1, 2)
        of_atom = np.hstack([n, *Sums.of(table.cells)])
        rows = np.zeros((len(self.nodes), of_atom.shape[1]), dtype=np.int64)
        rests = iter(range(self.n_nodes, len(self.nodes)))
        for at, atom in enumerate(table.atoms):
            rows[self.place[atom.home]] += of_atom[at]
            if atom.is_rest:
                rows[next(rests)] = of_atom[at]
        return rows

    def _group_rows(self) -> Ints:
        """[sets, everyone ‖ counts]"""
        tabulated = self.tabulated
        own = np.hstack(
            [tabulated.people[:, None], tabulated.counts.reshape(len(tabulated.people), -1)]
        )
        rows = np.zeros((len(self.nodes), own.shape[1]), dtype=np.int64)
        rows[[self.place[group] for group in tabulated.groups]] = own
        if self.rests:
            counts = add_groups([one.groups for one in self.rests], tabulated)
            rows[self.n_nodes :, 0] = [one.n for one in self.rests]
            rows[self.n_nodes :, 1:] = counts.reshape(len(self.rests), -1)
        return rows

    @cached_property
    def eligible(self) -> Ints:
        """How many might have answered in each set; 0 for rests of this wave and if unknown."""
        total = np.zeros(len(self.nodes), dtype=np.int64)
        for group, n in (self.fielded.eligible or {}).items():
            total[self.place[group]] += n
        for at in range(self.n_nodes):
            if self.parent[at] >= 0:
                total[self.parent[at]] += total[at]
        return total

    @cached_property
    def is_big(self) -> NDArray[np.bool_]:
        """Where everybody is counted, behind noise, and no protected number is used."""
        return (self.bases.everyone >= self.fielded.policy.big) & self.is_shown

    @cached_property
    def is_shown(self) -> NDArray[np.bool_]:
        """[sets]: whether there is anything to see."""
        return np.array([isinstance(one, Publishable) for one in self.verdicts], dtype=bool)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """One for each set."""
        people = self.bases.people.tolist()
        eligible = self.eligible.tolist()
        return [self._verdict(at, people[at], eligible[at]) for at in range(len(self.nodes))]

    def _verdict(self, at: int, people: int, eligible: int) -> Verdict:
        fielded, is_node = self.fielded, at < self.n_nodes
        if is_node and fielded.eligible is not None and eligible < fielded.policy.k:
            return Suppressed(Reason.POOLED_AT_OPENING)
        if is_node and self.nodes[at].unit in fielded.withheld:
            return Suppressed(Reason.COUNTS_DISAGREE)
        if people < fielded.policy.k:
            return Suppressed(Reason.TOO_FEW_RESPONDENTS)
        return Publishable()

    @cached_property
    def same_people_as(self) -> Ints:
        """The deepest set with exactly the same respondents: one crowd gets one noise."""
        found = np.arange(len(self.nodes))
        for at in range(self.n_nodes):
            above, n = self.parent[at], self.bases.everyone[at]
            if above >= 0 and n > 0 and n == self.bases.everyone[above]:
                found[above] = found[at]
        for at in range(self.n_nodes, len(self.nodes)):
            if self.bases.everyone[at] == self.bases.everyone[self.parent[at]]:
                found[at] = found[self.parent[at]]
        return found

    def nearest_shown(self, unit: str | None) -> str | None:
        """The unit itself or the nearest one above it that is shown."""
        at = -1 if unit is None else self.place[unit]
        while at >= 0 and not self.is_shown[at]:
            at = int(self.parent[at])
        return self.nodes[at].unit if at >= 0 else None


def _rest(home: str, label: Mapping[str, str]) -> Node:
    return Node(f"{home}.{NOW}", home, f"Rest of {label[home]} (this wave)", "rest")
