"""A publication whose sets or sums cannot all be there is refused, not called safe."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_api.disclosure.intruder import Findings, Publication, examine
from survey_api.disclosure.intrusion import Kind

POINTS = 3


def table(
    parent: list[int], n: list[int], low: list[int], high: list[int], people: list[int]
) -> Publication:
    """One question."""
    names = tuple(f"u{at}" for at in range(len(parent)))
    answers, least, most = (np.array(one)[:, None] for one in (n, low, high))
    return Publication(
        "w", ("calm",), names, np.array(parent), np.array(people), answers, least, most
    )


def contradictions(found: Findings) -> list[tuple[str, str]]:
    return [(one.set, one.item) for one in found.violations if one.kind is Kind.CONTRADICTION]


WIDE = [10, 8, 8], [50, 40, 40]
REFUSED = {
    "two sets of 8 in one of 10, so 6 are in both": (
        table([-1, 0, 0], [10, 8, 8], *WIDE, people=[10, 8, 8]), ("u0", "")),
    "the same in the answers to one question": (
        table([-1, 0, 0], [10, 8, 8], *WIDE, people=[16, 8, 8]), ("u0", "calm")),
    "more answers than people": (table([-1], [9], [9], [45], people=[8]), ("u0", "calm")),
    "a least sum above the largest": (table([-1], [6], [20], [14], people=[6]), ("u0", "calm")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_sets_that_cannot_be_are_refused_and_named(name: str) -> None:
    impossible, named = REFUSED[name]
    found = examine([impossible], k=5, points=5)
    assert contradictions(found) == [named]
    assert found.n_violations >= 1 and not found.is_safe


def test_a_set_that_says_nothing_itself_contradicts_nobody() -> None:
    silent = table([-1, 0, 0], [0, 8, 8], [0, 8, 8], [0, 40, 40], people=[16, 8, 8])
    assert examine([silent], k=5, points=5).is_safe


@st.composite
def claims(draw: st.DrawFn) -> tuple[Publication, np.ndarray]:
    """Up to five sets of up to six answers with any bounds; and who is in each set."""
    n_sets = draw(st.integers(1, 5))
    parent = [draw(st.integers(-1, at - 1)) for at in range(n_sets)]
    home = draw(st.lists(st.integers(0, n_sets - 1), min_size=1, max_size=6))
    inside = np.zeros((n_sets, len(home)), dtype=bool)
    inside[home, range(len(home))] = True
    for at in reversed(range(1, n_sets)):
        if parent[at] >= 0:
            inside[parent[at]] |= inside[at]
    n = inside.sum(axis=1).tolist()
    low = [draw(st.integers(0, POINTS * one + 1)) for one in n]
    high = [draw(st.integers(one, POINTS * one + 1)) for one in low]
    return table(parent, n, low, high, people=n), inside


@settings(max_examples=150)
@given(claims())
def test_bounds_contradict_each_other_exactly_where_no_answers_fit(
    claim: tuple[Publication, np.ndarray],
) -> None:
    of, inside = claim
    every = np.array(list(itertools.product(range(1, POINTS + 1), repeat=inside.shape[1])))
    sums, there = every @ inside.T, inside.any(axis=1)
    fits = (sums >= of.low[:, 0]) & (sums <= of.high[:, 0]) | ~there
    found = examine([of], k=1, points=POINTS)
    assert bool(contradictions(found)) is not bool(fits.all(axis=1).any())
