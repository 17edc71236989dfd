"""Groups of a directory, which are reporting units; everybody is in one at most."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from scim2_models import Context, Meta, PatchOp, Reference, SearchRequest

from survey_api.catalogue import unit_edits
from survey_api.catalogue.reporting_units import read_tree
from survey_api.catalogue.unit_edits import NoSuchUnit
from survey_api.catalogue.units import UnitTree
from survey_api.conduct.provisioning import filters, naming, writing
from survey_api.conduct.provisioning.messages import ValueRefused
from survey_api.conduct.provisioning.resources import PROVIDER, Group, Member, User
from survey_api.conduct.rooms import Rooms
from survey_api.identity import provisioned, provisioned_units
from survey_api.identity.provisioning_tokens import Program


def show(rooms: Rooms, unit: str) -> Group:
    """One unit; raises ``NoSuchUnit``."""
    tree = _tree(rooms)
    if unit not in tree:
        raise NoSuchUnit
    return _groups(rooms, [unit], tree)[0]


def search(rooms: Rooms, asked: SearchRequest[Group]) -> tuple[list[Group], int]:
    """(a page of those that a filter matches, how many there are)."""
    tree = _tree(rooms)
    start, n = filters.page(asked.start_index, asked.count)
    units = [unit.id for unit in tree]
    if asked.filter is None:
        return _groups(rooms, units[start : start + n], tree), len(units)
    found = [one for one in _groups(rooms, units, tree) if asked.filter.match(one)]
    return found[start : start + n], len(found)


def add(rooms: Rooms, program: Program, document: dict[str, Any]) -> Group:
    """A new unit and who is in it."""
    wanted = _read(document, Context.RESOURCE_CREATION_REQUEST)
    path = unit_edits.read_path(wanted.display_name or "")
    people = _people(rooms, wanted)
    writing.begin(rooms, program)
    with rooms.published() as session:
        unit = unit_edits.open_unit(session, path, rooms.settings.organisation)
    _fill(rooms, unit, wanted, people)
    return show(rooms, unit)


def replace(rooms: Rooms, program: Program, unit: str, document: dict[str, Any]) -> Group:
    """Everything anew (PUT)."""
    before = show(rooms, unit)
    wanted = _read(document, Context.RESOURCE_REPLACEMENT_REQUEST)
    wanted.replace(before)
    return _change(rooms, program, unit, wanted)


def patch(rooms: Rooms, program: Program, unit: str, document: dict[str, Any]) -> Group:
    """Some of it (RFC 7644 §3.5.2)."""
    wanted = show(rooms, unit)
    with PROVIDER:
        asked = PatchOp[Group].model_validate(document, scim_ctx=Context.RESOURCE_PATCH_REQUEST)
        asked.patch(wanted)
    return _change(rooms, program, unit, wanted)


def remove(rooms: Rooms, program: Program, unit: str) -> None:
    """A unit is closed; who was in it is in none until a directory says so."""
    show(rooms, unit)
    writing.begin(rooms, program)
    with rooms.published() as session:
        unit_edits.close(session, unit)
    with rooms.identity() as identity:
        provisioned.seat(identity, provisioned.members(identity, [unit])[unit], "")
        provisioned_units.forget(identity, unit)


def _change(rooms: Rooms, program: Program, unit: str, wanted: Group) -> Group:
    path, people = unit_edits.read_path(wanted.display_name or ""), _people(rooms, wanted)
    writing.begin(rooms, program)
    if naming.path_of(_tree(rooms), unit) != naming.BETWEEN.join(path):
        with rooms.published() as session:
            unit_edits.move(session, unit, path, rooms.settings.organisation)
    _fill(rooms, unit, wanted, people)
    return show(rooms, unit)


def _fill(rooms: Rooms, unit: str, wanted: Group, people: Collection[UUID]) -> None:
    with rooms.identity() as session:
        before = set(provisioned.members(session, [unit])[unit])
        provisioned.seat(session, before - set(people), "")
        provisioned.seat(session, set(people) - before, unit)
        provisioned_units.name(session, unit, wanted.external_id)


def _people(rooms: Rooms, wanted: Group) -> frozenset[UUID]:
    """Everybody who is to be in it; raises ``ValueRefused`` where one is nobody we know."""
    complaint = naming.too_long(wanted.external_id, naming.LONGEST_EXTERNAL)
    if complaint:
        raise ValueRefused(f"externalId: {' '.join(complaint)}")
    said = [one.value or str(one.ref or "").rsplit("/", 1)[-1] for one in wanted.members or ()]
    try:
        people = frozenset(UUID(one) for one in said)
    except ValueError:
        raise _nobody() from None
    with rooms.identity() as session:
        if not provisioned.are_known(session, people):
            raise _nobody()
    return people


def _nobody() -> ValueRefused:
    return ValueRefused("members: one of them is nobody known here. Nothing was changed.")


def _read(document: dict[str, Any], context: Context) -> Group:
    return Group.model_validate(document, scim_ctx=context, scim_provider=PROVIDER)


def _tree(rooms: Rooms) -> UnitTree:
    with rooms.reading() as session:
        return read_tree(session)


def _groups(rooms: Rooms, units: list[str], tree: UnitTree) -> list[Group]:
    with rooms.identity() as session:
        inside = provisioned.members(session, units)
        named = provisioned_units.names(session, units)
    return [
        Group(
            id=unit,
            external_id=named.get(unit),
            display_name=naming.path_of(tree, unit),
            members=[_member(rooms, str(person)) for person in inside[unit]] or None,
            meta=Meta(
                resource_type="Group", location=naming.address(rooms.settings, "Groups", unit)
            ),
        )
        for unit in units
    ]


def _member(rooms: Rooms, person: str) -> Member:
    address = naming.address(rooms.settings, "Users", person)
    return Member(value=person, ref=Reference[User](address), type="User")
