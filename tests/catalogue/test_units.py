"""The unit tree: one root, no cycles, canonical order."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.catalogue.units import (
    UNIT_ID,
    BadTree,
    Unit,
    build,
    from_paths,
    random_unit_id,
    split_path,
)

LABEL = st.sampled_from(["Care", "Night shift", "night  SHIFT", "Lager", "Büro", "A"])
PATHS = st.lists(st.lists(LABEL, min_size=1, max_size=4).map(tuple), min_size=1, max_size=30)


def test_a_single_first_name_is_the_root() -> None:
    found = from_paths([("Acme", "Care", "Nights"), ("Acme", "Sales")], "Ignored")
    assert found.tree.root is not None
    assert found.tree.root.label == "Acme"
    assert [found.tree.path(unit.id) for unit in found.tree] == [
        ("Acme",),
        ("Acme", "Care"),
        ("Acme", "Care", "Nights"),
        ("Acme", "Sales"),
    ]


def test_several_first_names_get_the_organisation_above_them() -> None:
    found = from_paths([("Care", "Nights"), ("Sales",), ("ACME",)], "Acme")
    assert [unit.id for unit in found.tree] == [
        "acme",
        "acme/care",
        "acme/care/nights",
        "acme/sales",
    ]
    assert found.find(("acme",)) == found.find(("Acme",)) == found.tree.units[0].id


def test_labels_that_differ_in_case_and_white_space_are_one_unit() -> None:
    found = from_paths([split_path("Acme/Night shift"), split_path(" acme /  night  SHIFT")], "A")
    assert len(found.tree) == 2


@pytest.mark.parametrize(
    ("units", "says"),
    [
        ([("a", None), ("a", None)], "twice"),
        ([("a", None), ("b", None)], "second unit without a parent"),
        ([("a", None), ("b", "x")], "not listed"),
        ([("a", "b"), ("b", "a")], "own ancestor"),
        ([("r", None), ("a", "b"), ("b", "a")], "own ancestor"),
        ([("a", "b"), ("b", "a")], "without a top"),
        ([("a", "a")], "own ancestor"),
    ],
)
def test_what_is_no_tree_is_refused(units: list[tuple[str, str | None]], says: str) -> None:
    with pytest.raises(BadTree) as raised:
        build(Unit(unit, parent, f"label {place}") for place, (unit, parent) in enumerate(units))
    assert any(says in row for row in raised.value.rows)


def test_siblings_may_not_share_a_label() -> None:
    with pytest.raises(BadTree):
        build([Unit("r", None, "R"), Unit("a", "r", "Care"), Unit("b", "r", "care")])


def test_nobody_hangs_below_a_cycle_unnoticed() -> None:
    with pytest.raises(BadTree) as raised:
        build([Unit("r", None, "R"), Unit("a", "b", "A"), Unit("b", "a", "B"), Unit("c", "b", "C")])
    assert sum("own ancestor" in row for row in raised.value.rows) == 3


@given(PATHS)
def test_any_paths_make_one_tree_that_finds_every_path_again(paths: list[tuple[str, ...]]) -> None:
    found = from_paths(paths, "The organisation")
    tree = found.tree
    assert [unit.id for unit in tree if unit.parent is None] == [tree.units[0].id]
    for place, unit in enumerate(tree):
        above = [ancestor.id for ancestor in tree.ancestors(unit.id)]
        assert set(above) <= {known.id for known in tree.units[:place]}
        assert all(unit in tree.descendants(ancestor) for ancestor in above)
    for path in paths:
        unit = found.find(path)
        assert unit is not None
        assert tree[unit].label.casefold().split() == path[-1].casefold().split()


@given(PATHS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(
    paths: list[tuple[str, ...]], random: Random
) -> None:
    shuffled = list(paths)
    random.shuffle(shuffled)
    first, second = from_paths(paths, "X").tree, from_paths(shuffled, "X").tree
    assert [(u.id, u.parent) for u in first] == [(u.id, u.parent) for u in second]


def test_new_ids_are_short_random_and_plain() -> None:
    ids = {random_unit_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(UNIT_ID.fullmatch(unit) and len(unit) == 10 for unit in ids)
