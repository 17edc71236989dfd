"""Counts by group → atoms → one protected number for each atom and item."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.atoms import Atom, form
from survey_api.disclosure.protection import ProtectedTable, noise_table, protect_table
from survey_api.release.fielded import Fielded
from survey_api.release.tabulation import Tabulated

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """``atoms`` and their ``cells`` [atoms, items]: all that small units are made of."""

    atoms: tuple[Atom, ...]
    cells: ProtectedTable


def protect_atoms(fielded: Fielded, tabulated: Tabulated, noise_key: bytes) -> Table:
    """publication.md rules 2 and 3, each item with its own number of answers.

    The true sums exist in this call only.
    """
    policy = fielded.policy
    people = dict(zip(tabulated.groups, tabulated.people.tolist(), strict=True))
    atoms = form(fielded.nodes, people, policy.k)
    counts = add_groups([atom.groups for atom in atoms], tabulated)
    totals = counts @ np.arange(1, policy.scale_points + 1)
    ids = [atom.id for atom in atoms]
    e = noise_table(noise_key, fielded.seed, policy.w, ids, tabulated.items)
    return Table(atoms, protect_table(totals, counts.sum(axis=2), e, policy))


def add_groups(sets: Sequence[Sequence[str]], tabulated: Tabulated) -> Ints:
    """Counts [sets, items, points] of unions of groups."""
    place = {group: at for at, group in enumerate(tabulated.groups)}
    total = np.zeros((len(sets), *tabulated.counts.shape[1:]), dtype=np.int64)
    if sets:
        members = [place[group] for groups in sets for group in groups]
        owner = np.repeat(np.arange(len(sets)), [len(groups) for groups in sets])
        np.add.at(total, owner, tabulated.counts[members])
    return total
