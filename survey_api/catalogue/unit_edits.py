"""The unit tree changed one unit at a time, by path: opened, moved, closed."""

from sqlalchemy import select

from survey_api.catalogue.database import PublishedSession
from survey_api.catalogue.models import ReportingUnit
from survey_api.catalogue.reporting_units import read_tree
from survey_api.catalogue.units import (
    MAX_DEPTH,
    MAX_LABEL,
    Path,
    UnitTree,
    key,
    random_unit_id,
    split_path,
    tidy,
)
from survey_api.errors import Conflict, Invalid, NotFound


class NoSuchUnit(NotFound):
    """There is no unit with this id today."""


class UnitThere(Conflict):
    """There is a unit of this path already."""


class UnitHasUnits(Conflict):
    """There are units below this one. Close or move them first."""


class UnitBelowItself(Conflict):
    """A unit cannot be moved below itself."""


class PathInvalid(Invalid):
    """Write a path of names, such as Sales / North, each of 1 to 120 printable characters, with at
    most eleven levels below the organisation."""


def read_path(text: str) -> Path:
    """The labels of ``A / B``; raises ``PathInvalid``."""
    path = split_path(text)
    sound = all(1 <= len(label) <= MAX_LABEL and label.isprintable() for label in path)
    if not sound or not 1 <= len(path) < MAX_DEPTH:
        raise PathInvalid
    return path


def open_unit(session: PublishedSession, path: Path, organisation: str) -> str:
    """A new unit, with those above it that are missing; one that was closed is opened again."""
    above = _parent(session, path, organisation)
    tree = read_tree(session)
    if _child(tree, above, path[-1]) is not None:
        raise UnitThere
    return _open(session, above, path[-1])


def move(session: PublishedSession, unit: str, path: Path, organisation: str) -> None:
    """Give a unit another path; what is below it goes with it."""
    tree = read_tree(session)
    if unit not in tree:
        raise NoSuchUnit
    if tree[unit].parent is None:
        session.get_one(ReportingUnit, unit).label = _only(path)
        return
    above = _parent(session, path, organisation)
    tree = read_tree(session)
    if above == unit or any(one.id == unit for one in tree.ancestors(above)):
        raise UnitBelowItself
    if _child(tree, above, path[-1]) not in {None, unit}:
        raise UnitThere
    row = session.get_one(ReportingUnit, unit)
    row.parent_id, row.label = above, path[-1]


def close(session: PublishedSession, unit: str) -> None:
    """A unit is closed and never deleted: past waves speak of it."""
    tree = read_tree(session)
    if unit not in tree:
        raise NoSuchUnit
    if tree.children(unit):
        raise UnitHasUnits
    session.get_one(ReportingUnit, unit).active = False


def _only(path: Path) -> str:
    if len(path) != 1:
        raise UnitBelowItself
    return path[0]


def _parent(session: PublishedSession, path: Path, organisation: str) -> str:
    tree = read_tree(session)
    at = tree.root.id if tree.root else _open(session, None, tidy(organisation)[:MAX_LABEL])
    for label in path[:-1]:
        at = _child(read_tree(session), at, label) or _open(session, at, label)
    return at


def _child(tree: UnitTree, parent: str, label: str) -> str | None:
    found = (one.id for one in tree.children(parent) if key(one.label) == key(label))
    return next(found, None)


def _open(session: PublishedSession, parent: str | None, label: str) -> str:
    closed = select(ReportingUnit).where(ReportingUnit.parent_id == parent, ~ReportingUnit.active)
    row = next((one for one in session.scalars(closed) if key(one.label) == key(label)), None)
    if row is None:
        row = ReportingUnit(id=random_unit_id(), parent_id=parent)
        session.add(row)
    row.label, row.active = label, True
    session.flush()
    return row.id
