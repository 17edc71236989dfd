"""Published sets minus the published sets inside them, with every sum they may still have."""

from dataclasses import dataclass

import numpy as np

from survey_api.disclosure.publication import Ints, Publication


@dataclass(frozen=True)
class Residuals:
    """One for each set: ``people`` [U], ``answers`` [U, I], and the smallest and the largest
    sum [U, I] that all that is published together allows. ``surplus`` [U, I] is how many answers
    more the sets inside it hold than the set itself publishes: above 0, they are no parts of it."""

    people: Ints
    answers: Ints
    low: Ints
    high: Ints
    surplus: Ints


def residuals(of: Publication, points: int) -> Residuals:
    """Tight bounds on every residual group of a forest of published sums."""
    levels = _levels(of.parent)
    people = of.people - _of_children(of.people, of.parent)
    held = _held(of, levels)
    answers = held - _of_children(held, of.parent)
    low, high = _upwards(of, answers, levels, points)
    rest_low, rest_high = answers.copy(), points * answers
    for level in levels:  # from the roots down: what is left for each part
        _share_out(level, of.parent, (low, high), (rest_low, rest_high))
    surplus = np.where(of.answers > 0, held - of.answers, 0)
    return Residuals(people, answers, rest_low, rest_high, surplus)


def _levels(parent: Ints) -> list[Ints]:
    """Places of the sets, roots first, then what lies directly inside them, and so on."""
    depth = np.zeros(len(parent), dtype=np.int64)
    above = parent.copy()
    while (above >= 0).any():
        depth += above >= 0
        above = np.where(above >= 0, parent[above], -1)
    order = np.argsort(depth, kind="stable")
    return np.split(order, np.searchsorted(depth[order], np.arange(1, depth.max(initial=0) + 1)))


def _held(of: Publication, levels: list[Ints]) -> Ints:
    """Answers of each set that are in its published sum or in one inside it: a set that says
    nothing itself still stands between those inside it and those around it."""
    held = of.answers.copy()
    for level in reversed(levels):
        held[level] = np.maximum(held[level], _of_children(held, of.parent)[level])
    return held


def _of_children(values: Ints, parent: Ints) -> Ints:
    """For each set the sum over the sets directly inside it."""
    total = np.zeros_like(values)
    inside = parent >= 0
    np.add.at(total, parent[inside], values[inside])
    return total


def _upwards(of: Publication, answers: Ints, levels: list[Ints], points: int) -> tuple[Ints, Ints]:
    """Bounds of each set from itself and all that lies inside it."""
    low, high = answers.copy(), points * answers
    for level in reversed(levels):
        low[level] = np.maximum(low[level], np.where(of.answers[level] > 0, of.low[level], 0))
        high[level] = np.where(
            of.answers[level] > 0, np.minimum(high[level], of.high[level]), high[level]
        )
        inner = level[of.parent[level] >= 0]
        np.add.at(low, of.parent[inner], low[inner])
        np.add.at(high, of.parent[inner], high[inner])
    return low, high


def _share_out(
    level: Ints, parent: Ints, whole: tuple[Ints, Ints], rest: tuple[Ints, Ints]
) -> None:
    """Tighten the parts of each set of a level (its children and its residual) in place."""
    (low, high), (rest_low, rest_high) = whole, rest
    children = np.flatnonzero(np.isin(parent, level))
    sum_low, sum_high = rest_low.copy(), rest_high.copy()
    np.add.at(sum_low, parent[children], low[children])
    np.add.at(sum_high, parent[children], high[children])
    above = parent[children]
    child_low = low[above] - (sum_high[above] - high[children])
    child_high = high[above] - (sum_low[above] - low[children])
    own_low = low[level] - (sum_high[level] - rest_high[level])
    own_high = high[level] - (sum_low[level] - rest_low[level])
    low[children] = np.maximum(low[children], child_low)
    high[children] = np.minimum(high[children], child_high)
    rest_low[level] = np.maximum(rest_low[level], own_low)
    rest_high[level] = np.minimum(rest_high[level], own_high)
