"""Which incoming unit is which known one, so that a unit keeps its id and its history.

A unit is recognised, in this order, by
1. its place: the same labels from the top down;
2. its people: more than half of each side are the same (then it moved or was renamed);
3. its label, when it is unique among what is left on both sides and, if people are known,
   at least one of them is the same. A new "Team A" elsewhere never inherits an old one's past.
With ids given by the organisation, the id alone decides.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from survey_api.catalogue.units import (
    Unit,
    UnitTree,
    build,
    key,
    random_unit_id,
)

Members = Mapping[str, frozenset[str]]  # unit -> opaque references to the people inside it


@dataclass(frozen=True)
class UnitDiff:
    """What an import does to the tree. ``tree`` is the result, ``ids`` leads from the
    incoming units to its ids."""

    tree: UnitTree
    ids: Mapping[str, str]
    created: tuple[Unit, ...]
    kept: tuple[Unit, ...]
    moved: tuple[Unit, ...]
    renamed: tuple[Unit, ...]
    closed: tuple[Unit, ...]


@dataclass
class _Search:
    existing: UnitTree
    incoming: UnitTree
    before: Members | None
    after: Members | None
    found: dict[str, str] = field(default_factory=dict)  # incoming id -> existing id
    taken: set[str] = field(default_factory=set)

    def pair(self, new: str, old: str) -> None:
        self.found[new] = old
        self.taken.add(old)

    def left(self) -> tuple[list[Unit], list[Unit]]:
        return (
            [unit for unit in self.incoming if unit.id not in self.found],
            [unit for unit in self.existing if unit.id not in self.taken],
        )


def match(
    existing: UnitTree,
    incoming: UnitTree,
    *,
    before: Members | None = None,
    after: Members | None = None,
    mint: Callable[[], str] = random_unit_id,
) -> UnitDiff:
    """Compare two trees. ``before`` and ``after`` name the people inside each existing and
    incoming unit (its whole subtree), by references that mean nothing here."""
    if incoming.given:
        found = {unit.id: unit.id for unit in incoming if unit.id in existing}
        return _difference(existing, incoming, found, mint)
    search = _Search(existing, incoming, before, after)
    _by_place(search)
    for recognise in (_by_people, _by_label):
        recognise(search)
        _downwards(search, list(search.found))
    return _difference(existing, incoming, search.found, mint)


def _by_place(search: _Search) -> None:
    """Roots are the same, unless one of them has become a part of the other tree."""
    new, old = search.incoming.root, search.existing.root
    if new is None or old is None:
        return
    moved_down = [u for u in search.incoming.children(new.id) if key(u.label) == key(old.label)]
    moved_up = [u for u in search.existing.children(old.id) if key(u.label) == key(new.label)]
    if key(new.label) == key(old.label) or not (moved_down or moved_up):
        search.pair(new.id, old.id)
    elif moved_down:
        search.pair(moved_down[0].id, old.id)
    else:
        search.pair(new.id, moved_up[0].id)
    _downwards(search, list(search.found))


def _downwards(search: _Search, starts: Iterable[str]) -> None:
    """Below a recognised unit the children with the same labels are the same."""
    waiting = list(starts)
    while waiting:
        new = waiting.pop()
        old_children = {key(u.label): u.id for u in search.existing.children(search.found[new])}
        for child in search.incoming.children(new):
            old = old_children.get(key(child.label))
            if child.id not in search.found and old is not None and old not in search.taken:
                search.pair(child.id, old)
                waiting.append(child.id)


def _by_people(search: _Search) -> None:
    if search.before is None or search.after is None:
        return
    new_units, old_units = search.left()
    home: dict[str, list[str]] = {}
    for old in old_units:
        for person in search.before.get(old.id, ()):
            home.setdefault(person, []).append(old.id)
    for new in new_units:
        people = search.after.get(new.id, frozenset())
        shared = Counter(unit for person in people for unit in home.get(person, ()))
        for old_id, count in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
            mostly = 2 * count > max(len(people), len(search.before[old_id]))
            if mostly and old_id not in search.taken:
                search.pair(new.id, old_id)
                break


def _by_label(search: _Search) -> None:
    new_units, old_units = search.left()
    new_labels = Counter(key(unit.label) for unit in new_units)
    old_labels = Counter(key(unit.label) for unit in old_units)
    by_label = {key(unit.label): unit.id for unit in old_units}
    for new in new_units:
        label = key(new.label)
        unique = new_labels[label] == 1 and old_labels[label] == 1
        if unique and _somebody_stayed(search, new.id, by_label[label]):
            search.pair(new.id, by_label[label])


def _somebody_stayed(search: _Search, new: str, old: str) -> bool:
    if search.before is None or search.after is None:
        return True
    return bool(search.before.get(old, frozenset()) & search.after.get(new, frozenset()))


def _difference(
    existing: UnitTree, incoming: UnitTree, found: Mapping[str, str], mint: Callable[[], str]
) -> UnitDiff:
    taken = {unit.id for unit in existing}
    ids: dict[str, str] = {}
    for unit in incoming:
        new_id = found.get(unit.id) or (unit.id if incoming.given else mint())
        while not incoming.given and unit.id not in found and new_id in taken:
            new_id = mint()
        taken.add(new_id)
        ids[unit.id] = new_id
    final = [Unit(ids[u.id], ids[u.parent] if u.parent else None, u.label) for u in incoming]
    known = [unit for unit in final if unit.id in existing]
    stay = set(ids.values())
    return UnitDiff(
        tree=build(final, given=incoming.given),
        ids=ids,
        created=tuple(unit for unit in final if unit.id not in existing),
        kept=tuple(unit for unit in known if unit == existing[unit.id]),
        moved=tuple(unit for unit in known if unit.parent != existing[unit.id].parent),
        renamed=tuple(unit for unit in known if unit.label != existing[unit.id].label),
        closed=tuple(unit for unit in existing if unit.id not in stay),
    )
