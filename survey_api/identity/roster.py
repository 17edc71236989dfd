"""What an import of the roster changes: planned as a diff, then applied in two steps.

``plan`` is pure. ``conduct`` applies the units in the published database first and the
people in this room second; each step may be repeated, and a plan made anew after a stop
between them finds the units it already knows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from survey_api.catalogue.unit_match import UnitDiff, match
from survey_api.catalogue.units import Unit, UnitTree, random_unit_id
from survey_api.identity.roster_csv import Employee, Roster

Leads = frozenset[tuple[str, str]]  # (employee_id, unit)
NO_UNITS = UnitTree()


@dataclass(frozen=True)
class CurrentRoster:
    """The people, units and leaders as they are before an import."""

    people: tuple[Employee, ...] = ()
    units: UnitTree = NO_UNITS
    leads: Leads = frozenset()


@dataclass(frozen=True)
class RosterDiff:
    """Everything an import does. ``joiners``, ``movers`` and ``changed`` hold people as they
    will be, ``leavers`` as they were; somebody who moved and changed is a mover."""

    units: UnitDiff
    joiners: tuple[Employee, ...]
    movers: tuple[Employee, ...]
    leavers: tuple[Employee, ...]
    changed: tuple[Employee, ...]
    unchanged: tuple[Employee, ...]
    leads_granted: Leads
    leads_withdrawn: Leads

    @property
    def units_created(self) -> tuple[Unit, ...]:
        """Units nobody knew before."""
        return self.units.created

    @property
    def units_closed(self) -> tuple[Unit, ...]:
        """Units that are no longer in the roster."""
        return self.units.closed

    @property
    def is_empty(self) -> bool:
        """True when the file says what is known already."""
        units = self.units.created or self.units.closed or self.units.moved or self.units.renamed
        people = self.joiners or self.movers or self.leavers or self.changed
        return not (units or people or self.leads_granted or self.leads_withdrawn)

    @property
    def _n_without_address(self) -> int:
        present = (*self.joiners, *self.movers, *self.changed, *self.unchanged)
        return sum(not person.email for person in present)

    def counts(self) -> dict[str, int]:
        """The preview: how many of each, and nobody's name."""
        return {
            "joiners": len(self.joiners),
            "movers": len(self.movers),
            "leavers": len(self.leavers),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "without e-mail, answering by card": self._n_without_address,
            "units created": len(self.units.created),
            "units moved": len(self.units.moved),
            "units renamed": len(self.units.renamed),
            "units closed": len(self.units.closed),
            "leaders named": len(self.leads_granted),
            "leaders withdrawn": len(self.leads_withdrawn),
        }


def plan(
    current: CurrentRoster, incoming: Roster, *, mint: Callable[[], str] = random_unit_id
) -> RosterDiff:
    """Compare the roster file with what is known."""
    units = match(
        current.units,
        incoming.units,
        before=_members(current.units, current.people),
        after=_members(incoming.units, incoming.people),
        mint=mint,
    )
    then = {person.employee_id: person for person in current.people}
    now = [replace(person, unit=units.ids[person.unit]) for person in incoming.people]
    stay = {person.employee_id for person in now}
    known = [(then[person.employee_id], person) for person in now if person.employee_id in then]
    leads = current.leads
    if incoming.leads is not None:
        leads = frozenset((person, units.ids[unit]) for person, unit in incoming.leads)
    leads = frozenset((p, u) for p, u in leads if p in stay and u in units.tree)
    return RosterDiff(
        units=units,
        joiners=tuple(person for person in now if person.employee_id not in then),
        movers=tuple(new for old, new in known if new.unit != old.unit),
        leavers=tuple(p for p in current.people if p.employee_id not in stay),
        changed=tuple(new for old, new in known if new != old and new.unit == old.unit),
        unchanged=tuple(new for old, new in known if new == old),
        leads_granted=leads - current.leads,
        leads_withdrawn=current.leads - leads,
    )


def _members(tree: UnitTree, people: Iterable[Employee]) -> Mapping[str, frozenset[str]]:
    """Who is inside each unit, its whole subtree included."""
    inside: dict[str, set[str]] = {unit.id: set() for unit in tree}
    for person in people:
        if person.unit in inside:
            inside[person.unit].add(person.employee_id)
    for unit in reversed(tree.units):  # children before parents
        if unit.parent is not None:
            inside[unit.parent] |= inside[unit.id]
    return {unit: frozenset(people) for unit, people in inside.items()}
