"""Solvers that know nothing of our intruder find what it finds: nothing in what we publish."""

from collections import Counter
from dataclasses import replace

import pytest

from survey_api.disclosure.intruder import Findings, examine
from survey_api.disclosure.publication import Publication
from survey_api.release.disclosing import Disclosed
from tests.disclosure.organisations import (
    ITEMS,
    POLICY,
    Organisation,
    Replies,
    grown,
    later,
    ours,
    redrawn,
    replies,
    seen,
    threshold_only,
)
from tests.disclosure.solvers.question import (
    Told,
    about_everybody,
    about_one_each,
    attack,
    of_ours,
    of_threshold,
    told,
    with_colleagues,
)

BOTH = ("highs", "cp_sat")
UNLIMITED = about_everybody(
    {"points": 5, "groups": [{"n": 6, "low": 6, "high": 32, "w": 2}],
     "sets": [{"groups": [0], "value": 32}]}
)  # fmt: skip
PLACES = range(7, 1_000)  # sampled: each modulo the size of its group


def attacked(*tables: Publication) -> Findings:
    return examine(tables, k=POLICY.k, points=POLICY.scale_points)


def found(findings: Findings) -> Told:
    return Told(findings.n_excluded, findings.n_determined)


def of_one_item(table: Publication, item: int) -> Publication:
    """What it says about one question."""
    numbers = {name: getattr(table, name)[:, [item]] for name in ("answers", "low", "high")}
    return replace(table, items=(table.items[item],), **numbers)


def total(parts: list[Told]) -> Told:
    return Told(sum(one.excluded for one in parts), sum(one.determined for one in parts))


def test_a_solver_rules_nothing_out_and_does_with_a_threshold_alone() -> None:
    """Thirty people, one question, everybody asked about; one team is of one mind."""
    of = grown(30, 5)
    said = replies(of, 5, missing=0)
    said.scored[said.team == said.team.max()] = 5
    done, leaky = ours(of, said), threshold_only(of, said)
    questions = [
        about_everybody(one) for one in (of_ours(done, 0), of_threshold(of, said, leaky, 0))
    ]
    [[nothing, something, unlimited]] = attack([*questions, UNLIMITED], "highs")
    assert nothing == [] and done.intrusion.is_safe
    counted = told(questions[1], something)
    assert counted == found(attacked(of_one_item(leaky, 0)))
    assert told(UNLIMITED, unlimited) == Told(24, 6), "noise alone does not help"
    assert counted.determined >= (said.team == said.team.max()).sum() > 0


@pytest.mark.slow
def test_two_thousand_people_over_twelve_waves_keep_every_answer_possible() -> None:
    """People move every quarter, and the tree is redrawn after half of the waves."""
    of = grown(2000, 1)
    waves: list[Disclosed] = []
    for at in range(12):
        of = redrawn(later(of, at, 40), at) if at == 6 else later(of, at, 40)
        waves.append(ours(of, replies(of, at), at))
    fast = attacked(*(seen(one) for one in waves))
    assert fast.is_safe and found(fast) == Told(0, 0) and fast.n_residual_groups == 0
    questions = [
        about_one_each(of_ours(one, item), PLACES) for one in waves for item in range(ITEMS)
    ]
    assert sum(len(one["groups"]) for one in questions) > 12 * ITEMS * 150
    beside = [with_colleagues(one, answer) for one in questions[::13] for answer in (1, 5)]
    for answers in attack([*questions, *beside], *BOTH):
        assert len(answers) == len(questions) + len(beside)
        assert not any(answers[: len(questions)])
        assert not any(is_told(one) for one in answers[len(questions) :])
    assert not any(small_groups(one) for one in waves)


def small_groups(done: Disclosed) -> list[int]:
    """People by the units in view that they are in: the groups that can be told apart."""
    question = of_ours(done, 0)
    member = [
        tuple(at for at, one in enumerate(question["sets"]) if group in one["groups"])
        for group in range(len(question["groups"]))
    ]
    people: Counter[tuple[int, ...]] = Counter()
    for group, where in enumerate(member):
        people[where] += question["groups"][group]["n"]
    return [n for where, n in people.items() if where and n < POLICY.k]


@pytest.mark.slow
def test_small_organisations_are_asked_about_everybody() -> None:
    """Every answer of everybody, also by a reader to whom a colleague in each group has told
    the best or the worst of answers; and the table of a threshold beside it."""
    draws = [(grown(20 + 3 * at, at), at) for at in range(20)]
    cases = [(of, replies(of, seed, missing=0.05)) for of, seed in draws]
    mine = [about_everybody(of_ours(ours(*one), 0)) for one in cases]
    mine = [one for one in mine if one["groups"]]
    told_all = [with_colleagues(one, answer) for one in mine for answer in (1, 5)]
    for answers in attack([*mine, *told_all], *BOTH):
        alone, beside = answers[: len(mine)], answers[len(mine) :]
        assert not any(alone)
        assert not any(is_told(one) for one in beside)
    theirs, fast = zip(*(threshold(*one) for one in cases), strict=True)
    for answers in attack([question for each in theirs for question in each], *BOTH):
        by_organisation = [answers[at : at + ITEMS] for at in range(0, len(answers), ITEMS)]
        for questions, given, findings in zip(theirs, by_organisation, fast, strict=True):
            assert total([told(*one) for one in zip(questions, given, strict=True)]) == findings
    assert any(one.excluded for one in fast)


def is_told(impossible: list[list[int]]) -> bool:
    """Whether somebody cannot be favourable any more."""
    ruled_out = {tuple(one) for one in impossible}
    return any((*where, 4) in ruled_out and (*where, 5) in ruled_out for *where, _ in ruled_out)


def threshold(of: Organisation, said: Replies) -> tuple[list[dict[str, object]], Told]:
    """Questions about everybody in the table of a threshold, and what our intruder found."""
    table = threshold_only(of, said)
    questions = [about_everybody(of_threshold(of, said, table, item)) for item in range(ITEMS)]
    return questions, found(attacked(table))


@pytest.mark.slow
def test_two_thousand_people_behind_a_threshold_lose_the_same_answers_to_each_attacker() -> None:
    of = grown(2000, 3)
    said = replies(of, 3)
    table = threshold_only(of, said)
    fast = found(attacked(table))
    questions = [
        about_one_each(of_threshold(of, said, table, item), PLACES) for item in range(ITEMS)
    ]
    for answers in attack(questions, *BOTH):
        assert total([told(*one) for one in zip(questions, answers, strict=True)]) == fast
    assert fast.determined > 0 and attacked(table).n_residual_groups > 0
