"""Where a comment is shown: at the lowest unit where enough people could have written it.

publication.md, "Comments". What is shown at a unit was written by somebody in the groups whose
comments were carried there, so it is those groups, not the whole unit, that must have
``MIN_RESPONDENTS`` respondents and ``MIN_COMMENTERS`` writers: otherwise a unit less its
published parts would name a handful. Linear in the number of units.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from survey_api.disclosure.tree import Node, bottom_up

MIN_RESPONDENTS: Final = 10
MIN_COMMENTERS: Final = 5


@dataclass(frozen=True)
class Crowd:
    """Groups whose comments on one question are shown together, at ``unit``."""

    unit: str
    groups: tuple[str, ...]
    respondents: int
    commenters: int

    @property
    def is_enough(self) -> bool:
        """Whether any of enough people could have written each of them."""
        return self.respondents >= MIN_RESPONDENTS and self.commenters >= MIN_COMMENTERS


def crowds(
    nodes: Iterable[Node], respondents: Mapping[str, int], commenters: Mapping[str, int]
) -> tuple[Crowd, ...]:
    """The crowds of one question, by unit; none when even the whole organisation is too few.

    Both counts are by group (leaf). What is left at the root takes the smallest crowds with it
    until it is enough, so that nothing is dropped while the organisation is large enough.
    """
    order = bottom_up(nodes)
    carried: dict[str | None, list[str]] = {}
    found: list[Crowd] = []
    for node in order:
        groups = carried.pop(node.unit, [])
        if node.unit in respondents or node.unit in commenters:
            groups.append(node.unit)
        crowd = _crowd(node.unit, groups, respondents, commenters)
        if crowd.is_enough:
            found.append(crowd)
        else:
            carried.setdefault(node.parent, []).extend(groups)
    left = carried.pop(None, [])
    return _with_the_rest(order[-1].unit, left, found, respondents, commenters)


def _with_the_rest(
    root: str,
    left: list[str],
    found: list[Crowd],
    respondents: Mapping[str, int],
    commenters: Mapping[str, int],
) -> tuple[Crowd, ...]:
    by_size = sorted(found, key=lambda one: (one.commenters, one.unit), reverse=True)
    rest = _crowd(root, left, respondents, commenters)
    if rest.commenters == 0:
        return tuple(sorted(found, key=lambda one: one.unit))
    while not rest.is_enough and by_size:
        rest = _crowd(root, [*rest.groups, *by_size.pop().groups], respondents, commenters)
    kept = [*by_size, rest] if rest.is_enough else []
    return tuple(sorted(kept, key=lambda one: one.unit))


def _crowd(
    unit: str, groups: list[str], respondents: Mapping[str, int], commenters: Mapping[str, int]
) -> Crowd:
    return Crowd(
        unit,
        tuple(sorted(groups)),
        sum(respondents.get(one, 0) for one in groups),
        sum(commenters.get(one, 0) for one in groups),
    )
