"""The unit tree and its pooling at opening: groups under k are joined before anyone answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_api.errors import Conflict

REST, DIRECT, UNIT = "rest", "direct", "unit"


class OrganisationTooSmall(Conflict):
    """Fewer people than k may answer; nothing could ever be shown, so the wave is refused."""


@dataclass(frozen=True)
class Node:
    """A node of the tree; people sit in leaves only. ``kind``: unit, direct or rest."""

    unit: str
    parent: str | None
    label: str
    kind: str = UNIT


@dataclass(frozen=True)
class Group:
    """A leaf as respondents know it: at least k people may answer in it."""

    unit: str
    parent: str | None
    label: str
    kind: str
    eligible: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Pooling:
    """Groups that partition everybody, and original leaf → group for leaves that were pooled."""

    groups: tuple[Group, ...]
    mapping: Mapping[str, str]


def children_of(nodes: Iterable[Node]) -> dict[str | None, list[Node]]:
    """parent → its children, in the order of their ids."""
    found: dict[str | None, list[Node]] = {}
    for node in sorted(nodes, key=lambda one: one.unit):
        found.setdefault(node.parent, []).append(node)
    return found


def bottom_up(nodes: Iterable[Node]) -> list[Node]:
    """All nodes, every child before its parent."""
    below = children_of(nodes)
    order: list[Node] = []
    stack = list(below.get(None, []))
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(below.get(node.unit, []))
    return order[::-1]


def pool_at_opening(nodes: Iterable[Node], eligible: Mapping[str, int], k: int) -> Pooling:
    """publication.md rule 0. ``eligible`` counts the people of each leaf.

    Leaves under k are carried to their parent; a remainder of k or more becomes "Rest of X",
    a smaller one is carried on; what is left at the root joins the smallest group directly
    below the root, else the smallest group there is. O(units). Raises
    ``OrganisationTooSmall`` when fewer than k people may answer.
    """
    nodes = tuple(nodes)
    if sum(eligible.values()) < k:
        raise OrganisationTooSmall
    known = {node.unit: node for node in nodes}
    carried: dict[str | None, list[str]] = {}
    groups: dict[str, Group] = {}
    for node in bottom_up(nodes):
        n = eligible.get(node.unit, 0)
        if n >= k:
            groups[node.unit] = Group(
                node.unit, node.parent, node.label, node.kind, n, (node.unit,)
            )
        elif n > 0:
            carried.setdefault(node.parent, []).append(node.unit)
        left = carried.pop(node.unit, [])
        n_left = sum(eligible[one] for one in left)
        if n_left >= k:
            groups[f"{node.unit}.rest"] = _rest(known[node.unit], left, n_left)
        elif left:
            carried.setdefault(node.parent, []).extend(left)
    _join_last(groups, carried.get(None, []), eligible, known)
    mapping = {
        member: group.unit
        for group in groups.values()
        for member in group.members
        if member != group.unit
    }
    return Pooling(tuple(groups[unit] for unit in sorted(groups)), mapping)


def _rest(node: Node, members: list[str], n: int) -> Group:
    label = f"Rest of {node.label}"
    return Group(f"{node.unit}.rest", node.unit, label, REST, n, tuple(sorted(members)))


def _join_last(
    groups: dict[str, Group], left: list[str], eligible: Mapping[str, int], known: dict[str, Node]
) -> None:
    if not left:
        return
    roots = {node.unit for node in known.values() if node.parent is None}
    if not groups:
        root = known[min(roots)]
        groups[f"{root.unit}.rest"] = _rest(root, left, sum(eligible[one] for one in left))
        return
    at_top = [group for group in groups.values() if group.parent in roots]
    host = min(at_top or groups.values(), key=lambda one: (one.eligible, one.unit))
    groups[host.unit] = Group(
        host.unit,
        host.parent,
        f"{host.label} and others",
        host.kind,
        host.eligible + sum(eligible[one] for one in left),
        tuple(sorted((*host.members, *left))),
    )
