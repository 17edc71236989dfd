"""Opened ballots of a wave → counts by group, item and answer, in memory only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey_api.release.opening import Ballot

Ints = NDArray[np.int64]
COUNTING_SHARE = (7, 10)  # a respondent counts with 0.7 of the items fielded


@dataclass(frozen=True)
class Cut:
    """A demographic question: its levels in their order; after them comes "not said"."""

    id: str
    ordered: bool
    levels: tuple[str, ...]


@dataclass(frozen=True)
class CutCounts:
    """``people`` [groups, levels + 1] and ``counts`` [groups, levels + 1, items, points]."""

    cut: Cut
    people: Ints
    counts: Ints


@dataclass(frozen=True)
class Asked:
    """What was fielded: items in their order, which of them are reversed, the answer scale."""

    items: tuple[str, ...]
    reversed: frozenset[str]
    points: int
    cuts: tuple[Cut, ...] = ()

    @classmethod
    def of(cls, questionnaire: Mapping[str, Any], points: int) -> "Asked":
        """From the questionnaire as served."""
        keying = questionnaire["keying"]
        cuts = tuple(
            Cut(one["id"], one["ordered"], tuple(level["id"] for level in one["levels"]))
            for one in questionnaire.get("cuts", ())
        )
        items = tuple(item["id"] for item in questionnaire["items"])
        return cls(items, frozenset(i for i in items if keying[i] == "reversed"), points, cuts)


@dataclass(frozen=True)
class Answers:
    """Scored answers of the respondents who count: ``group`` [N] is a place in ``groups``,
    ``scored`` [N, items] holds 1…points, 0 for no answer."""

    groups: tuple[str, ...]
    group: Ints
    scored: NDArray[np.uint8] = field(repr=False)


@dataclass(frozen=True)
class Tabulated:
    """Respondents who count, by group: ``people`` [G] and ``counts`` [G, items, points]."""

    groups: tuple[str, ...]
    items: tuple[str, ...]
    people: Ints
    counts: Ints
    cuts: tuple[CutCounts, ...] = ()


def needed(n_items: int) -> int:
    """How many answers make a respondent count: ⌈0.7·k⌉ of the items fielded."""
    share, of = COUNTING_SHARE
    return -(-share * n_items // of)


def tabulate(
    ballots: Iterable[Ballot], asked: Asked, groups: Sequence[str]
) -> tuple[Tabulated, Answers]:
    """Counts of the ballots, whose groups are all in ``groups``, and their scored answers."""
    place = {group: at for at, group in enumerate(groups)}
    kept = [one for one in ballots if len(one.answers) >= needed(len(asked.items))]
    group = np.array([place[one.unit] for one in kept], dtype=np.int64)
    given = np.array(
        [[one.answers.get(item, 0) for item in asked.items] for one in kept], dtype=np.uint8
    ).reshape(len(kept), len(asked.items))
    answers = Answers(tuple(groups), group, score(given, asked))
    cuts = tuple(_cut_counts(cut, kept, answers, asked.points) for cut in asked.cuts)
    return count(answers, asked, cuts), answers


def score(given: NDArray[np.uint8], asked: Asked) -> NDArray[np.uint8]:
    """Turn reverse-keyed answers around (x' = points + 1 − x); 0 stays no answer."""
    turned = np.array([item in asked.reversed for item in asked.items])
    return np.where(turned & (given > 0), np.uint8(asked.points + 1) - given, given)


def counting(given: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """[N]: who answered 0.7 of the items or more."""
    n_given: Ints = np.count_nonzero(given, axis=1).astype(np.int64)
    return n_given >= needed(given.shape[1])


def count(answers: Answers, asked: Asked, cuts: tuple[CutCounts, ...] = ()) -> Tabulated:
    """Counts of answers that are scored already."""
    n_groups = len(answers.groups)
    people = np.bincount(answers.group, minlength=n_groups).astype(np.int64)
    counts = _counts(answers.group, n_groups, answers.scored, asked.points)
    return Tabulated(answers.groups, asked.items, people, counts, cuts)


def _counts(group: Ints, n_groups: int, scored: NDArray[np.uint8], points: int) -> Ints:
    """[groups, items, points]"""
    width = points + 1
    columns = [
        np.bincount(group * width + scored[:, at], minlength=n_groups * width)
        for at in range(scored.shape[1])
    ]
    by_value = np.stack(columns, axis=1).reshape(n_groups, width, scored.shape[1])
    return np.ascontiguousarray(by_value.transpose(0, 2, 1)[:, :, 1:]).astype(np.int64)


def _cut_counts(cut: Cut, ballots: Sequence[Ballot], answers: Answers, points: int) -> CutCounts:
    place = {level: at for at, level in enumerate(cut.levels)}
    n_levels = len(cut.levels) + 1
    level = np.array(
        [place.get(one.cuts.get(cut.id, ""), len(cut.levels)) for one in ballots], dtype=np.int64
    )
    joint, n_groups = answers.group * n_levels + level, len(answers.groups)
    people = np.bincount(joint, minlength=n_groups * n_levels).reshape(n_groups, n_levels)
    counts = _counts(joint, n_groups * n_levels, answers.scored, points)
    return CutCounts(
        cut, people.astype(np.int64), counts.reshape(n_groups, n_levels, *counts.shape[1:])
    )
