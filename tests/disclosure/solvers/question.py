"""What is published of a survey question, put to a solver: groups, sets, and who is asked about.

``{"points", "groups": [{"n"} or {"n", "low", "high", "w"}], "sets": [{"groups", "value"}],
"rounds": [[[group, place], …], …]}``: a group's number is its sum, or, with limits, what
publication.md rule 3 makes of it; a set's ``value`` is the sum of its groups' numbers; nobody
stands twice in a round. ``"known": [[group, place, value], …]`` are answers the reader has. A
solver replies with such a list of all that cannot be.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from survey_api.disclosure.publication import Publication
from survey_api.disclosure.tree import Node
from survey_api.release.disclosing import Disclosed
from tests.disclosure.organisations import Organisation, Replies

HERE = Path(__file__).parent
POINTS, W = 5, 2
Question = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What solvers rule out: answer values, answers that are left with one value."""

    excluded: int
    determined: int


def lineage(nodes: Iterable[Node]) -> dict[str, list[str]]:
    """unit → itself and every unit around it."""
    above = {node.unit: node.parent for node in nodes}
    found: dict[str, list[str]] = {}
    for unit in above:
        at: str | None = unit
        found[unit] = []
        while at is not None:
            found[unit].append(at)
            at = above[at]
    return found


def of_ours(done: Disclosed, item: int) -> Question:
    """Every small unit in view shows the sum of the numbers of the atoms inside it."""
    layout, cells = done.layout, done.table.cells
    around = lineage(layout.fielded.nodes)
    names = {node.unit: at for at, node in enumerate(layout.nodes)}
    groups: list[dict[str, int]] = []
    shown: dict[str, list[int]] = {}
    numbers: list[int] = []
    for at, atom in enumerate(done.table.atoms):
        n = int(cells.n[at, item])
        if n == 0:
            continue
        for unit in dict.fromkeys((atom.id, *around[atom.home])):
            small = unit not in names or not layout.is_big[names[unit]]
            if small and (unit not in names or layout.is_shown[names[unit]]):
                shown.setdefault(unit, []).append(len(groups))
        groups.append({"n": n, "low": n + 8, "high": 5 * n - 2, "w": W})
        numbers.append(int(cells.p[at, item]))
    return {
        "points": POINTS,
        "groups": groups,
        "sets": [
            {"groups": inside, "value": sum(numbers[at] for at in inside)}
            for inside in shown.values()
        ],
    }


def of_threshold(of: Organisation, said: Replies, table: Publication, item: int) -> Question:
    """Every unit in the table shows the sum of all answers inside it; a reader knows how many
    answered in each team."""
    around = lineage(of.nodes)
    groups: list[dict[str, int]] = []
    shown: dict[str, list[int]] = {unit: [] for unit in table.sets}
    for at, team in enumerate(of.leaves):
        n = int((said.scored[said.team == at, item] > 0).sum())
        for unit in around[team]:
            if n and unit in shown:
                shown[unit].append(len(groups))
        groups += [{"n": n}] if n else []
    return {
        "points": POINTS,
        "groups": groups,
        "sets": [
            {"groups": shown[unit], "value": int(table.low[at, item])}
            for at, unit in enumerate(table.sets)
            if shown[unit]
        ],
    }


def about_everybody(question: Question) -> Question:
    """Every answer in it, one of each group in a round."""
    sizes = [one["n"] for one in question["groups"]]
    rounds = [
        [[at, place] for at, n in enumerate(sizes) if place < n] for place in range(max(sizes))
    ]
    return {**question, "rounds": rounds}


def about_one_each(question: Question, places: Sequence[int]) -> Question:
    """One answer of each group, sampled: those in a group cannot be told apart."""
    sizes = [one["n"] for one in question["groups"]]
    return {**question, "rounds": [[[at, places[at] % n] for at, n in enumerate(sizes)]]}


def with_colleagues(question: Question, answer: int) -> Question:
    """The last one of each group tells the reader that they gave this answer."""
    sizes = [one["n"] for one in question["groups"]]
    rounds = [[[at, p] for at, p in one if p < sizes[at] - 1] for one in question["rounds"]]
    known = [[at, n - 1, answer] for at, n in enumerate(sizes)]
    return {**question, "rounds": rounds, "known": known}


def attack(questions: Sequence[Question], *solvers: str) -> list[list[list[list[int]]]]:
    """The answer of each solver to each question; they work side by side."""
    running = []
    for solver in solvers:
        one = subprocess.Popen(
            [sys.executable, str(HERE / f"{solver}.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert one.stdin is not None
        json.dump(questions, one.stdin)
        one.stdin.close()
        running.append(one)
    return [heard(one) for one in running]


def heard(solver: subprocess.Popen[str]) -> list[list[list[int]]]:
    """What a solver says in the end; one that gives up fails the test."""
    assert solver.stdout is not None
    with solver:
        said: list[list[list[int]]] = json.load(solver.stdout)
    return said


def told(question: Mapping[str, Any], impossible: Sequence[Sequence[int]]) -> Told:
    """Counted over all answers, each asked one standing for those who were not asked."""
    asked = Counter(group for positions in question["rounds"] for group, _ in positions)
    weight = {at: question["groups"][at]["n"] // times for at, times in asked.items()}
    left: dict[tuple[int, int], int] = {}
    for group, place, _ in impossible:
        left[group, place] = left.get((group, place), POINTS) - 1
    return Told(
        sum(weight[group] for group, _, _ in impossible),
        sum(weight[group] for (group, _), values in left.items() if values == 1),
    )
