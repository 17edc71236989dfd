"""Means of earlier surveys: none of few people, none that subtraction undoes, none that is sure."""

from hypothesis import given
from hypothesis import strategies as st

from survey_api.disclosure.earlier import Left, Mean, guard

K, POINTS = 5, 5
PARENTS = {"all": None, "a": "all", "b": "all", "a1": "a", "a2": "a"}


def of(unit: str, n: int, mean: float = 3.0) -> Mean:
    return Mean(unit, "index", mean, n)


def test_a_mean_of_four_people_is_left_out() -> None:
    kept, left = guard([of("a", 4), of("b", 5)], PARENTS, K)
    assert [one.unit for one in kept] == ["b"]
    assert left[Left.FEW] == 1


def test_a_team_that_subtraction_would_give_away_takes_the_smallest_beside_it_along() -> None:
    kept, left = guard([of("all", 30), of("a", 17), of("b", 10)], PARENTS, K)
    assert {one.unit for one in kept} == {"all", "a"}
    assert left == {Left.FEW: 0, Left.SUBTRACTION: 1}


def test_nobody_left_over_gives_nobody_away() -> None:
    kept, _ = guard([of("all", 27), of("a", 17), of("b", 10)], PARENTS, K)
    assert len(kept) == 3


def test_a_mean_is_one_decimal_and_its_number_a_band() -> None:
    (kept,), _ = guard([of("b", 9, 3.25)], PARENTS, K)
    assert (kept.relation, kept.value, kept.n_band) == ("=", "3.3", "8–11")


def test_every_answer_stays_possible_for_everybody_in_every_small_team() -> None:
    """All possible sums of every team of 5 to 14: whoever reads what is kept, and knows how many
    answered, finds every answer of one person still possible."""
    for n in range(K, 15):
        sums = range(n, POINTS * n + 1)
        said: dict[tuple[str, str], list[int]] = {}
        for total in sums:
            (kept,), _ = guard([of("b", n, total / n)], PARENTS, K)
            said.setdefault((kept.relation, kept.value), []).append(total)
        for totals in said.values():
            low, high = min(totals), max(totals)
            for answer in range(1, POINTS + 1):
                least, most = answer + (n - 1), answer + POINTS * (n - 1)
                assert least <= high and most >= low, (n, totals, answer)


@given(st.lists(st.integers(1, 40), min_size=4, max_size=4), st.integers(0, 6))
def test_no_rest_of_fewer_than_five_is_left_in_any_tree(sizes: list[int], unsaid: int) -> None:
    a1, a2, own, b = sizes
    shown = [of("a1", a1), of("a2", a2), of("a", a1 + a2 + own), of("b", b)]
    shown.append(of("all", a1 + a2 + own + b + unsaid))
    kept, _ = guard(shown, PARENTS, K)
    n = {one.unit: one.n for one in shown if one.unit in {seen.unit for seen in kept}}
    for unit, total in n.items():
        below = [one for one in n if _nearest(one, n) == unit]
        rest = total - sum(n[one] for one in below)
        assert rest <= 0 or rest >= K


def _nearest(unit: str, shown: dict[str, int]) -> str | None:
    at = PARENTS[unit]
    while at is not None and at not in shown:
        at = PARENTS[at]
    return at
