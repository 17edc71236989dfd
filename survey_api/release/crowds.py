"""Big units and demographic levels: everybody counted by answer, behind geometric noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure.geometric import Draw, draws, no_noise, noisy
from survey_api.disclosure.levels import merged
from survey_api.release.layout import Layout
from survey_api.release.tabulation import Cut, CutCounts

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Level:
    """Answers of one demographic group: places of its levels, how many people, and noisy
    ``counts`` [items, points] of ``answers`` [items] true ones."""

    places: tuple[int, ...]
    people: int
    answers: Ints
    counts: Ints


@dataclass(frozen=True)
class Crowds:
    """``rows`` are the big sets; noisy ``counts`` [rows, items, points] of ``answers``
    [rows, items] true ones; ``cuts`` are those that may be shown, by row."""

    rows: Ints
    answers: Ints
    counts: Ints
    cuts: dict[int, tuple[tuple[Cut, tuple[Level, ...]], ...]]


def count_crowds(layout: Layout, noise_key: bytes) -> Crowds:
    """publication.md rule 5 for every big set of a layout."""
    draw = _draw(layout, noise_key)
    rows = np.flatnonzero(layout.is_big)
    true = layout.bases.counts[rows]
    counts = np.zeros_like(true)
    for at, row in enumerate(rows.tolist()):
        name = layout.nodes[layout.same_people_as[row]].unit
        counts[at] = _behind_noise(true[at], name, draw)
    cuts: dict[int, tuple[tuple[Cut, tuple[Level, ...]], ...]] = {}
    for cut in layout.tabulated.cuts:
        for row, levels in _levels(layout, rows, cut, draw).items():
            cuts[row] = (*cuts.get(row, ()), (cut.cut, levels))
    return Crowds(rows, true.sum(axis=2), counts, cuts)


def _draw(layout: Layout, noise_key: bytes) -> Draw:
    fielded = layout.fielded
    policy = fielded.policy
    if policy.w == 0:
        return no_noise(policy.scale_points)
    return draws(noise_key, fielded.seed, policy.epsilon, policy.scale_points)


def _behind_noise(counts: Ints, name: str, draw: Draw) -> Ints:
    """Counts [items, points] with the noise of this crowd."""
    return noisy(counts, draw(name, len(counts)))


def _levels(layout: Layout, rows: Ints, cut: CutCounts, draw: Draw) -> dict[int, tuple[Level, ...]]:
    """row → its merged levels, for the rows where this cut may be shown."""
    people, counts = _up_the_tree(layout, cut.people), _up_the_tree(layout, cut.counts)
    found = {}
    for row in rows.tolist():
        parts = merged(people[row].tolist(), is_ordered=cut.cut.ordered)
        name = layout.nodes[layout.same_people_as[row]].unit
        if not parts:
            continue
        found[row] = tuple(
            _level(part, people[row], counts[row], f"{name}\0{cut.cut.id}", draw) for part in parts
        )
    return found


def _level(part: tuple[int, ...], people: Ints, counts: Ints, name: str, draw: Draw) -> Level:
    places, true = list(part), counts[list(part)].sum(axis=0)
    behind = _behind_noise(true, f"{name}\0{'+'.join(map(str, part))}", draw)
    return Level(part, int(people[places].sum()), true.sum(axis=1), behind)


def _up_the_tree(layout: Layout, by_group: Ints) -> Ints:
    """[sets, …] from [groups, …]; rests of this wave have none."""
    total = np.zeros((len(layout.nodes), *by_group.shape[1:]), dtype=np.int64)
    total[[layout.place[group] for group in layout.tabulated.groups]] = by_group
    for at in range(layout.n_nodes):
        if layout.parent[at] >= 0:
            total[layout.parent[at]] += total[at]
    return total
