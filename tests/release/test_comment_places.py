"""Where comments are shown: always at a place where enough people could have written each."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from survey_api.disclosure.tree import Node, bottom_up
from survey_api.release.comment_places import (
    MIN_COMMENTERS,
    MIN_RESPONDENTS,
    crowds,
)

TREE = (
    Node("org", None, "Org"),
    Node("ops", "org", "Ops"),
    Node("care", "ops", "Care"),
    Node("night", "ops", "Night"),
    Node("dev", "org", "Dev"),
)


def placed(people: dict[str, int], writers: dict[str, int]) -> dict[str, int]:
    """unit → how many comments are shown there."""
    return {one.unit: one.commenters for one in crowds(TREE, people, writers)}


def test_a_group_with_enough_people_and_writers_keeps_its_comments() -> None:
    assert placed({"care": 10, "night": 12, "dev": 30}, {"care": 5, "night": 6, "dev": 9}) == {
        "care": 5,
        "night": 6,
        "dev": 9,
    }


def test_too_few_writers_or_too_few_respondents_carry_comments_up() -> None:
    assert placed({"care": 30, "night": 9}, {"care": 4, "night": 8}) == {"ops": 12}


def test_one_comment_is_never_all_that_is_left_of_a_unit_less_its_parts() -> None:
    """Ten of care could be told from the one of night, if it stood at ops alone."""
    assert placed({"care": 20, "night": 4, "dev": 12}, {"care": 10, "night": 1, "dev": 7}) == {
        "care": 10,
        "org": 8,
    }


def test_an_organisation_with_too_few_writers_shows_none() -> None:
    assert placed({"care": 20, "dev": 30}, {"care": 2, "dev": 2}) == {}
    assert placed({"care": 4, "dev": 5}, {"care": 4, "dev": 5}) == {}


@st.composite
def organisations(draw: Any) -> tuple[list[Node], dict[str, int], dict[str, int]]:
    """A random tree with respondents and writers in its leaves; some wrote without counting."""
    nodes = [Node("u0", None, "u0")]
    for at in range(1, draw(st.integers(1, 25))):
        nodes.append(Node(f"u{at}", f"u{draw(st.integers(0, at - 1))}", f"u{at}"))
    inner = {one.parent for one in nodes}
    leaves = [one.unit for one in nodes if one.unit not in inner]
    people = {leaf: draw(st.integers(0, 25)) for leaf in leaves}
    writers = {leaf: draw(st.integers(0, people[leaf] + 2)) for leaf in leaves}
    return nodes, people, writers


@given(organisations())
def test_everywhere_enough_people_could_have_written_every_comment(given: Any) -> None:
    nodes, people, writers = given
    found = crowds(nodes, people, writers)
    parents = {one.unit: one.parent for one in nodes}
    for crowd in found:
        assert sum(people[one] for one in crowd.groups) == crowd.respondents >= MIN_RESPONDENTS
        assert sum(writers[one] for one in crowd.groups) == crowd.commenters >= MIN_COMMENTERS
        for group in crowd.groups:
            assert crowd.unit in _upwards(group, parents)


@given(organisations())
def test_a_group_is_in_one_place_and_nothing_is_dropped_in_a_large_organisation(given: Any) -> None:
    nodes, people, writers = given
    found = crowds(nodes, people, writers)
    homes = Counter(group for crowd in found for group in crowd.groups)
    assert all(n == 1 for n in homes.values())
    is_large = sum(people.values()) >= MIN_RESPONDENTS and sum(writers.values()) >= MIN_COMMENTERS
    shown = sum(crowd.commenters for crowd in found)
    assert shown == (sum(writers.values()) if is_large else 0)


@given(organisations(), st.randoms())
def test_the_order_of_the_tree_says_nothing(given: Any, luck: Any) -> None:
    nodes, people, writers = given
    turned = list(nodes)
    luck.shuffle(turned)
    assert crowds(turned, people, writers) == crowds(nodes, people, writers)


def _upwards(unit: str, parents: dict[str, str | None]) -> set[str]:
    found: set[str] = set()
    at: str | None = unit
    while at is not None:
        found.add(at)
        at = parents[at]
    return found


def test_every_child_comes_before_its_parent_so_that_nothing_is_carried_past() -> None:
    order = [one.unit for one in bottom_up(TREE)]
    assert all(order.index(one.unit) < order.index(one.parent) for one in TREE if one.parent)
