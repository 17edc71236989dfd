"""Before anything is frozen: what could an intruder make of it, with all that is out already?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure import intruder
from survey_api.disclosure.intruder import Findings, NoisySet, Publication
from survey_api.disclosure.intrusion import added
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.protection import ProtectedTable
from survey_api.errors import Conflict
from survey_api.release.crowds import Crowds
from survey_api.release.layout import Layout

Ints = NDArray[np.int64]
Ledger = Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """A wave as an intruder sees it, and the policy it was published by: a later wave may have
    a larger k or another scale, and an earlier one is not wrong for it."""

    publication: Publication
    policy: Policy


class IntruderSucceeded(Conflict):
    """This release would have given something away; it was not made. Report it with the cells
    named here: they name groups and questions, never a person."""


def publication(layout: Layout, crowds: Crowds, wave: str) -> Publication:
    """A wave as its readers get it; they are granted the protected sum of every atom, which
    is more than they see. Small units count with all that is inside them."""
    small = [at for at in range(len(layout.nodes)) if layout.is_shown[at] and not layout.is_big[at]]
    has_parts = set(layout.parent.tolist())
    is_inner = [at for at in small if at in has_parts]
    atoms = layout.table.atoms
    low, high = bounds(layout.table.cells, layout.fielded.policy)
    row = {at: len(atoms) + place for place, at in enumerate(is_inner)}
    bases = layout.bases
    sums = bases.sums
    policy = layout.fielded.policy
    return Publication(
        wave=wave,
        items=layout.tabulated.items,
        sets=(*(atom.id for atom in atoms), *(layout.nodes[at].unit for at in is_inner)),
        parent=_parents(layout, is_inner, row),
        people=np.append([atom.n for atom in atoms], bases.people[is_inner]).astype(np.int64),
        answers=np.vstack([layout.table.cells.n, sums.n[is_inner]]),
        low=np.vstack([low, sums.n[is_inner]]),
        high=np.vstack([high, policy.scale_points * sums.n[is_inner]]),
        noisy=_noisy(layout, crowds),
    )


def bounds(cells: ProtectedTable, policy: Policy) -> tuple[Ints, Ints]:
    """The sums that each protected number still allows, [atoms, items] each."""
    most = policy.scale_points * cells.n
    low = np.where(cells.is_low, cells.n, np.maximum(cells.n, cells.p - policy.w))
    high = np.where(cells.is_high, most, np.minimum(most, cells.p + policy.w))
    return low, high


def from_ledger(ledger: Ledger) -> Seen:
    """An earlier wave as its ledger remembers it: composition and protected numbers."""
    policy = Policy.from_document(dict(ledger["policy"]))
    items = tuple(ledger["items"])
    atoms = sorted(ledger["atoms"].items())
    shape = (len(atoms), len(items))
    cells = np.array([one["cells"] for _, one in atoms], dtype=np.int64).reshape(*shape, 2)
    p, n = cells[:, :, 0], cells[:, :, 1]
    there = n > 0
    step = policy.scale_points - 1
    is_low = there & (p == n + step * (policy.t_low + 1))
    is_high = there & (p == policy.scale_points * n - step * (policy.t_high + 1) + policy.w)
    low, high = bounds(ProtectedTable(p, n, is_low, is_high & ~is_low), policy)
    found = Publication(
        wave=ledger["wave"],
        items=items,
        sets=tuple(name for name, _ in atoms),
        parent=np.full(len(atoms), -1),
        people=np.array([one["n"] for _, one in atoms], dtype=np.int64),
        answers=n,
        low=low,
        high=high,
    )
    return Seen(found, policy)


def attack(seen: Sequence[Seen]) -> Findings:
    """What an intruder who holds all of it can find out, each wave by its own policy."""
    by_policy: dict[tuple[int, int, int], list[Publication]] = {}
    for one in seen:
        rule = (one.policy.k, one.policy.scale_points, one.policy.big)
        by_policy.setdefault(rule, []).append(one.publication)
    return added(
        intruder.examine(together, k=k, points=points, big=big)
        for (k, points, big), together in by_policy.items()
    )


def refuse_leaks(found: Findings) -> None:
    """Raise ``IntruderSucceeded`` naming the cells, unless nothing was found."""
    if not found.is_safe:
        named = "; ".join(one.explanation for one in found.violations[:5])
        raise IntruderSucceeded(f"The release was not made: {named}.")


def _parents(layout: Layout, is_inner: list[int], row: Mapping[int, int]) -> Ints:
    parents = []
    for atom in layout.table.atoms:
        home = layout.place[atom.home]
        parents.append(_above(layout, home if atom.is_rest else int(layout.parent[home]), row))
    parents += [_above(layout, int(layout.parent[at]), row) for at in is_inner]
    return np.array(parents, dtype=np.int64)


def _above(layout: Layout, at: int, row: Mapping[int, int]) -> int:
    while at >= 0 and at not in row:
        at = int(layout.parent[at])
    return row.get(at, -1)


def _noisy(layout: Layout, crowds: Crowds) -> tuple[NoisySet, ...]:
    epsilon = layout.fielded.policy.epsilon if layout.fielded.policy.w else 0.0
    found = [
        NoisySet(layout.nodes[row].unit, int(layout.bases.everyone[row]), epsilon)
        for row in crowds.rows
    ]
    for row, cuts in crowds.cuts.items():
        unit = layout.nodes[row].unit
        found += [
            NoisySet(
                name=f"{unit} by {cut.id}",
                people=sum(one.people for one in levels),
                epsilon=epsilon,
                smallest_level=min(one.people for one in levels),
            )
            for cut, levels in cuts
        ]
    return tuple(found)
