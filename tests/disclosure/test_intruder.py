"""Our own attacker overlooks nothing and cries no wolf, and it fails against what we publish."""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from survey_api.disclosure.intruder import Findings, NoisySet, Publication, examine
from survey_api.disclosure.intrusion import Kind
from survey_api.disclosure.policy import PROFILES, Policy
from survey_api.disclosure.protection import protect_table
from survey_api.release.attack import IntruderSucceeded, Seen, bounds, publication, refuse_leaks
from survey_api.release.cells import add_groups
from survey_api.release.crowds import count_crowds
from survey_api.release.disclosing import Before, disclose
from tests.disclosure.trees import Company, companies
from tests.release.companies import NO_KEY, answered

VALUES = range(1, 6)


@dataclass(frozen=True)
class Cell:
    """``n`` answers whose sum lies in [low, high], and nobody else about."""

    n: int
    low: int
    high: int


def side_by_side(cells: list[Cell]) -> Publication:
    """Many sets that have nothing to do with each other, one question."""
    rows = np.array([[one.n, one.low, one.high] for one in cells], dtype=np.int64).reshape(-1, 3)
    n, low, high = np.split(rows, 3, axis=1)
    names = tuple(f"set {at}" for at in range(len(cells)))
    return Publication("w", ("calm",), names, np.full(len(cells), -1), n[:, 0], n, low, high)


def found_in(*seen: Publication, k: int = 5) -> Findings:
    return examine(seen, k=k, points=5)


@cache
def sums_of(n: int) -> frozenset[int]:
    """Every sum that ``n`` answers can have, one answer at a time."""
    if n == 0:
        return frozenset({0})
    return frozenset(total + answer for total in sums_of(n - 1) for answer in VALUES)


def ruled_out(cell: Cell) -> int:
    """By trying everything: how many answers nobody in there can have given."""
    sums = set(range(cell.low, cell.high + 1))
    return sum(not any(s - y in sums_of(cell.n - 1) for s in sums) for y in VALUES)


def is_told_by_a_colleague(cell: Cell) -> bool:
    """By trying everything: whether some colleague's own answer says that another's is not
    favourable."""
    sums = range(cell.low, cell.high + 1)
    for own in VALUES:
        left = {s - own for s in sums if s - own in sums_of(cell.n - 1)}
        if left and not any(one - y in sums_of(cell.n - 2) for one in left for y in (4, 5)):
            return True
    return False


def every_interval(n: int) -> list[Cell]:
    return [Cell(n, low, high) for low in range(n, 5 * n + 1) for high in range(low, 5 * n + 1)]


@pytest.mark.parametrize("n", range(1, 10))
def test_it_reports_exactly_the_cells_that_give_something_away(n: int) -> None:
    """Every interval there is, by our rule or not, against trying every answer and coalition."""
    excluded = [one for one in every_interval(n) if ruled_out(one)]
    told = [
        one
        for one in every_interval(n)
        if n > 1 and not ruled_out(one) and is_told_by_a_colleague(one)
    ]
    safe = sorted(set(every_interval(n)) - {*excluded, *told}, key=repr)
    first, second = (found_in(side_by_side(one), k=1) for one in (excluded, told))
    assert first.n_violations == len(excluded)
    assert first.n_excluded == sum(ruled_out(one) * n for one in excluded)
    assert first.n_determined == sum(n for one in excluded if ruled_out(one) == 4)
    assert second.n_violations == len(told) and second.n_excluded == 0
    assert {one.kind for one in first.violations} == {Kind.EXCLUDED}
    assert {one.kind for one in second.violations} <= {Kind.COLLUDER}
    assert found_in(side_by_side(safe), k=1).is_safe


POLICIES = {
    **{name: Policy.profile(name) for name in PROFILES},
    **{f"{points} points": Policy(scale_points=points) for points in (3, 4, 7, 10)},
    "more noise": Policy(k=7, w=3),
}


@pytest.mark.parametrize("name", POLICIES)
def test_no_number_of_our_rule_gives_anything_away_whatever_the_noise(name: str) -> None:
    """n = k…15, every sum, every noise: each one a published set."""
    policy = POLICIES[name]
    points, noise = policy.scale_points, range(-policy.w, policy.w + 1)
    sizes = range(policy.k, 16)
    every = [(n, s, e) for n in sizes for s in range(n, points * n + 1) for e in noise]
    n, total, e = np.split(np.array(every), 3, axis=1)
    cells = protect_table(total, n, e, policy)
    low, high = bounds(cells, policy)
    each = [Cell(*row) for row in np.hstack([n, low, high]).tolist()]
    found = examine([side_by_side(each)], k=policy.k, points=points)
    assert found.is_safe and found.n_excluded == 0 == found.n_direction_known
    assert found.n_positions == n.sum()
    behind: dict[tuple[int, int], set[int]] = defaultdict(set)
    for (size, one, _), p in zip(every, cells.p[:, 0].tolist(), strict=True):
        behind[size, p].add(one)
    for at, cell in enumerate(each):
        sums = behind[cell.n, int(cells.p[at, 0])]
        assert sums == set(range(cell.low, cell.high + 1)), "granted neither more nor less"
    if points == 5:
        assert not any(ruled_out(one) or is_told_by_a_colleague(one) for one in set(each))


TREE = Publication(
    wave="march",
    items=("calm", "asks"),
    sets=("ops", "night"),
    parent=np.array([-1, 0]),
    people=np.array([16, 8]),
    answers=np.array([[16, 16], [8, 8]]),
    low=np.array([[16, 16], [8, 8]]),
    high=np.array([[80, 80], [40, 40]]),
)
LENIENT = Policy(t_low=0)


