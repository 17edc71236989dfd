"""A second attacker of another make: CP-SAT over whole numbers, written apart from ours.

One JSON document in (``question.py``), one out; a process of its own, see ``highs.py``.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from ortools.sat.python import cp_model


def built(
    question: Mapping[str, Any],
) -> tuple[cp_model.CpModel, list[list[cp_model.IntVar]]]:
    """The model of one question of a survey, and the answers of each group."""
    model, points = cp_model.CpModel(), question["points"]
    answers, published = [], []
    for group in question["groups"]:
        each = [model.new_int_var(1, points, "") for _ in range(group["n"])]
        answers.append(each)
        total = cp_model.LinearExpr.sum(each)
        published.append(behind_noise(model, total, group) if "low" in group else total)
    for one in question["sets"]:
        parts = [published[at] for at in one["groups"]]
        model.add(cp_model.LinearExpr.sum(parts) == one["value"])
    return model, answers


def behind_noise(
    model: cp_model.CpModel, total: cp_model.LinearExpr, group: Mapping[str, int]
) -> cp_model.IntVar:
    """min(max(total + e, low), high) with a whole number e of [−w, w]."""
    span = 10 * (group["n"] + group["w"])
    e = model.new_int_var(-group["w"], group["w"], "")
    raised, sent = model.new_int_var(-span, span, ""), model.new_int_var(-span, span, "")
    model.add_max_equality(raised, [total + e, group["low"]])
    model.add_min_equality(sent, [raised, group["high"]])
    return sent


def is_feasible(
    model: cp_model.CpModel,
    answers: Sequence[Sequence[cp_model.IntVar]],
    asked: Sequence[Sequence[int]],
) -> bool:
    """Whether some answers satisfy everything with those ``[group, place, value]`` given."""
    tried = model.clone()
    for group, place, value in asked:
        tried.add(tried.get_int_var_from_proto_index(answers[group][place].index) == value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(tried)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE):
        raise RuntimeError(solver.status_name(status))
    return status != cp_model.INFEASIBLE


def impossible(
    model: cp_model.CpModel,
    answers: Sequence[Sequence[cp_model.IntVar]],
    asked: Sequence[Sequence[int]],
) -> list[list[int]]:
    """Those that cannot be: asked together, and halved while the answer is no."""
    if not asked or is_feasible(model, answers, asked):
        return []
    if len(asked) == 1:
        return [list(asked[0])]
    half = len(asked) // 2
    return [*impossible(model, answers, asked[:half]), *impossible(model, answers, asked[half:])]


def answer(question: Mapping[str, Any]) -> list[list[int]]:
    model, answers = built(question)
    for group, place, value in question.get("known", ()):
        model.add(answers[group][place] == value)
    if not is_feasible(model, answers, []):
        raise RuntimeError("what is published contradicts itself")
    return [
        one
        for value in range(1, question["points"] + 1)
        for positions in question["rounds"]
        for one in impossible(model, answers, [[*where, value] for where in positions])
    ]


if __name__ == "__main__":
    json.dump([answer(one) for one in json.load(sys.stdin)], sys.stdout)
