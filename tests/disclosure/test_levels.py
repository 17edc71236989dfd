"""Demographic levels under the minimum are merged, or the whole cut is not shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.disclosure.levels import LEAST_PER_LEVEL, merged


@pytest.mark.parametrize(
    ("people", "is_ordered", "expected"),
    [
        ([40, 35, 60, 30], True, ((0,), (1,), (2,), (3,))),
        ([40, 35, 60, 0], True, ((0,), (1,), (2,))),
        ([10, 35, 60, 40], True, ((0, 1), (2,), (3,))),
        ([40, 12, 31, 40], True, ((0,), (1, 2), (3,))),
        ([40, 12, 31, 40], False, ((0,), (1, 2), (3,))),
        ([40, 60, 5], True, ((0, 2), (1,))),
        ([12, 9, 60, 8], False, ()),
        ([70, 0, 0, 31], False, ()),
        ([20, 20, 20, 20], True, ((0, 3), (1, 2))),
        ([29, 0, 0], True, ()),
        ([0, 0, 0], True, ()),
    ],
)
def test_small_levels_join_a_neighbour(
    people: list[int], is_ordered: bool, expected: tuple[tuple[int, ...], ...]
) -> None:
    assert merged(people, is_ordered=is_ordered) == expected


@given(st.lists(st.integers(0, 120), min_size=3, max_size=9), st.booleans())
def test_every_level_shown_has_enough_people_and_nobody_is_left_out(
    people: list[int], is_ordered: bool
) -> None:
    parts = merged(people, is_ordered=is_ordered)
    if parts:
        assert len(parts) > 1
        assert all(sum(people[at] for at in part) >= LEAST_PER_LEVEL for part in parts)
        shown = sorted(at for part in parts for at in part)
        assert shown == [at for at, n in enumerate(people) if n > 0]


@given(st.lists(st.integers(0, 120), min_size=3, max_size=9))
def test_ordered_levels_only_join_neighbours(people: list[int]) -> None:
    unsaid = len(people) - 1
    there = [at for at, n in enumerate(people) if n > 0 and at != unsaid]
    for part in merged(people, is_ordered=True):
        said = [there.index(at) for at in part if at != unsaid]
        if unsaid not in part:
            assert said == list(range(said[0], said[-1] + 1))
