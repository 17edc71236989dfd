"""Sums by group → atoms → one protected number for each atom and item."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from survey_api.disclosure.atoms import Atom, form
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.protection import Protected, draws, protect
from survey_api.disclosure.tree import Node
from survey_api.release.checks import Checked
from survey_api.release.tabulation import Sums

Protect = Callable[[int, int, int], Protected]  # sum, answers, noise
Draw = Callable[[str], Callable[[str], int]]  # atom, then item


@dataclass(frozen=True)
class Table:
    """Everything that may be published of a wave: ``cells`` is atom id → item → number."""

    nodes: tuple[Node, ...]
    atoms: tuple[Atom, ...]
    cells: Mapping[str, Mapping[str, Protected]]


def disclose(checked: Checked, sums: Mapping[str, Sums], noise_key: bytes) -> Table:
    """publication.md rules 2 and 3 for a checked wave."""
    nodes = checked.frame.published_tree()
    return tabulate_atoms(nodes, sums, checked.policy, noise_key, checked.mh)


def tabulate_atoms(
    nodes: tuple[Node, ...],
    sums: Mapping[str, Sums],
    policy: Policy,
    noise_key: bytes,
    mh: bytes,
) -> Table:
    """Form atoms and protect each item of each atom with the item's own number of answers.

    An item with fewer than k answers in an atom is withheld there. Small atoms have few
    different cells: each is made once, and true sums are remembered in this call only.
    """
    atoms = form(nodes, {unit: one.n for unit, one in sums.items()}, policy.k)
    once: Protect = cache(partial(protect, policy=policy))
    draw = draws(noise_key, mh, policy.w)
    cells = {atom.id: _protected(atom, sums, policy.k, once, draw) for atom in atoms}
    return Table(nodes, atoms, cells)


def _protected(
    atom: Atom, sums: Mapping[str, Sums], k: int, once: Protect, draw: Draw
) -> dict[str, Protected]:
    added = dict(sums[atom.groups[0]].items)
    for unit in atom.groups[1:]:
        for item, (total, n) in sums[unit].items.items():
            before = added.get(item, (0, 0))
            added[item] = (before[0] + total, before[1] + n)
    drawn = draw(atom.id)
    return {
        item: once(total, n, drawn(item)) for item, (total, n) in sorted(added.items()) if n >= k
    }
