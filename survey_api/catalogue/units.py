"""The tree of reporting units: built from paths, validated, walked. Pure; knows no person."""

import re
import secrets
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from survey_api.errors import Invalid

MAX_LABEL = 120
MAX_DEPTH = 12
UNIT_ID = re.compile(r"[a-z0-9-]{1,20}")  # short: ".direct" and ".rest" are appended later
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"

Path = tuple[str, ...]


class BadTree(Invalid):
    """These reporting units do not form one tree; nothing was changed."""


@dataclass(frozen=True)
class Unit:
    """One node; the root has no parent."""

    id: str
    parent: str | None
    label: str


@dataclass(frozen=True)
class UnitTree:
    """Units with every parent before its children; ``build`` is the way to make one.

    ``given`` says that the ids are the organisation's own (from a units file) and must be
    kept; otherwise they are provisional until ``unit_match`` finds the known unit.
    """

    units: tuple[Unit, ...] = ()
    given: bool = False

    def __contains__(self, unit: object) -> bool:
        return unit in self._by_id

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def __getitem__(self, unit: str) -> Unit:
        return self._by_id[unit]

    @property
    def root(self) -> Unit | None:
        """The organisation as a whole; None only in an empty tree."""
        return self.units[0] if self.units else None

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _children(self) -> dict[str, list[Unit]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.parent is not None:
                found[unit.parent].append(unit)
        return found

    def children(self, unit: str) -> tuple[Unit, ...]:
        """The units directly below, in the tree's order."""
        return tuple(self._children.get(unit, ()))

    def ancestors(self, unit: str) -> tuple[Unit, ...]:
        """From the parent up to the root."""
        found = []
        parent = self[unit].parent
        while parent is not None:
            found.append(self[parent])
            parent = self[parent].parent
        return tuple(found)

    def descendants(self, unit: str) -> tuple[Unit, ...]:
        """Everything below, not the unit itself; parents before children."""
        found: list[Unit] = []
        waiting = list(reversed(self.children(unit)))
        while waiting:
            found.append(waiting.pop())
            waiting.extend(reversed(self.children(found[-1].id)))
        return tuple(found)

    def path(self, unit: str) -> Path:
        """Labels from the root down to the unit."""
        return (*(above.label for above in reversed(self.ancestors(unit))), self[unit].label)


def random_unit_id() -> str:
    """A new unit's id: 45 random bits, so that it says nothing about the unit."""
    return "u" + "".join(secrets.choice(BASE32) for _ in range(9))


def tidy(label: str) -> str:
    """One spelling of white space and of composed characters."""
    return " ".join(unicodedata.normalize("NFC", label).split())


def key(label: str) -> str:
    """What makes two labels the same: case and white space do not count."""
    return tidy(label).casefold()


def split_path(text: str) -> Path:
    """The labels in ``A / B / C``; an empty part stays empty and is a mistake to report."""
    return tuple(tidy(part) for part in text.split("/"))


def build(units: Iterable[Unit], *, given: bool = False) -> UnitTree:
    """A tree in canonical order; raises ``BadTree`` saying what is wrong with it."""
    found = tuple(units)
    problems = tree_problems(found)
    if problems:
        raise BadTree(rows=[f"{unit}: {what}" for unit, what in problems])
    below: dict[str | None, list[Unit]] = defaultdict(list)
    for unit in found:
        below[unit.parent].append(unit)
    ordered: list[Unit] = []
    waiting = _last_first(below[None])
    while waiting:
        ordered.append(waiting.pop())
        waiting.extend(_last_first(below[ordered[-1].id]))
    return UnitTree(tuple(ordered), given)


def _last_first(siblings: Iterable[Unit]) -> list[Unit]:
    return sorted(siblings, key=lambda unit: (key(unit.label), unit.id), reverse=True)


def tree_problems(units: tuple[Unit, ...]) -> list[tuple[str, str]]:
    """(unit id, what is wrong) for doubles, orphans, second roots, cycles and same labels."""
    problems: list[tuple[str, str]] = []
    parents: dict[str, str | None] = {}
    labels: set[tuple[str | None, str]] = set()
    roots = 0
    for unit in units:
        if unit.id in parents:
            problems.append((unit.id, "is listed twice"))
            continue
        parents[unit.id] = unit.parent
        roots += unit.parent is None
        if unit.parent is None and roots > 1:
            problems.append((unit.id, "is a second unit without a parent"))
        if (unit.parent, key(unit.label)) in labels:
            problems.append((unit.id, "has the same label as another unit under its parent"))
        labels.add((unit.parent, key(unit.label)))
    for unit in units:
        if unit.parent is not None and unit.parent not in parents:
            problems.append((unit.id, "has a parent that is not listed"))
    if units and not roots and not problems:
        problems.append((units[0].id, "is in a tree without a top"))
    problems.extend((unit, "is its own ancestor") for unit in cycles(parents))
    return problems


def cycles(parents: dict[str, str | None]) -> list[str]:
    """Units that never reach a root because their ancestors go round."""
    ends_well: dict[str, bool] = {}
    for start in parents:
        trail: list[str] = []
        unit: str | None = start
        while unit is not None and unit in parents and unit not in ends_well:
            ends_well[unit] = False
            trail.append(unit)
            unit = parents[unit]
        arrived = unit is None or unit not in parents or ends_well[unit]
        for passed in trail:
            ends_well[passed] = arrived
    return [unit for unit in parents if not ends_well[unit]]


@dataclass(frozen=True)
class PathTree:
    """A tree read from paths, with the unit each path means."""

    tree: UnitTree
    organisation: str
    rooted: bool

    def find(self, path: Path) -> str | None:
        """The provisional id of a path as written in the file."""
        unit = provisional(_under_root(path, self.organisation, rooted=self.rooted))
        return unit if unit in self.tree else None


def from_paths(paths: Iterable[Path], organisation: str) -> PathTree:
    """The tree all paths span. When they begin with several names, the organisation is
    put above them (a path that begins with the organisation's own name stays as it is)."""
    known = tuple(dict.fromkeys(paths))
    rooted = len({key(path[0]) for path in known}) > 1
    units: dict[str, Unit] = {}
    for path in known:
        full = _under_root(path, organisation, rooted=rooted)
        for depth in range(1, len(full) + 1):
            parent = provisional(full[: depth - 1]) if depth > 1 else None
            unit = Unit(provisional(full[:depth]), parent, full[depth - 1])
            units.setdefault(unit.id, unit)
    return PathTree(build(units.values()), organisation, rooted)


def provisional(path: Path) -> str:
    """The id of a unit that is known by its path only; never stored."""
    return "/".join(key(part) for part in path)


def _under_root(path: Path, organisation: str, *, rooted: bool) -> Path:
    if not rooted or key(path[0]) == key(organisation):
        return path
    return (tidy(organisation), *path)
