"""What a reader who holds everything and knows who answered can still not rule out."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest
from scipy import stats

from survey_api.disclosure.policy import Policy, PolicyInvalid
from survey_api.disclosure.protection import (
    Limit,
    Protected,
    noise_table,
    possible_sums,
    protect,
    protect_table,
)

POLICY = Policy()
SIZES = range(5, 16)
ANSWERS = range(1, 6)
NOISE = range(-2, 3)


def sums_behind(n: int, policy: Policy = POLICY) -> dict[Protected, set[int]]:
    """By trying everything: published number → every sum of ``n`` answers that can lead to it."""
    found: dict[Protected, set[int]] = defaultdict(set)
    for total in range(n, 5 * n + 1):
        for e in range(-policy.w, policy.w + 1):
            found[protect(total, n, e, policy)].add(total)
    return found


def sums_of(n: int) -> set[int]:
    """Every sum that ``n`` answers can have, one answer at a time."""
    reached = {0}
    for _ in range(n):
        reached = {total + answer for total in reached for answer in ANSWERS}
    return reached


def published(sizes: range = SIZES) -> Iterator[tuple[int, Protected, set[int]]]:
    for n in sizes:
        for cell, sums in sums_behind(n).items():
            yield n, cell, sums


def test_a_number_is_the_masked_sum_between_its_two_limits() -> None:
    for n in SIZES:
        for total in range(n, 5 * n + 1):
            for e in NOISE:
                low, high = n + 8, 5 * n - 4 + 2
                p = sorted((low, total + e, high))[1]
                limit = {low: Limit.LOW, high: Limit.HIGH}.get(p, Limit.NONE)
                assert protect(total, n, e, POLICY) == Protected(p, n, limit)


def test_every_answer_of_every_respondent_stays_possible() -> None:
    for n, cell, sums in published():
        others = sums_of(n - 1)
        for answer in ANSWERS:
            assert any(total - answer in others for total in sums), (cell, answer)


def test_favourable_stays_possible_when_a_colleague_uses_their_own_answer() -> None:
    for n, cell, sums in published():
        rest = sums_of(n - 2)
        for own in ANSWERS:
            left = {total - own for total in sums if total - own in sums_of(n - 1)}
            favourable = any(one - answer in rest for one in left for answer in (4, 5))
            assert favourable or not left, (cell, own)


def test_the_stated_range_of_sums_is_exactly_what_can_lie_behind_a_number() -> None:
    for _, cell, sums in published():
        assert set(possible_sums(cell, POLICY)) == sums, cell


def test_the_lemma_bounds_what_colluders_learn_about_one_more_answer() -> None:
    for n, cell, sums in published(range(5, 9)):
        for c in range(n - 1):
            others = sums_of(n - c - 1)
            for s in sums_of(c):
                possible = {y for y in ANSWERS for total in sums if total - s - y in others}
                low, high = min(sums) - s - 5 * (n - c - 1), max(sums) - s - (n - c - 1)
                assert possible == {y for y in ANSWERS if low <= y <= high}, (cell, c, s)


def test_the_number_of_people_instead_of_answers_would_give_an_answer_away() -> None:
    """Six people, five of whom answered: limits for six say that nobody answered 1."""
    low, high = POLICY.lowest(6), POLICY.highest(6)
    total, e = 25, -1
    naive = min(max(total + e, low), high)
    sums = {one for one in sums_of(5) for d in NOISE if min(max(one + d, low), high) == naive}
    assert naive == 24
    assert not any(one - 1 in sums_of(4) for one in sums)
    ours = protect(total, 5, e, POLICY)
    assert (ours.p, ours.limit) == (23, Limit.HIGH)
    assert any(one - 1 in sums_of(4) for one in possible_sums(ours, POLICY))


@pytest.mark.parametrize("k", [5, 7, 10])
def test_limits_keep_every_answer_possible_whatever_the_noise(k: int) -> None:
    for w in range(4):
        policy = Policy(k=k, w=w, k_item=k)
        others = sums_of(k - 1)
        for cell, sums in sums_behind(k, policy).items():
            assert all(any(s - y in others for s in sums) for y in ANSWERS), (cell, w)


def test_a_table_protects_each_cell_as_it_would_by_itself() -> None:
    n, total, e = (one.ravel() for one in np.meshgrid(range(12), range(61), NOISE))
    found = protect_table(total[:, None], n[:, None], e[:, None], POLICY)
    for at in np.flatnonzero((total >= n) & (total <= 5 * n)):
        p, answers, is_low, is_high = (one[at, 0] for one in found)
        limit = Limit.LOW if is_low else Limit.HIGH if is_high else Limit.NONE
        alone = protect(int(total[at]), int(n[at]), int(e[at]), POLICY)
        assert (p, answers, limit) == (alone if n[at] >= POLICY.k else (0, 0, Limit.NONE))


ATOMS, ITEMS = [f"team{at}" for at in range(900)], [f"item{at}" for at in range(8)]


def test_noise_is_uniform_over_thousands_of_cells() -> None:
    drawn = noise_table(bytes(32), b"w" * 32, 2, ATOMS, ITEMS)
    seen = np.bincount(drawn.ravel() + 2, minlength=5)
    assert drawn.size >= 5000 and len(seen) == 5
    assert stats.chisquare(seen).pvalue > 1e-4
    turned = noise_table(bytes(32), b"w" * 32, 2, ATOMS[::-1], ITEMS[::-1])
    assert (drawn == turned[::-1, ::-1]).all()


def test_noise_is_independent_across_items_and_waves_and_unknown_without_the_key() -> None:
    drawn = noise_table(bytes(32), b"w" * 32, 2, ATOMS, ITEMS)
    others = (
        drawn[:, 1:],
        noise_table(bytes(32), b"v" * 32, 2, ATOMS, ITEMS)[:, :-1],
        noise_table(b"k" * 32, b"w" * 32, 2, ATOMS, ITEMS)[:, :-1],
    )
    for other in others:
        joint = np.zeros((5, 5), dtype=int)
        np.add.at(joint, (drawn[:, :-1].ravel() + 2, other.ravel() + 2), 1)
        assert stats.chi2_contingency(joint).pvalue > 1e-4
    assert not noise_table(bytes(32), b"w" * 32, 0, ATOMS, ITEMS).any()


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 4},
        {"k_item": 4},
        {"big": 7},
        {"w": -1},
        {"w": 0.5},
        {"t_low": -1},
        {"k": True},
        {"epsilon": 0.0},
        {"scale_points": 2},
        {"t_low": 4},
    ],
)
def test_a_policy_that_would_weaken_the_rule_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(PolicyInvalid):
        Policy.from_document(wrong)


def test_a_policy_survives_its_document_and_refuses_unknown_parameters() -> None:
    assert Policy.from_document(POLICY.as_document()) == POLICY
    with pytest.raises(PolicyInvalid, match="does not know"):
        Policy.from_document({"secret": 1})
