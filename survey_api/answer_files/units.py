"""The units file, ``unit,parent,label``: one tree, read with every mistake by its line."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from survey_api.answer_files.text import (
    MOST_MISTAKES,
    Csv,
    header_mistakes,
    lines,
    opened,
    refuse,
    trimmed,
    wrong_width,
)
from survey_api.catalogue.instruments import Mistake
from survey_api.catalogue.units import MAX_LABEL, cycles, tidy
from survey_api.disclosure.tree import Node

COLUMNS = ("unit", "parent", "label")
# no "+", which joins the ids of an atom, and nothing a spreadsheet could take for a formula
UNIT_ID = re.compile(r"\w[\w .:/&#()-]{0,59}")
OURS = (".direct", ".rest", ".now")


class Row(NamedTuple):
    """One line of the file."""

    line: int
    unit: str
    parent: str
    label: str


def read_units(raw: bytes, file: str) -> tuple[Node, ...]:
    """The tree in the file's order; raises ``FileNotAccepted`` with what is to be corrected."""
    table = opened(raw, file, COLUMNS)
    refuse(file, header_mistakes(table, COLUMNS, "one of unit, parent, label"))
    rows, mistakes = _rows(table)
    if not rows and not mistakes:
        remedy = "Write one line a unit, the whole organisation with an empty parent."
        mistakes = [Mistake(table.header_line, "the file", "There are no units.", remedy)]
    if len(mistakes) < MOST_MISTAKES:
        mistakes = sorted([*mistakes, *_relations(rows)], key=lambda one: one.line)
    refuse(file, mistakes)
    return tuple(Node(row.unit, row.parent or None, row.label) for row in rows)


def _rows(table: Csv) -> tuple[list[Row], list[Mistake]]:
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    unit, parent, label = (table.header.index(name) for name in COLUMNS)
    for found in lines(table):
        if isinstance(found, Mistake):
            mistakes.append(found)
            continue
        line, fields = found[0], trimmed(found[1])
        if not fields:
            continue
        if len(fields) != len(COLUMNS):
            mistakes.append(wrong_width(table, line, len(fields)))
            continue
        row = Row(line, fields[unit], fields[parent], tidy(fields[label]))
        mistakes.extend(_own(row))
        rows.append(row)
    return rows, mistakes


def _own(row: Row) -> Iterable[Mistake]:
    """What is wrong with a line by itself."""
    if not UNIT_ID.fullmatch(row.unit):
        remedy = "Use up to 60 letters, digits, spaces and . - _ : / & # ( ), no plus sign."
        yield _mistake(row, "unit", "This cannot be a unit's id.", remedy)
    elif row.unit.endswith(OURS):
        remedy = f"Ids that end in {', '.join(OURS)} are given by the program. Rename it."
        yield _mistake(row, "unit", "This id is taken.", remedy)
    if not row.label:
        yield _mistake(row, "label", "There is no label.", "Write the unit's name.")
    elif len(row.label) > MAX_LABEL or not row.label.isprintable():
        remedy = f"Use at most {MAX_LABEL} printable characters."
        yield _mistake(row, "label", "This label cannot be shown.", remedy)


def _relations(rows: list[Row]) -> Iterable[Mistake]:
    """Doubles, second roots, unknown parents, cycles and a missing top."""
    first: dict[str, int] = {}
    top: int | None = None
    for row in rows:
        if first.setdefault(row.unit, row.line) != row.line:
            what = f"This unit is already in line {first[row.unit]}."
            yield _mistake(row, "unit", what, "Keep one of the two lines.")
        elif not row.parent and top is not None:
            what = f"This is a second unit without a parent; the first is in line {top}."
            yield _mistake(row, "parent", what, "Only the whole organisation has none.")
        elif not row.parent:
            top = row.line
    round_and_round = set(cycles({row.unit: row.parent or None for row in rows}))
    for row in rows:
        if row.parent and row.parent not in first:
            remedy = "Add a line for the parent, or correct its id."
            yield _mistake(row, "parent", "The parent is not in this file.", remedy)
        elif row.unit in round_and_round:
            remedy = "Two or more units name each other, or one names itself; correct one parent."
            yield _mistake(row, "parent", "Following the parents never reaches the top.", remedy)
    if rows and top is None:
        remedy = "Leave the parent of the whole organisation empty."
        yield _mistake(rows[0], "parent", "No unit is at the top.", remedy)


def _mistake(row: Row, column: str, what: str, remedy: str) -> Mistake:
    return Mistake(row.line, f"column '{column}'", what, remedy)