def told(table: Publication) -> Publication:
    """The lowest number of a policy that hides nobody at the low end."""
    n = table.answers[1:, 1:]
    low, high = bounds(protect_table(n, n, 0 * n, LENIENT), LENIENT)
    return with_cell(table, int(low[0, 0]), int(high[0, 0]))


def with_cell(table: Publication, low: int, high: int) -> Publication:
    lows, highs = table.low.copy(), table.high.copy()
    lows[1, 1], highs[1, 1] = low, high
    return replace(table, low=lows, high=highs)


def with_noisy(*noisy: NoisySet) -> Publication:
    return replace(TREE, noisy=noisy)


PLANTED = {
    "a residual group by people": (
        replace(TREE, people=np.array([12, 8]), answers=np.array([[12, 12], [8, 8]])),
        Kind.SMALL_GROUP, "ops", ""),
    "a residual group by answers": (
        replace(TREE, answers=np.array([[16, 12], [8, 8]])), Kind.SMALL_GROUP, "ops", "asks"),
    "a unanimous team, exactly": (with_cell(TREE, 40, 40), Kind.EXCLUDED, "night", "asks"),
    "no room at the low end": (told(TREE), Kind.COLLUDER, "night", "asks"),
    "a crowd of 49": (with_noisy(NoisySet("org", 49, 1.0)), Kind.TOO_SMALL, "org", ""),
    "a level of 29": (
        with_noisy(NoisySet("org by tenure", 90, 1.0, 29)), Kind.TOO_SMALL, "org by tenure", ""),
    "a crowd without noise": (
        with_noisy(NoisySet("org", 50, 0.0)), Kind.NO_NOISE, "org", ""),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_leak_is_found_and_named_without_people(planted: str) -> None:
    leaky, kind, name, item = PLANTED[planted]
    assert found_in(TREE).is_safe
    found = found_in(leaky)
    assert found.n_violations == 1 and not found.is_safe
    [one] = found.violations
    assert (one.kind, one.wave, one.set, one.item) == (kind, "march", name, item)
    assert name in one.explanation and item in one.explanation
    assert json.loads(json.dumps(found.as_document()))["violations"][0]["set"] == name
    with pytest.raises(IntruderSucceeded, match=name):
        refuse_leaks(found)


def test_a_crowd_with_noise_and_levels_of_thirty_is_nothing_to_an_intruder() -> None:
    assert found_in(with_noisy(NoisySet("org", 50, 1.0), NoisySet("org by x", 60, 1.0, 30))).is_safe


def test_a_wave_may_be_seen_twice_but_not_published_twice() -> None:
    again = replace(TREE, sets=("ops", "day"))
    noisy = with_noisy(NoisySet("org", 50, 1.0, 30))
    for other in (again, replace(TREE, people=TREE.people + 1), with_cell(TREE, 10, 34), noisy):
        found = found_in(TREE, other)
        assert [(one.kind, one.wave) for one in found.violations] == [(Kind.RECAST, "march")]
    assert found_in(TREE, replace(TREE, low=TREE.low.copy())).is_safe
    assert found_in(TREE, replace(again, wave="april")).is_safe


def test_many_leaks_are_all_counted_and_a_few_are_named() -> None:
    found = found_in(side_by_side([Cell(6, 30, 30)] * 500))
    assert found.n_violations == 500 and len(found.violations) == 20
    assert found.n_determined == 3000 == found.n_direction_known
    assert found.n_excluded == 4 * 3000


def one_moves(company: Company, at: int) -> Company:
    """Somebody who answered goes to the next team that has an empty chair."""
    now = dict(company.answered)
    leaves = sorted(now)
    source, target = leaves[at % len(leaves)], leaves[(at + 1) % len(leaves)]
    if now[source] and now[target] < company.eligible[target]:
        now[source], now[target] = now[source] - 1, now[target] + 1
    return replace(company, answered=now)


def _before(seen: list[Publication]) -> Before:
    return Before(publications=tuple(Seen(one, Policy()) for one in seen))


@settings(max_examples=50)
@given(st.lists(companies(), min_size=1, max_size=2), st.integers(0, 2**32 - 1))
def test_waves_of_any_tree_with_movers_and_a_new_tree_give_nothing_away(
    trees: list[Company], seed: int
) -> None:
    assume(all(company.answered for company in trees))
    waves = [one for tree in trees for one in (tree, one_moves(tree, seed))]
    seen: list[Publication] = []
    for at, company in enumerate(waves):
        fielded, tabulated, answers = answered(company, seed + at)
        fielded = replace(fielded, seed=at.to_bytes(32))
        done = disclose(fielded, tabulated, answers, NO_KEY, _before(seen))
        assert done.intrusion.is_safe, done.intrusion.violations
        assert done.intrusion.n_excluded == 0 == done.intrusion.n_residual_groups
        seen.append(publication(done.layout, count_crowds(done.layout, NO_KEY), str(at)))
        given = add_groups([one.groups for one in done.table.atoms], tabulated).sum(axis=2)
        granted = seen[-1].answers[: len(given)]
        assert (granted == np.where(given >= 5, given, 0)).all(), "answers, not people"
    looked_at = sum(int(one.answers[one.parent < 0].sum()) for one in seen)
    assert found_in(*seen).n_positions == looked_at, "every published answer was looked at"
