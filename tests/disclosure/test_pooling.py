"""Whatever the tree: everybody in one group, every group and every difference k or more."""

import random
from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey_api.disclosure.atoms import form
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node, OrganisationTooSmall, bottom_up, pool_at_opening
from survey_api.release.bundle import Layout
from survey_api.release.cells import Table, tabulate_atoms
from survey_api.release.checks import Checked
from survey_api.release.inputs import FrameAnnex, FrameGroup
from survey_api.release.tabulation import Sums
from tests.disclosure.trees import Company, K, companies, seeded


def frame_of(company: Company) -> FrameAnnex:
    pooling = pool_at_opening(company.nodes, company.eligible, K)
    groups = tuple(
        FrameGroup(one.unit, one.eligible, bytes(32), one.label, bytes(32))
        for one in pooling.groups
    )
    return FrameAnnex("wave", company.nodes, groups, dict(pooling.mapping))


def layout_of(company: Company, seed: int) -> Layout:
    """A wave tabulated over this company; some answers are left out."""
    frame, draw = frame_of(company), seeded(seed)
    counts: Counter[str] = Counter()
    for leaf, n in company.answered.items():
        counts[frame.pooled.get(leaf, leaf)] += n
    sums = {}
    for unit, n in counts.items():
        given = {item: draw.randint(0, n) if item == "b" else n for item in ("a", "b")}
        sums[unit] = Sums(
            n, {i: (sum(draw.choices(range(1, 6), k=m)), m) for i, m in given.items()}
        )
    table = tabulate_atoms(frame.published_tree(), sums, Policy(k=K), bytes(32), bytes(32))
    checked = SimpleNamespace(frame=frame, policy=Policy(k=K))
    return Layout(cast(Checked, checked), table, frozenset())


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
    assume(sum(company.eligible.values()) >= K)
    layout, draw = layout_of(company, seed), seeded(seed)
    below = _below(layout)
    for unit in layout.bases:
        for item in (None, "a", "b"):
            left = _n(layout, unit, item) - sum(
                _n(layout, part, item) for part in _some_parts(unit, below, draw)
            )
            assert left == 0 or left >= K, (unit, item, left)


@given(companies(), st.integers(0, 2**32))
def test_a_unit_is_the_sum_of_the_parts_published_in_it(company: Company, seed: int) -> None:
    assume(sum(company.eligible.values()) >= K)
    layout = layout_of(company, seed)
    for unit, parts in _below(layout).items():
        if not parts:
            continue
        assert layout.bases[unit].n == sum(_n(layout, part, None) for part in parts)
        for item, cell in layout.bases[unit].items.items():
            assert cell.n == sum(_n(layout, part, item) for part in parts)
            assert cell.p == sum(_p(layout, part, item) for part in parts)


@given(companies(), st.integers(0, 2**32))
def test_shown_is_who_has_k_respondents_and_says_so(company: Company, seed: int) -> None:
    assume(sum(company.eligible.values()) >= K)
    layout = layout_of(company, seed)
    for unit, base in layout.bases.items():
        assert (base.n >= K) is (layout.nearest_shown(unit) == unit)
        assert base.n == 0 or base.n >= K
        assert all(cell.n >= K for cell in base.items.values())
        assert base.n <= layout.eligible[unit]


@given(companies(), st.integers(0, 2**32))
def test_the_order_of_nodes_and_groups_changes_nothing(company: Company, seed: int) -> None:
    mixed = list(company.nodes)
    seeded(seed).shuffle(mixed)
    assert form(mixed, company.answered, K) == form(company.nodes, company.answered, K)
    if sum(company.eligible.values()) >= K:
        again = pool_at_opening(mixed, dict(reversed(company.eligible.items())), K)
        assert again == pool_at_opening(company.nodes, company.eligible, K)


def test_an_item_with_fewer_than_k_answers_in_an_atom_is_withheld_there_only() -> None:
    nodes = (Node("o", None, "O"), Node("a", "o", "A"), Node("b", "o", "B"))
    sums = {"a": Sums(6, {"x": (18, 6), "y": (12, 4)}), "b": Sums(6, {"x": (20, 6), "y": (21, 6)})}
    table: Table = tabulate_atoms(nodes, sums, Policy(), bytes(32), bytes(32))
    assert set(table.cells["a"]) == {"x"}
    assert table.cells["b"]["y"].n == 6


def _below(layout: Layout) -> dict[str, list[Any]]:
    """unit → what is published directly inside it: child units, and the rest formed there."""
    below: dict[str, list[Any]] = {unit: [] for unit in layout.bases}
    for node in layout.nodes:
        if node.parent is not None:
            below[node.parent].append(node.unit)
    for rest in layout.rests:
        below[rest.home].append(rest)
    return below


def _some_parts(unit: str, below: dict[str, list[Any]], draw: random.Random) -> list[Any]:
    """Disjoint published descendants, chosen by chance."""
    chosen: list[Any] = []
    for part in below.get(unit, []):
        if draw.random() < 0.5:
            chosen.append(part)
        elif isinstance(part, str):
            chosen += _some_parts(part, below, draw)
    return chosen


def _base(layout: Layout, part: Any) -> Any:
    return layout.bases[part] if isinstance(part, str) else layout.base_of(part)


def _n(layout: Layout, part: Any, item: str | None) -> int:
    base = _base(layout, part)
    if item is None:
        return int(base.n)
    return int(base.items[item].n) if item in base.items else 0


def _p(layout: Layout, part: Any, item: str) -> int:
    base = _base(layout, part)
    return int(base.items[item].p) if item in base.items else 0
