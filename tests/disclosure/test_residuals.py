"""Bounds on residual groups are exactly those that trying every set of answers gives."""

import itertools
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.disclosure.publication import Bools, Ints, Publication
from survey_api.disclosure.residuals import residuals

POINTS = 3


@dataclass(frozen=True)
class Forest:
    """``inside`` [sets, answers]: which answers are in the sum of each set."""

    parent: tuple[int, ...]
    inside: Bools
    low: Ints
    high: Ints

    @property
    def published(self) -> Publication:
        n = self.inside.sum(axis=1)
        return Publication(
            wave="w",
            items=("calm",),
            sets=tuple(f"u{at}" for at in range(len(self.parent))),
            parent=np.array(self.parent),
            people=n,
            answers=n[:, None],
            low=self.low[:, None],
            high=self.high[:, None],
        )


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    """Up to five sets of up to seven answers, and intervals in which the truth lies."""
    n_sets = draw(st.integers(1, 5))
    parent = tuple(draw(st.integers(-1, at - 1)) for at in range(n_sets))
    home = draw(st.lists(st.integers(0, n_sets - 1), min_size=1, max_size=7))
    truth = np.array([draw(st.integers(1, POINTS)) for _ in home])
    inside = np.zeros((n_sets, len(home)), dtype=bool)
    inside[home, range(len(home))] = True
    for at in reversed(range(1, n_sets)):  # a set comes after the one around it
        if parent[at] >= 0:
            inside[parent[at]] |= inside[at]
    slack = st.lists(st.integers(0, 4), min_size=n_sets, max_size=n_sets)
    sums = inside @ truth
    return Forest(parent, inside, sums - np.array(draw(slack)), sums + np.array(draw(slack)))


def possible_answers(of: Forest) -> Ints:
    """[possibilities, answers]: every answer vector that agrees with all that is published."""
    every = np.array(list(itertools.product(range(1, POINTS + 1), repeat=of.inside.shape[1])))
    sums = every @ of.inside.T
    return every[((sums >= of.low) & (sums <= of.high)).all(axis=1)]


def own(of: Forest) -> Bools:
    """[sets, answers] in a set and in no set inside it."""
    found = of.inside.copy()
    for at, above in enumerate(of.parent):
        if above >= 0:
            found[above] &= ~of.inside[at]
    return found


def same(of: Forest, published: Publication) -> None:
    """The bounds are the smallest and largest sum that really occur, no less and no more."""
    found = residuals(published, POINTS)
    sums = possible_answers(of) @ own(of).T
    assert (found.answers[:, 0] == own(of).sum(axis=1)).all()
    assert (found.low[:, 0] == sums.min(axis=0)).all(), "too weak or too strong from below"
    assert (found.high[:, 0] == sums.max(axis=0)).all(), "too weak or too strong from above"


@settings(max_examples=150)
@given(forests())
def test_bounds_are_those_of_trying_every_set_of_answers(forest: Forest) -> None:
    same(forest, forest.published)


@settings(max_examples=60)
@given(forests())
def test_every_sum_between_the_bounds_really_occurs(forest: Forest) -> None:
    found = residuals(forest.published, POINTS)
    sums = possible_answers(forest) @ own(forest).T
    for at in range(len(forest.parent)):
        assert set(sums[:, at]) == set(range(found.low[at, 0], found.high[at, 0] + 1))


@settings(max_examples=60)
@given(forests(), st.data())
def test_a_set_that_withholds_the_question_says_nothing_about_those_inside(
    forest: Forest, data: st.DataObject
) -> None:
    """Published above and below it or not: the answers are counted where a sum is published."""
    hidden = data.draw(st.integers(0, len(forest.parent) - 1))
    at = forest.parent[hidden]
    parent = tuple(at if above == hidden else above for above in forest.parent)
    low, high = forest.low.copy(), forest.high.copy()
    low[hidden], high[hidden] = 0, POINTS * forest.inside.shape[1]
    inside = forest.inside.copy()
    inside[hidden] = False
    seen = Forest(parent, inside, low, high)
    published = Forest(forest.parent, inside, low, high).published
    same(seen, published)


def test_questions_and_trees_do_not_touch_each_other() -> None:
    alone = Forest((-1, 0), np.array([[1, 1, 1], [1, 1, 0]], dtype=bool),
                   np.array([3, 2]), np.array([8, 3]))  # fmt: skip
    one = alone.published
    both = Publication(
        "w", ("calm", "asks"), ("a", "b", "c", "d"), np.array([-1, 0, -1, 2]),
        np.tile(one.people, 2), np.tile(one.answers, (2, 2)),
        np.tile(one.low, (2, 2)), np.tile(one.high, (2, 2)),
    )  # fmt: skip
    first, found = residuals(one, POINTS), residuals(both, POINTS)
    for name in ("answers", "low", "high"):
        assert (getattr(found, name) == np.tile(getattr(first, name), (2, 2))).all()


def test_nothing_published_leaves_nothing() -> None:
    none = np.zeros((0, 2), dtype=np.int64)
    empty = Publication("w", ("calm", "asks"), (), none[:, 0], none[:, 0], none, none, none)
    assert residuals(empty, POINTS).low.shape == (0, 2)
