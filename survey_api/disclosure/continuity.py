"""Is a unit still the same as in the wave before? Decides whether its trend goes on.

The rule may be published: it rests on who was asked, never on what was answered. Past waves are
never recast to a new chart; where a unit is not the same, the trend shows a break and its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from survey_api.disclosure.tree import Node, bottom_up

STAYED = Fraction(1, 2)  # of today's people, and of those before, must be in both
NEWCOMER = ""  # where people come from who were in no group before

Moves = Mapping[str, Mapping[str, int]]


class State(StrEnum):
    """How a unit relates to the wave before."""

    FIRST = "first"
    CONTINUES = "continues"
    NEW = "new"
    MERGED = "merged"
    SPLIT = "split"
    PEOPLE_CHANGED = "people_changed"


@dataclass
class _Flow:
    """Of one unit: its people now and before, how many are in it both times, who came from
    groups that are no more (by group), and how many left for groups that are new."""

    now: int = 0
    before: int = 0
    stayed: int = 0
    to_new: int = 0
    from_gone: dict[str, int] = field(default_factory=dict)


def continuity(
    now: Iterable[Node],
    before: Iterable[Node],
    moves: Moves,
    eligible_before: Mapping[str, int],
    k: int,
) -> dict[str, State]:
    """unit → its state, for every node of ``now``.

    ``moves`` is group now → group before ("" for newcomers) → people; ``eligible_before``
    counts everybody asked then, by group. A unit continues when it has the same id and at least
    half of its people now, and half of its people then, are the same. Otherwise it merged, when
    k or more came from units that are no more; it split, when half or more of those who left
    went to units that are new; else its people changed. O(units + moves).
    """
    now, before = tuple(now), tuple(before)
    then = {node.unit for node in before}
    if not then:
        return dict.fromkeys((node.unit for node in now), State.FIRST)
    flows = _flows(now, before, moves, eligible_before)
    return {node.unit: _state(node.unit in then, flows[node.unit], k) for node in now}


def _state(is_known: bool, flow: _Flow, k: int) -> State:
    n_from_gone = sum(flow.from_gone.values())
    if not is_known:
        return State.MERGED if n_from_gone >= k and len(flow.from_gone) > 1 else State.NEW
    if flow.stayed >= STAYED * flow.now and flow.stayed >= STAYED * flow.before:
        return State.CONTINUES
    if n_from_gone >= k:
        return State.MERGED
    left = flow.before - flow.stayed
    return State.SPLIT if left and 2 * flow.to_new >= left else State.PEOPLE_CHANGED


def _flows(
    now: tuple[Node, ...], before: tuple[Node, ...], moves: Moves, eligible: Mapping[str, int]
) -> dict[str, _Flow]:
    """unit → its flow; each move is added to every unit above either end."""
    above_now, above_then = _lineages(now), _lineages(before)
    flows = {node.unit: _Flow() for node in (*now, *before)}
    for group, n in eligible.items():
        for unit in above_then.get(group, ()):
            flows[unit].before += n
    for to, sources in moves.items():
        for source, n in sources.items():
            here, there = above_now.get(to, ()), above_then.get(source, ())
            is_gone = source != NEWCOMER and source not in above_now
            for unit in here:
                _arrive(flows[unit], n, source, is_same=unit in there, is_gone=is_gone)
            if to not in above_then:
                for unit in set(there) - set(here):
                    flows[unit].to_new += n
    return flows


def _arrive(flow: _Flow, n: int, source: str, *, is_same: bool, is_gone: bool) -> None:
    flow.now += n
    if is_same:
        flow.stayed += n
    elif is_gone:
        flow.from_gone[source] = flow.from_gone.get(source, 0) + n


def _lineages(nodes: tuple[Node, ...]) -> dict[str, tuple[str, ...]]:
    """unit → itself and everything above it."""
    lineage: dict[str, tuple[str, ...]] = {}
    for node in reversed(bottom_up(nodes)):
        lineage[node.unit] = (node.unit, *lineage.get(node.parent or "", ()))
    return lineage
