"""Against a table that knows only a threshold the same attacker succeeds."""

import itertools
from collections import defaultdict

import numpy as np
import pytest

from survey_api.disclosure.intruder import Findings, examine
from survey_api.disclosure.intrusion import Kind
from tests.disclosure.organisations import (
    ITEMS,
    POLICY,
    Organisation,
    Replies,
    by_team,
    grown,
    organisation,
    ours,
    replies,
    seen,
    threshold_only,
)

PARENTS = {"org": None, "ops": "org", "dev": "org", "care": "ops", "night": "ops", "van": "ops",
           "tools": "dev", "apps": "dev"}  # fmt: skip
SMALL = organisation(PARENTS, {"care": 9, "night": 6, "van": 3, "tools": 8, "apps": 7})
ORDINARY = ([3, 4, 2, 5, 1], [4, 4, 3, 2, 5], [2, 3, 4, 1, 5], [5, 1, 2, 4, 3], [1, 2, 5, 3, 4])


def attacked(of: Organisation, said: Replies) -> Findings:
    return examine([threshold_only(of, said)], k=POLICY.k, points=POLICY.scale_points)


def test_a_hidden_team_is_its_department_minus_the_other_teams() -> None:
    said = by_team(SMALL, care=ORDINARY, night=ORDINARY, van=[[1], [4, 3, 4, 3, 4]], apps=ORDINARY)
    found = attacked(SMALL, said)
    groups = {(one.set, one.item) for one in found.violations if one.kind is Kind.SMALL_GROUP}
    assert groups == {("ops", "")}
    assert (found.n_residual_groups, found.n_people_exposed) == (1, 2)
    assert ours(SMALL, said).intrusion.is_safe


def test_a_unanimous_team_says_what_everybody_in_it_answered() -> None:
    """Five 5s in one team: certain for each of them, and only there."""
    said = by_team(SMALL, care=ORDINARY, night=[[5]] * 5, tools=[[1]] * 6, apps=ORDINARY)
    found = attacked(SMALL, said)
    assert found.n_determined == 11 * ITEMS == found.n_direction_known
    assert found.n_excluded == 4 * 11 * ITEMS
    assert {one.set for one in found.violations} == {"night", "tools"}
    assert ours(SMALL, said).intrusion.n_determined == 0


def test_the_direction_of_an_answer_is_known_before_the_answer_is() -> None:
    """A sum of 24 from five people: one 4 and four 5s; 8 from five: nobody is favourable."""
    night = [[5, 5, 5, 5, 3]] * 4 + [[4, 4, 4, 4, 3]]
    care = [[1, 1, 1, 1, 3]] * 4 + [[4, 4, 4, 4, 3]]
    found = attacked(SMALL, by_team(SMALL, care=care, night=night, apps=ORDINARY))
    assert found.n_determined == 0
    assert found.n_direction_known == 5 * 4, "four questions in the night shift"
    assert found.n_excluded == 5 * 4 * (3 + 1), "no 1, 2, 3 at night; no 5 in care"


def plain_counts(of: Organisation, said: Replies) -> tuple[int, int, int, int, int]:
    """Determined, direction known, excluded, groups under k, people in them: for organisations
    whose published units are exact, from the sums and the people of every residual."""
    above = {node.unit: node.parent for node in of.nodes}
    people: dict[str, list[int]] = defaultdict(list)
    for row, team in enumerate(said.team.tolist()):
        unit: str | None = of.leaves[team]
        while unit is not None:
            people[unit].append(row)
            unit = above[unit]
    shown = {unit: rows for unit, rows in people.items() if len(rows) >= POLICY.k}
    determined = direction = excluded = groups = exposed = 0
    for unit, rows in shown.items():
        inside = {row for one in shown if unit in lineage(above, one) for row in shown[one]}
        rest = [row for row in rows if row not in inside]
        is_exposed = 0 < len(rest) < POLICY.k
        few = 0
        for answers in said.scored[rest].T.astype(int):
            given = answers[answers > 0]
            possible = possible_answers(len(given), int(given.sum()))
            determined += len(given) * (len(possible) == 1)
            direction += len(given) * bool(possible <= {4, 5} or possible <= {1, 2, 3})
            excluded += len(given) * (5 - len(possible))
            few += not is_exposed and 0 < len(given) < POLICY.k
        groups += is_exposed + bool(few)
        exposed += len(rest) * is_exposed
    return determined, direction, excluded, groups, exposed


def lineage(above: dict[str, str | None], unit: str) -> set[str | None]:
    """Everything around a unit."""
    found: set[str | None] = set()
    at = above[unit]
    while at is not None:
        found.add(at)
        at = above[at]
    return found


def possible_answers(n: int, total: int) -> set[int]:
    """What one of ``n`` people may have said, by trying every set of their answers."""
    values = itertools.combinations_with_replacement(range(1, 6), n)
    return {answer for one in values if sum(one) == total for answer in one}


@pytest.mark.parametrize("seed", range(8))
def test_the_counts_of_a_report_are_those_of_a_plain_computation(seed: int) -> None:
    of = grown(45, seed)
    said = replies(of, seed, missing=0.1)
    found = attacked(of, said)
    assert plain_counts(of, said) == (
        found.n_determined,
        found.n_direction_known,
        found.n_excluded,
        found.n_residual_groups,
        found.n_people_exposed,
    )
    assert found.n_positions == (said.scored > 0).sum()


def test_two_thousand_people_behind_a_threshold_are_exposed_in_nearly_every_draw() -> None:
    draws = [grown(2000, seed) for seed in range(20)]
    found = [attacked(of, replies(of, seed)) for seed, of in enumerate(draws)]
    groups = np.array([one.n_residual_groups for one in found])
    assert (groups > 0).mean() >= 0.95
    assert 3 < groups.mean() < 30
    assert all(one.n_direction_known > 0 and one.n_determined > 0 for one in found)


@pytest.mark.parametrize("seed", range(3))
def test_what_we_publish_of_the_same_two_thousand_exposes_nobody(seed: int) -> None:
    of = grown(2000, seed)
    done = ours(of, replies(of, seed))
    found, big = done.intrusion, np.flatnonzero(done.layout.is_big)
    assert found.is_safe
    assert {one.name for one in seen(done).noisy} == {done.layout.nodes[at].unit for at in big}
    assert (found.n_excluded, found.n_residual_groups, found.n_direction_known) == (0, 0, 0)
    assert found.n_positions > 5000
