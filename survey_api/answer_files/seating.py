"""Which group each row of an answers file counts in, and in what order rows are taken.

Nothing was promised before these people answered and nobody knows how many were asked:
therefore nothing is pooled beforehand (publication.md rule 0), and rule 2 alone joins what is
too small. Rows are put into one order, so that the order of the file leaves no trace.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey_api.answer_files.answers import Given
from survey_api.disclosure.tree import DIRECT, Node

BITS = 63


@dataclass(frozen=True)
class Seated:
    """``nodes`` with the direct teams that occur; ``group`` [N] is a place in ``groups``, the
    sorted leaves; ``answers`` [N, items] as given; rows in the one order there is."""

    nodes: tuple[Node, ...]
    groups: tuple[str, ...]
    group: NDArray[np.int64]
    answers: NDArray[np.uint8] = field(repr=False)


def seat(units: Sequence[Node], given: Given, points: int) -> Seated:
    """publication.md rule 0b: direct reports of an inner unit are its "Direct team"."""
    inner = {node.parent for node in units}
    leaf = [f"{one.unit}.direct" if one.unit in inner else one.unit for one in units]
    answered = set(np.unique(given.unit).tolist())
    direct = [
        Node(leaf[at], one.unit, f"Direct team of {one.label}", DIRECT)
        for at, one in enumerate(units)
        if one.unit in inner and at in answered
    ]
    groups = sorted([one.unit for one in units if one.unit not in inner] + [d.unit for d in direct])
    place = {group: at for at, group in enumerate(groups)}
    of_unit = np.array([place.get(one, -1) for one in leaf], dtype=np.int64)
    group = of_unit[given.unit]
    order = _order(group, given.answers, points)
    return Seated((*units, *direct), tuple(groups), group[order], given.answers[order])


def _order(group: NDArray[np.int64], answers: NDArray[np.uint8], points: int) -> NDArray[np.int64]:
    """By group, then answers: the same for every order of the same rows."""
    base = points + 1
    per_word = int(BITS / np.log2(base))
    words = []
    for start in range(0, answers.shape[1], per_word):
        part = answers[:, start : start + per_word].astype(np.int64)
        words.append(part @ base ** np.arange(part.shape[1], dtype=np.int64))
    return np.lexsort((*words, group))
