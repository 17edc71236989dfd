"""Whatever the tree: everybody in one group, every group and every difference k or more."""

import random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey_api.disclosure.atoms import form
from survey_api.disclosure.tree import Node, OrganisationTooSmall, bottom_up, pool_at_opening
from survey_api.release.layout import Layout
from tests.disclosure.trees import Company, K, companies, seeded
from tests.release.companies import frame_of, layout_of


@given(companies())
def test_pooling_puts_everybody_into_exactly_one_group_of_k_or_more(company: Company) -> None:
    assume(sum(company.eligible.values()) >= K)
    pooling = pool_at_opening(company.nodes, company.eligible, K)
    members = [leaf for group in pooling.groups for leaf in group.members]
    assert sorted(members) == sorted(company.eligible)
    for group in pooling.groups:
        assert group.eligible == sum(company.eligible[leaf] for leaf in group.members) >= K
        assert group.unit.isascii() and len(group.unit.encode()) <= 32
        assert all(pooling.mapping.get(leaf, leaf) == group.unit for leaf in group.members)


@given(companies())
def test_every_group_hangs_in_the_published_tree_and_no_pooled_leaf_does(company: Company) -> None:
    assume(sum(company.eligible.values()) >= K)
    frame = frame_of(company)
    tree = frame.published_tree()
    reached = [node.unit for node in bottom_up(tree)]
    assert len(reached) == len(set(reached)) == len(tree)
    assert {group.unit for group in frame.groups} <= set(reached)
    assert not set(frame.pooled) - {group.unit for group in frame.groups} & set(reached)


@given(companies())
def test_an_organisation_under_k_is_refused(company: Company) -> None:
    few = {unit: 1 for unit in list(company.eligible)[: K - 1]}
    with pytest.raises(OrganisationTooSmall):
        pool_at_opening(company.nodes, few, K)


def test_a_remainder_at_the_root_joins_the_smallest_group_below_it() -> None:
    nodes = [Node("o", None, "O")] + [Node(unit, "o", unit.upper()) for unit in "abc"]
    pooling = pool_at_opening(nodes, {"a": 9, "b": 6, "c": 2}, K)
    assert [(one.unit, one.eligible, one.label) for one in pooling.groups] == [
        ("a", 9, "A"),
        ("b", 8, "B and others"),
    ]
    assert pooling.mapping == {"c": "b"}


def test_small_teams_of_one_parent_become_its_rest() -> None:
    nodes = [Node("o", None, "O")] + [Node(unit, "o", unit.upper()) for unit in "abc"]
    pooling = pool_at_opening(nodes, {"a": 9, "b": 3, "c": 2}, K)
    assert [(one.unit, one.label, one.members) for one in pooling.groups] == [
        ("a", "A", ("a",)),
        ("o.rest", "Rest of O", ("b", "c")),
    ]


@given(companies(), st.integers(5, 8))
def test_atoms_are_disjoint_and_hold_k_or_more(company: Company, k: int) -> None:
    atoms = form(company.nodes, company.answered, k)
    held = [unit for atom in atoms for unit in atom.groups]
    assert len(held) == len(set(held))
    for atom in atoms:
        assert atom.n == sum(company.answered[unit] for unit in atom.groups) >= k
        assert atom.is_rest or atom.groups == (atom.home,)
    assert sum(n for unit, n in company.answered.items() if unit not in held) < k


@given(companies(), st.integers(0, 2**32))
def test_a_unit_minus_any_published_parts_leaves_nobody_or_k(company: Company, seed: int) -> None:
    layout, draw = layout_of(company, seed), seeded(seed)
    below, bases = _below(layout), layout.bases
    for at in range(layout.n_nodes):
        parts = _some_parts(at, below, draw)
        people = bases.people[at] - bases.people[parts].sum()
        answers = bases.sums.n[at] - bases.sums.n[parts].sum(axis=0)
        assert people == 0 or people >= K
        assert ((answers == 0) | (answers >= K)).all()


