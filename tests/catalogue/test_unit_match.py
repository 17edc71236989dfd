"""A unit keeps its id, and with it its history, over imports; a new one never inherits one."""

from collections.abc import Callable
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from survey_api.catalogue.unit_match import UnitDiff, match
from survey_api.catalogue.units import Unit, UnitTree, build, from_paths, split_path

People = dict[str, str]  # path -> one letter for each person


def minter() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"u{next(numbers):09d}"


def tree_and_members(people: People) -> tuple[UnitTree, dict[str, frozenset[str]]]:
    found = from_paths([split_path(path) for path in people], "Org")
    inside: dict[str, set[str]] = {unit.id: set() for unit in found.tree}
    for path, letters in people.items():
        unit = found.find(split_path(path))
        assert unit is not None
        for holder in (unit, *(above.id for above in found.tree.ancestors(unit))):
            inside[holder] |= set(letters)
    return found.tree, {unit: frozenset(letters) for unit, letters in inside.items()}


def change(before: People, after: People) -> tuple[UnitDiff, UnitDiff]:
    """Import one company, then another; both differences."""
    mint = minter()
    old_tree, old_members = tree_and_members(before)
    first = match(UnitTree(), old_tree, mint=mint)
    known = {first.ids[unit]: inside for unit, inside in old_members.items()}
    new_tree, new_members = tree_and_members(after)
    return first, match(first.tree, new_tree, before=known, after=new_members, mint=mint)


def test_the_same_company_again_changes_nothing() -> None:
    company = {"Org/Care/Nights": "abc", "Org/Sales": "de"}
    first, second = change(company, company)
    assert second.tree == first.tree
    assert len(second.kept) == 4
    assert not (second.created or second.closed or second.moved or second.renamed)


def test_a_team_that_moves_keeps_its_id() -> None:
    first, second = change(
        {"Org/Care/Nights": "abc", "Org/Sales": "de"},
        {"Org/Care": "x", "Org/Sales/Nights": "abc", "Org/Sales": "de"},
    )
    (moved,) = second.moved
    assert moved.id == first.ids["org/care/nights"]
    assert second.tree.path(moved.id) == ("Org", "Sales", "Nights")


def test_a_team_that_is_renamed_keeps_its_id_when_most_people_stay() -> None:
    first, second = change(
        {"Org/Care/Nights": "abcd", "Org/Sales": "ef"},
        {"Org/Care/Late crew": "abcx", "Org/Sales": "ef"},
    )
    (renamed,) = second.renamed
    assert renamed.id == first.ids["org/care/nights"]
    assert not second.created


def test_a_renamed_department_keeps_its_teams() -> None:
    first, second = change(
        {"Org/Care/Nights": "abc", "Org/Care/Days": "def", "Org/Sales": "gh"},
        {"Org/Service/Nights": "abc", "Org/Service/Days": "def", "Org/Sales": "gh"},
    )
    assert [unit.label for unit in second.renamed] == ["Service"]
    assert not (second.created or second.closed or second.moved)
    assert second.ids["org/service/nights"] == first.ids["org/care/nights"]


def test_a_new_team_of_the_same_name_elsewhere_inherits_nothing() -> None:
    _, second = change(
        {"Org/Care/Team A": "abc", "Org/Care/B": "x", "Org/Sales/B": "y"},
        {"Org/Care/B": "x", "Org/Sales/B": "y", "Org/Sales/Team A": "klm"},
    )
    assert [unit.label for unit in second.created] == ["Team A"]
    assert [unit.label for unit in second.closed] == ["Team A"]


def test_a_company_that_gets_a_second_part_gets_a_root_above_both() -> None:
    first, second = change({"Care/Nights": "abc"}, {"Care/Nights": "abc", "Sales": "de"})
    assert first.tree.root is not None
    assert second.ids["org/care"] == first.tree.root.id
    assert {unit.label for unit in second.created} == {"Org", "Sales"}


def test_ids_given_by_the_organisation_decide_alone() -> None:
    old = build([Unit("r", None, "Org"), Unit("a", "r", "Care")], given=True)
    new = build(
        [Unit("r", None, "Org"), Unit("a", "r", "Sales"), Unit("c", "r", "Care")], given=True
    )
    diff = match(old, new)
    assert [unit.id for unit in diff.renamed] == ["a"]
    assert [unit.id for unit in diff.created] == ["c"]
    assert diff.tree == new


LETTERS = st.text("abcdefghijkl", max_size=6)
COMPANY = st.dictionaries(
    st.lists(st.sampled_from("XYZ"), min_size=1, max_size=3).map(lambda p: "Org/" + "/".join(p)),
    LETTERS,
    min_size=1,
    max_size=8,
)


@given(COMPANY, COMPANY)
def test_every_unit_is_kept_created_or_closed_and_ids_stay_unique(
    before: People, after: People
) -> None:
    first, second = change(before, after)
    created = {unit.id for unit in second.created}
    known = {unit.id for unit in first.tree}
    result = {unit.id for unit in second.tree}
    assert len(second.ids) == len(set(second.ids.values())) == len(second.tree)
    assert created == result - known
    assert {unit.id for unit in second.closed} == known - result
    changed = {unit.id for unit in (*second.moved, *second.renamed)}
    assert {unit.id for unit in second.kept} == (result & known) - changed


@given(COMPANY)
def test_importing_twice_is_importing_once(company: People) -> None:
    first, second = change(company, company)
    assert second.tree == first.tree
