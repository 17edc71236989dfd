"""The frame of a wave: today's tree and people, frozen, with groups under k pooled."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from survey_api.catalogue import waves
from survey_api.catalogue.models import ReportingUnit, Wave
from survey_api.conduct.rooms import Rooms
from survey_api.disclosure.tree import Node, Pooling, bottom_up, pool_at_opening
from survey_api.errors import Conflict
from survey_api.identity import frame


class FrameInvalid(Conflict):
    """The roster and the unit tree do not fit; nothing was opened."""


@dataclass(frozen=True)
class Since:
    """How people moved since the last wave that was opened: group now → group then → people."""

    wave: str | None
    moves: dict[str, dict[str, int]]
    eligible: dict[str, int]


@dataclass(frozen=True)
class Frozen:
    """A tree with its people counted: ``nodes`` hold every unit, leaf or inner, and every
    pooled group; ``group_of_person`` says where each person counts."""

    wave: Wave
    nodes: tuple[Node, ...]
    pooling: Pooling
    eligible: dict[str, int]
    group_of_person: dict[UUID, str]
    since: Since

    def eligible_of(self, unit: str) -> int:
        """How many may answer in a unit, its whole subtree included."""
        return self._sizes.get(unit, 0)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        sizes = dict(self.eligible)
        for node in bottom_up(self.nodes):
            if node.parent is not None:
                sizes[node.parent] = sizes.get(node.parent, 0) + sizes.get(node.unit, 0)
        return sizes

    @cached_property
    def labels(self) -> dict[str, str]:
        """group → label."""
        return {group.unit: group.label for group in self.pooling.groups}


def freeze(rooms: Rooms, reference: str) -> Frozen:
    """Read the roster and the tree once and pool what is smaller than the wave's k."""
    with rooms.reading() as session:
        wave = waves.find(session, reference)
    nodes, leaf_of = _seated_today(rooms)
    eligible = dict(Counter(leaf_of.values()))
    pooling = pool_at_opening(nodes, eligible, wave.k)
    groups = {person: pooling.mapping.get(leaf, leaf) for person, leaf in leaf_of.items()}
    return Frozen(wave, nodes, pooling, eligible, groups, _since(rooms, wave, groups))


def today(rooms: Rooms) -> tuple[tuple[Node, ...], dict[str, int]]:
    """Today's tree and how many people sit in each of its leaves."""
    nodes, leaf_of = _seated_today(rooms)
    return nodes, dict(Counter(leaf_of.values()))


def _seated_today(rooms: Rooms) -> tuple[tuple[Node, ...], dict[UUID, str]]:
    with rooms.reading() as session:
        tree = [
            Node(unit=one.id, parent=one.parent_id, label=one.label, kind="unit")
            for one in session.scalars(select(ReportingUnit).where(ReportingUnit.active))
        ]
    with rooms.identity() as session:
        people = frame.active_people(session)
    return _seat(tree, people)


def _since(rooms: Rooms, wave: Wave, groups: dict[UUID, str]) -> Since:
    with rooms.reading() as session:
        before = waves.last_opened(session, wave)
    if before is None:
        return Since(None, {}, {})
    with rooms.identity() as session:
        moves, eligible = frame.movers(session, before.id, groups)
    return Since(before.id, moves, eligible)


def _seat(
    tree: list[Node], people: list[tuple[UUID, str]]
) -> tuple[tuple[Node, ...], dict[UUID, str]]:
    """Seat everybody in a leaf: direct reports of an inner unit form "Direct team of X"."""
    known = {node.unit: node for node in tree}
    inner = {node.parent for node in tree}
    leaf_of: dict[UUID, str] = {}
    direct: dict[str, Node] = {}
    for person, unit in people:
        if unit not in known:
            raise FrameInvalid(
                f"The roster names the unit {unit!r}, which the unit tree does not have. "
                "Import the roster again together with its units."
            )
        leaf_of[person] = f"{unit}.direct" if unit in inner else unit
        if unit in inner:
            label = f"Direct team of {known[unit].label}"
            direct[unit] = Node(unit=f"{unit}.direct", parent=unit, label=label, kind="direct")
    return (*tree, *direct.values()), leaf_of
