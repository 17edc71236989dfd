"""The roster file: who works where and who leads what. Pure; explains every bad line.

No message repeats a value from the file, since every value may be somebody's name.
"""

from dataclasses import dataclass

from survey_api.catalogue.units import (
    MAX_DEPTH,
    MAX_LABEL,
    Path,
    PathTree,
    UnitTree,
    from_paths,
    split_path,
)
from survey_api.errors import Invalid
from survey_api.identity.csv_text import Columns, Row, RowError, read_table
from survey_api.identity.encodings import UTF8
from survey_api.identity.roster_fields import EXPLAIN, canonical_locale
from survey_api.identity.units_csv import parse_units

ROSTER = Columns(
    ("employee_id", "name", "email", "unit"), ("leads", "locale", "timezone"), "roster"
)
LEADER_WITHOUT_ADDRESS = (
    "A leader has no e-mail address.",
    "Leaders sign in to see results; give an address, or take the unit out of 'leads'.",
)
YES, NO = {"yes", "y", "true", "1", "x"}, {"", "no", "n", "false", "0", "-"}


class RosterFaulty(Invalid):
    """The roster has mistakes; nothing was changed. Each is listed with its line."""


@dataclass(frozen=True)
class Employee:
    """One person as the roster describes them; ``unit`` is an id in the roster's tree. An
    empty ``email`` means that they answer by printed card."""

    employee_id: str
    name: str
    email: str
    unit: str
    locale: str
    timezone: str


@dataclass(frozen=True)
class Roster:
    """A whole, sound file. ``leads`` holds (employee_id, unit), or is None when the file
    has no such column and leaders stay as they are."""

    people: tuple[Employee, ...]
    units: UnitTree
    leads: frozenset[tuple[str, str]] | None
    encoding: str = UTF8


@dataclass(frozen=True)
class _Named:
    """How a unit is named in this roster: by id when there is a units file, else by path."""

    given: UnitTree | None
    paths: PathTree | None

    def find(self, text: str) -> str | None:
        if self.given is not None:
            return text if text in self.given else None
        parts = split_path(text)
        return self.paths.find(parts) if self.paths and all(parts) else None


def parse(
    content: bytes,
    *,
    units: bytes | None = None,
    organisation: str = "The organisation",
    locale: str = "en",
    timezone: str = "UTC",
) -> Roster:
    """The roster in a CSV file, or ``RosterFaulty`` with every mistake in its ``rows``."""
    table = read_table(content, ROSTER)
    errors = list(table.errors)
    rows = list(table.rows)
    for row in rows:
        errors.extend(_field_errors(row))
    errors.extend(_doubles(rows, "employee_id", "Give each person one line and one number."))
    errors.extend(_doubles(rows, "email", "Each person needs an address of their own."))
    named = _named(rows, units, organisation, errors)
    leads = _leads(rows, named, errors) if "leads" in table.columns else None
    if errors:
        raise RosterFaulty(
            f"The roster has {_count(len(errors))}; nothing was changed. "
            "Correct the lines listed and import it again.",
            rows=tuple(sorted(errors, key=lambda e: (e.file, e.line, e.column))),
        )
    people = tuple(_employee(row, named, locale, timezone) for row in rows)
    tree = named.given or (named.paths.tree if named.paths else UnitTree())
    return Roster(people, tree, leads, table.encoding)


def _count(number: int) -> str:
    return "1 mistake" if number == 1 else f"{number} mistakes"


def _field_errors(row: Row) -> list[RowError]:
    found = []
    for column, explain in EXPLAIN.items():
        complaint = explain(row.values.get(column, ""))
        if complaint:
            found.append(RowError(row.line, column, *complaint))
    return found


def _doubles(rows: list[Row], column: str, remedy: str) -> list[RowError]:
    """Values that stand twice; those that are no good at all are named already."""
    first: dict[str, int] = {}
    found = []
    for row in rows:
        value = row.values[column]
        if not value:
            continue
        seen = first.setdefault(value.casefold() if column == "email" else value, row.line)
        if seen != row.line and not EXPLAIN[column](value):
            what = f"The same value is in line {seen}."
            found.append(RowError(row.line, column, what, remedy))
    return found


def _named(
    rows: list[Row], units: bytes | None, organisation: str, errors: list[RowError]
) -> _Named:
    if units is None:
        paths = [path for row in rows if (path := _path(row, errors))]
        return _Named(None, from_paths(paths, organisation) if paths else None)
    tree, mistakes = parse_units(units)
    errors.extend(mistakes)
    for row in rows if not mistakes else []:
        if row.values["unit"] and row.values["unit"] not in tree:
            remedy = "Add it to the units file, or correct the id."
            errors.append(RowError(row.line, "unit", "The units file has no such unit.", remedy))
    return _Named(tree, None)


def _path(row: Row, errors: list[RowError]) -> Path | None:
    """The unit's path, or None with the reason noted; an empty field is noted elsewhere."""
    text = row.values["unit"]
    if not text:
        return None
    path = split_path(text)
    if not all(path):
        what, remedy = "A part of the path is empty.", "Write it as 'Operations / Night shift'."
    elif len(path) > MAX_DEPTH:
        what, remedy = "The path is too deep.", f"Use at most {MAX_DEPTH} levels."
    elif any(len(part) > MAX_LABEL or not part.isprintable() for part in path):
        what = "A part of the path cannot be shown."
        remedy = f"Use at most {MAX_LABEL} printable characters for each level."
    else:
        return path
    errors.append(RowError(row.line, "unit", what, remedy))
    return None


def _leads(rows: list[Row], named: _Named, errors: list[RowError]) -> frozenset[tuple[str, str]]:
    found = set()
    for row in rows:
        text = row.values["leads"]
        if text.casefold() in NO:
            continue
        if not row.values["email"]:
            errors.append(RowError(row.line, "email", *LEADER_WITHOUT_ADDRESS))
        for part in text.split("|"):
            part_is_own = part.strip().casefold() in YES
            unit = named.find(row.values["unit"] if part_is_own else part.strip())
            if unit is not None:
                found.add((row.values["employee_id"], unit))
            elif not part_is_own:
                remedy = "Write 'yes' for the person's own unit, or a unit somebody is in."
                errors.append(RowError(row.line, "leads", "There is no such unit.", remedy))
    return frozenset(found)


def _employee(row: Row, named: _Named, locale: str, timezone: str) -> Employee:
    return Employee(
        employee_id=row.values["employee_id"],
        name=" ".join(row.values["name"].split()),
        email=row.values["email"].lower(),
        unit=named.find(row.values["unit"]) or "",
        locale=canonical_locale(row.values.get("locale", "")) or locale,
        timezone=row.values.get("timezone", "") or timezone,
    )
