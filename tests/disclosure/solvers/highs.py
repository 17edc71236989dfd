"""An attacker of another make: HiGHS over mixed-integer programs, written apart from ours.

One JSON document in (``question.py``), one out. It runs as a process of its own, for OR-tools
and HiGHS cannot be loaded into one.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

INFEASIBLE = 2


class Program:
    """Integer variables with bounds, and rows low ≤ Σ coefficient · variable ≤ high."""

    def __init__(self) -> None:
        self.least: list[int] = []
        self.most: list[int] = []
        self.rows: list[tuple[Mapping[int, int], float, float]] = []

    def variable(self, least: int, most: int) -> int:
        self.least.append(least)
        self.most.append(most)
        return len(self.least) - 1

    def row(self, terms: Mapping[int, int], low: float, high: float) -> None:
        self.rows.append((terms, low, high))

    def is_feasible(self, fixed: Mapping[int, int]) -> bool:
        """Whether some values satisfy everything with these variables fixed."""
        low, high = np.array(self.least, dtype=float), np.array(self.most, dtype=float)
        for at, value in fixed.items():
            low[at] = high[at] = value
        entries = [
            (value, row, at)
            for row, (terms, _, _) in enumerate(self.rows)
            for at, value in terms.items()
        ]
        values, rows, columns = zip(*entries, strict=True)
        shape = (len(self.rows), len(self.least))
        found = milp(
            c=np.zeros(len(low)),
            integrality=np.ones(len(low)),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(
                csr_array((values, (rows, columns)), shape=shape),
                np.array([one[1] for one in self.rows]),
                np.array([one[2] for one in self.rows]),
            ),
        )
        if found.status not in (0, INFEASIBLE):
            raise RuntimeError(found.message)
        return bool(found.status == 0)


def at_least(program: Program, value: int, floor: int, span: int) -> int:
    """A variable that is max(value, floor); ``span`` bounds everything here."""
    top, is_floor = program.variable(-span, span), program.variable(0, 1)
    program.row({top: 1}, floor, np.inf)
    program.row({top: 1, value: -1}, 0, np.inf)
    program.row({top: 1, value: -1, is_floor: -2 * span}, -np.inf, 0)
    program.row({top: 1, is_floor: 2 * span}, -np.inf, floor + 2 * span)
    return top


def at_most(program: Program, value: int, ceiling: int, span: int) -> int:
    """A variable that is min(value, ceiling)."""
    bottom, is_ceiling = program.variable(-span, span), program.variable(0, 1)
    program.row({bottom: 1}, -np.inf, ceiling)
    program.row({bottom: 1, value: -1}, -np.inf, 0)
    program.row({bottom: 1, value: -1, is_ceiling: 2 * span}, 0, np.inf)
    program.row({bottom: 1, is_ceiling: -2 * span}, ceiling - 2 * span, np.inf)
    return bottom


def built(question: Mapping[str, Any]) -> tuple[Program, list[list[int]]]:
    """The program of one question of a survey, and the answers of each group."""
    program = Program()
    answers, published = [], []
    for group in question["groups"]:
        each = [program.variable(1, question["points"]) for _ in range(group["n"])]
        total = program.variable(0, question["points"] * group["n"])
        program.row({total: -1, **dict.fromkeys(each, 1)}, 0, 0)
        answers.append(each)
        published.append(behind_noise(program, total, group) if "low" in group else total)
    for one in question["sets"]:
        program.row({published[at]: 1 for at in one["groups"]}, one["value"], one["value"])
    return program, answers


def behind_noise(program: Program, total: int, group: Mapping[str, int]) -> int:
    """min(max(total + e, low), high) with a whole number e of [−w, w]."""
    span = 10 * (group["n"] + group["w"])
    e, sent = program.variable(-group["w"], group["w"]), program.variable(-span, span)
    program.row({sent: 1, total: -1, e: -1}, 0, 0)
    return at_most(program, at_least(program, sent, group["low"], span), group["high"], span)


def impossible(
    program: Program, answers: Sequence[Sequence[int]], asked: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Those ``[group, place, value]`` that cannot be. What is possible together is possible
    alone, so they are asked together and halved while the answer is no."""
    fixed = {answers[group][place]: value for group, place, value in asked}
    if not asked or program.is_feasible(fixed):
        return []
    if len(asked) == 1:
        return [list(asked[0])]
    half = len(asked) // 2
    return [
        *impossible(program, answers, asked[:half]),
        *impossible(program, answers, asked[half:]),
    ]


def answer(question: Mapping[str, Any]) -> list[list[int]]:
    program, answers = built(question)
    for group, place, value in question.get("known", ()):
        program.row({answers[group][place]: 1}, value, value)
    if not program.is_feasible({}):
        raise RuntimeError("what is published contradicts itself")
    return [
        one
        for value in range(1, question["points"] + 1)
        for positions in question["rounds"]
        for one in impossible(program, answers, [[*where, value] for where in positions])
    ]


if __name__ == "__main__":
    json.dump([answer(one) for one in json.load(sys.stdin)], sys.stdout)