@given(companies(), st.integers(0, 2**32))
def test_a_unit_is_the_sum_of_the_parts_published_in_it(company: Company, seed: int) -> None:
    layout = layout_of(company, seed)
    bases = layout.bases
    for at, parts in _below(layout).items():
        if parts:
            assert bases.people[at] == bases.people[parts].sum()
            assert all((one[at] == one[parts].sum(axis=0)).all() for one in bases.sums)


@given(companies(), st.integers(0, 2**32))
def test_shown_is_who_has_k_respondents_and_says_so(company: Company, seed: int) -> None:
    layout = layout_of(company, seed)
    bases = layout.bases
    for at, node in enumerate(layout.nodes):
        assert layout.is_shown[at] == (bases.people[at] >= K)
        assert (layout.nearest_shown(node.unit) == node.unit) is bool(layout.is_shown[at])
    assert ((bases.people == 0) | (bases.people >= K)).all()
    assert ((bases.sums.n == 0) | (bases.sums.n >= K)).all()
    assert (bases.people <= bases.everyone).all()
    assert (bases.everyone[: layout.n_nodes] <= layout.eligible[: layout.n_nodes]).all()


@given(companies(), st.integers(0, 2**32))
def test_everybody_who_answered_is_counted_once_in_the_whole(company: Company, seed: int) -> None:
    layout = layout_of(company, seed)
    root = int(np.flatnonzero(layout.parent[: layout.n_nodes] < 0)[0])
    assert layout.bases.everyone[root] == layout.tabulated.people.sum()
    assert (layout.bases.counts[root] == layout.tabulated.counts.sum(axis=0)).all()


@given(companies(), st.integers(0, 2**32))
def test_one_crowd_has_one_name_for_its_noise(company: Company, seed: int) -> None:
    layout = layout_of(company, seed)
    crowds = _crowds(layout)
    names: dict[frozenset[str], set[int]] = {}
    for at, same in enumerate(layout.same_people_as.tolist()):
        assert crowds[at] == crowds[same]
        names.setdefault(crowds[at], set()).add(same)
    assert all(len(found) == 1 for crowd, found in names.items() if crowd)


@given(companies(), st.integers(0, 2**32))
def test_the_order_of_nodes_and_groups_changes_nothing(company: Company, seed: int) -> None:
    mixed = list(company.nodes)
    seeded(seed).shuffle(mixed)
    assert form(mixed, company.answered, K) == form(company.nodes, company.answered, K)
    if sum(company.eligible.values()) >= K:
        again = pool_at_opening(mixed, dict(reversed(company.eligible.items())), K)
        assert again == pool_at_opening(company.nodes, company.eligible, K)


def _below(layout: Layout) -> dict[int, list[int]]:
    """set → what is published directly inside it: child units, and the rest formed there."""
    below: dict[int, list[int]] = {at: [] for at in range(layout.n_nodes)}
    for at, above in enumerate(layout.parent.tolist()):
        if above >= 0:
            below[above].append(at)
    return below


def _some_parts(at: int, below: dict[int, list[int]], draw: random.Random) -> list[int]:
    """Disjoint published descendants, chosen by chance."""
    chosen: list[int] = []
    for part in below.get(at, []):
        if draw.random() < 0.5:
            chosen.append(part)
        else:
            chosen += _some_parts(part, below, draw)
    return chosen


def _crowds(layout: Layout) -> list[frozenset[str]]:
    """Of each set the groups in which somebody answered."""
    people = dict(zip(layout.tabulated.groups, layout.tabulated.people, strict=True))
    inside: list[set[str]] = [set() for _ in layout.nodes]
    for at in range(layout.n_nodes):
        if people.get(layout.nodes[at].unit, 0):
            inside[at].add(layout.nodes[at].unit)
        if layout.parent[at] >= 0:
            inside[layout.parent[at]] |= inside[at]
    for at, rest in enumerate(layout.rests, start=layout.n_nodes):
        inside[at] = {group for group in rest.groups if people[group]}
    return [frozenset(one) for one in inside]
