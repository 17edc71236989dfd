"""A trend goes on only where a unit is the same unit; otherwise it says why not."""

from hypothesis import given
from hypothesis import strategies as st

from survey_api.disclosure.continuity import NEWCOMER, State, continuity
from survey_api.disclosure.tree import Node
from tests.disclosure.trees import seeded

K = 5
TREE = (
    Node("org", None, "Org"), Node("ops", "org", "Ops"), Node("dev", "org", "Dev"),
    Node("a", "ops", "A"), Node("b", "ops", "B"), Node("c", "dev", "C"),
)  # fmt: skip
SIZES = {"a": 8, "b": 7, "c": 10}
STAYED = {unit: {unit: n} for unit, n in SIZES.items()}


def states(
    moves: dict[str, dict[str, int]], now: tuple[Node, ...] = TREE, sizes: dict[str, int] = SIZES
) -> dict[str, str]:
    return {unit: str(one) for unit, one in continuity(now, TREE, moves, sizes, K).items()}


def test_where_nobody_moved_everything_continues() -> None:
    assert set(states(STAYED).values()) == {"continues"}


def test_without_an_earlier_wave_everything_is_a_first_time() -> None:
    assert set(continuity(TREE, (), {}, {}, K).values()) == {State.FIRST}


def test_one_mover_breaks_neither_team() -> None:
    found = states({"a": {"a": 7}, "b": {"b": 7, "a": 1}, "c": {"c": 10}})
    assert set(found.values()) == {"continues"}


def test_a_team_of_which_more_than_half_is_new_is_another_team() -> None:
    found = states({"a": {"a": 3, NEWCOMER: 5}, "b": {"b": 7}, "c": {"c": 10}})
    assert (found["a"], found["b"], found["org"]) == ("people_changed", "continues", "continues")
    assert found["ops"] == "continues"


def test_a_new_unit_is_new_and_two_that_became_one_are_merged() -> None:
    joined = (*TREE[:3], Node("ab", "ops", "AB"), Node("c", "dev", "C"))
    found = states({"ab": {"a": 8, "b": 7}, "c": {"c": 10}}, joined)
    assert (found["ab"], found["ops"], found["c"]) == ("merged", "continues", "continues")
    kept = (*TREE[:4], Node("c", "dev", "C"))
    found = states({"a": {"a": 8, "b": 7, NEWCOMER: 2}, "c": {"c": 10}}, kept)
    assert found["a"] == "merged"
    grown = (*TREE, Node("d", "dev", "D"))
    assert states({**STAYED, "d": {NEWCOMER: 6}}, grown)["d"] == "new"


def test_a_unit_that_lost_half_to_a_new_one_was_split() -> None:
    grown = (*TREE, Node("c2", "dev", "C2"))
    found = states({"a": {"a": 8}, "b": {"b": 7}, "c": {"c": 4}, "c2": {"c": 6}}, grown)
    assert (found["c"], found["c2"], found["dev"]) == ("split", "new", "continues")


def test_a_team_that_moves_under_another_parent_continues_and_the_parents_are_judged() -> None:
    moved = (*TREE[:4], Node("b", "dev", "B"), TREE[5])
    found = states(STAYED, moved)
    assert (found["b"], found["a"]) == ("continues", "continues")
    assert (found["ops"], found["dev"]) == ("continues", "continues")
    apart = (*TREE[:3], Node("a", "dev", "A"), TREE[4], TREE[5])
    assert states(STAYED, apart)["ops"] == "people_changed"


@given(st.integers(0, 2**32))
def test_the_order_of_nodes_and_moves_changes_nothing(seed: int) -> None:
    draw = seeded(seed)
    moves = {to: {one: draw.randint(0, 9) for one in ("a", "b", "c", "")} for to in SIZES}
    sizes = {one: sum(moves[to][one] for to in moves) + draw.randint(0, 3) for one in SIZES}
    mixed = list(TREE)
    draw.shuffle(mixed)
    turned = {to: dict(reversed(moves[to].items())) for to in reversed(moves)}
    assert states(turned, tuple(mixed), sizes) == states(moves, sizes=sizes)
    for unit, state in states(moves, sizes=sizes).items():
        if unit in SIZES and state == "continues":
            assert 2 * moves[unit][unit] >= max(sum(moves[unit].values()), sizes[unit])
