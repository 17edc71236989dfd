"""One person whose answer must stay their own, in each of the ways that usually betray it."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from survey_api.disclosure.intruder import Publication, examine
from survey_api.disclosure.intrusion import Kind
from survey_api.disclosure.protection import Protected, possible_sums, protect
from survey_api.release.attack import Seen
from survey_api.release.disclosing import Before, Disclosed
from tests.disclosure.organisations import (
    POLICY,
    Organisation,
    Replies,
    by_team,
    organisation,
    ours,
    seen,
    threshold_only,
)

PARENTS = {"org": None, "ops": "org", "care": "ops", "night": "ops", "van": "ops", "lab": "org"}
ELIGIBLE = {"care": 9, "night": 8, "van": 5, "lab": 9}
OF = organisation(PARENTS, ELIGIBLE)
MIXED = [[3, 4, 2, 5, 1], [4, 4, 3, 2, 5], [2, 3, 4, 1, 5], [5, 1, 2, 4, 3], [1, 2, 5, 3, 4],
         [4, 5, 4, 3, 2]]  # fmt: skip
VALUES = range(1, 6)
NOISE = range(-POLICY.w, POLICY.w + 1)


def cell(done: Disclosed, team: str, item: int = 0) -> Protected:
    """The number of a team and what limit it stands at."""
    at = [atom.id for atom in done.table.atoms].index(team)
    p, n = int(done.table.cells.p[at, item]), int(done.table.cells.n[at, item])
    return protect(p, n, 0, POLICY)


def figures(done: Disclosed) -> dict[str, Any]:
    """All that is shown of each unit."""
    return {one["unit"]: (one["shown"], one["figures"], one["items"]) for one in done.records}


def may_have_said(of: Protected) -> set[int]:
    """By trying every set of answers of the others: what one respondent may have answered."""
    others = [sum(one) for one in itertools.combinations_with_replacement(VALUES, of.n - 1)]
    sums = set(possible_sums(of, POLICY))
    return {answer for answer in VALUES if any(answer + rest in sums for rest in set(others))}


@pytest.mark.parametrize(("answer", "relation"), [(5, ">="), (1, "<=")])
def test_a_unanimous_team_reads_as_nearly_everyone(answer: int, relation: str) -> None:
    """In every wave, whatever the noise: the limit, and so never more than the limit."""
    said = by_team(OF, care=MIXED, night=[[answer]] * 8, lab=MIXED)
    for wave in range(30):
        done = ours(OF, said, wave)
        night = next(one for one in done.records if one["unit"] == "night")
        assert {one["relation"] for one in night["items"].values()} == {relation}
        assert night["figures"]["index"]["relation"] == relation
        assert may_have_said(cell(done, "night")) == set(VALUES)
        assert done.intrusion.is_safe and done.intrusion.n_direction_known == 0
    exact = examine([threshold_only(OF, said)], k=5, points=5)
    assert exact.n_determined == 8 * 5


def test_a_unanimous_team_cannot_be_told_from_one_with_somebody_who_disagrees() -> None:
    said = by_team(OF, care=MIXED, night=[[5]] * 8, lab=MIXED)
    differs = by_team(OF, care=MIXED, night=[[1], *[[5]] * 7], lab=MIXED)
    numbers = [
        {cell(ours(OF, one, wave), "night").p for wave in range(60)} for one in (said, differs)
    ]
    assert len(numbers[0]) == 1 and numbers[0] < numbers[1]


def test_nothing_depends_on_the_single_team_that_is_hidden_in_a_department() -> None:
    """Three of five answered; the department is the sum of the teams that can be seen."""
    given = [[[5]] * 3, [[1]] * 3, [[1], [3], [5]]]
    each = [ours(OF, by_team(OF, care=MIXED, night=MIXED, van=van, lab=MIXED)) for van in given]
    assert figures(each[0]) == figures(each[1]) == figures(each[2])
    assert not figures(each[0])["van"][0] and figures(each[0])["ops"][0]
    assert all(one.intrusion.is_safe for one in each)
    leaky = threshold_only(OF, by_team(OF, care=MIXED, night=MIXED, van=given[0], lab=MIXED))
    found = examine([leaky], k=5, points=5)
    assert (found.n_residual_groups, found.n_people_exposed, found.n_determined) == (1, 3, 15)


def before(*done: Disclosed) -> Before:
    return Before(publications=tuple(Seen(seen(one), POLICY) for one in done))


def followed(first: Replies, second: Replies) -> tuple[Disclosed, Disclosed]:
    """Two waves, the second published by somebody who holds the first."""
    march = ours(OF, first, 3)
    june = ours(OF, second, 6, before(march))
    together = examine([seen(march), seen(june)], k=5, points=5)
    assert june.intrusion == together and together.is_safe
    assert together.n_excluded == 0 == together.n_direction_known
    return march, june


@pytest.mark.parametrize("answer", VALUES)
def test_one_who_joins_or_leaves_may_have_said_anything(answer: int) -> None:
    """The team is the same but for one; the others answer as before, or do not."""
    without = by_team(OF, care=MIXED, night=MIXED, lab=MIXED)
    with_one = by_team(OF, care=MIXED, night=[*MIXED, [answer]], lab=MIXED)
    for first, second in ((without, with_one), (with_one, without)):
        march, june = followed(first, second)
        for item in range(5):
            joined, left = (cell(one, "night", item) for one in (march, june))
            assert {joined.n, left.n} == {6, 7}
            assert may_have_said(joined) == set(VALUES) == may_have_said(left)


@pytest.mark.parametrize("answer", VALUES)
def test_one_who_moves_between_teams_may_have_said_anything_in_both(answer: int) -> None:
    """For each answer of theirs others exist that lead to the same two published numbers."""
    march, june = followed(
        by_team(OF, care=[*MIXED, [answer]], night=MIXED, lab=MIXED),
        by_team(OF, care=MIXED, night=[*MIXED, [answer]], lab=MIXED),
    )
    for item in range(5):
        care, night = cell(march, "care", item), cell(june, "night", item)
        assert care.n == night.n == 7
        for tried in VALUES:
            assert reaches(care, tried) and reaches(night, tried), (item, tried)


def reaches(target: Protected, answer: int) -> bool:
    """Whether some answers of the others and some noise give the same published number."""
    rest = range(target.n - 1, 5 * (target.n - 1) + 1)
    return any(protect(one + answer, target.n, e, POLICY) == target for one in rest for e in NOISE)


def pairs(y: int, rest: range) -> Iterator[tuple[Protected, Protected]]:
    """Numbers of six and of the same six with one more who answers ``y``."""
    for total, e, d in itertools.product(rest, NOISE, NOISE):
        yield protect(total, 6, e, POLICY), protect(total + y, 7, d, POLICY)


def test_if_the_others_answer_exactly_as_before_a_joiner_is_told_at_most_at_the_ends() -> None:
    """What we do not promise, in numbers: with the same sum of the others in both waves one
    draw in 25 tells a 1 or a 5, and no draw ever tells a 2, 3 or 4."""
    behind: dict[tuple[Protected, Protected], set[int]] = {}
    for y in VALUES:
        for pair in pairs(y, range(6, 31)):
            behind.setdefault(pair, set()).add(y)
    for y in VALUES:
        for rest in range(6, 31):
            told = [behind[pair] == {y} for pair in pairs(y, range(rest, rest + 1))]
            assert np.mean(told) <= (1 / 25 if y in (1, 5) else 0), (y, rest)
        in_the_middle = [behind[pair] == {y} for pair in pairs(y, range(18, 20))]
        assert np.mean(in_the_middle) == pytest.approx(1 / 25 if y in (1, 5) else 0)


def test_a_late_answer_is_never_added_to_a_wave() -> None:
    on_time = by_team(OF, care=MIXED, night=MIXED, lab=MIXED)
    late = by_team(OF, care=MIXED, night=[*MIXED, [2]], lab=MIXED)
    first = ours(OF, on_time, 3)
    assert ours(OF, on_time, 3, before(first)).intrusion.is_safe, "the same again says no more"
    refused = ours(OF, late, 3, before(first)).intrusion
    assert [one.kind for one in refused.violations] == [Kind.RECAST]
    exact = [sums(threshold_only(OF, one)) for one in (on_time, late)]
    assert (exact[1]["night"] - exact[0]["night"] == 2).all(), "what a corrected table tells"


def test_the_answers_of_a_wave_are_never_cut_along_a_new_tree() -> None:
    """Two teams swap one person on paper: exact sums would tell who said what."""
    said = by_team(OF, care=[*MIXED, [5]], night=MIXED, lab=MIXED)
    redrawn = by_team(OF, care=MIXED, night=[*MIXED, [5]], lab=MIXED)
    moved = organisation({**PARENTS, "night": "org"}, ELIGIBLE)
    first = ours(OF, said, 3)
    for tree, answers in ((moved, said), (OF, redrawn), (moved, redrawn)):
        recast = ours(tree, answers, 3, before(first)).intrusion
        assert Kind.RECAST in {one.kind for one in recast.violations}
    exact = [sums(threshold_only(OF, one)) for one in (said, redrawn)]
    assert (exact[0]["care"] - exact[1]["care"] == 5).all(), "what a recast tells"


def sums(table: Publication) -> Mapping[str, np.ndarray[Any, Any]]:
    return dict(zip(table.sets, table.low, strict=True))


def test_a_group_formed_by_this_waves_answers_alone_leaves_no_smaller_one() -> None:
    """Two hidden teams become one group; the department is all three numbers together."""
    of: Organisation = organisation({**PARENTS, "desk": "ops"}, {**ELIGIBLE, "desk": 6})
    done = ours(of, by_team(of, care=MIXED, van=[[5]] * 3, desk=[[5]] * 2, lab=MIXED))
    assert "desk+van" in [atom.id for atom in done.table.atoms]
    assert may_have_said(cell(done, "desk+van")) == set(VALUES)
    assert done.intrusion.is_safe and done.intrusion.n_residual_groups == 0
