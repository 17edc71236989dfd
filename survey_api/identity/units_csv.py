"""The units file: the organisation's own ids for its tree (``unit, parent, label``)."""

from survey_api.catalogue.units import (
    MAX_LABEL,
    UNIT_ID,
    Unit,
    UnitTree,
    build,
    cycles,
    key,
    tidy,
)
from survey_api.identity.csv_text import Columns, Row, RowError, read_table

UNITS = Columns(("unit", "parent", "label"), (), "units")


def parse_units(content: bytes) -> tuple[UnitTree, list[RowError]]:
    """The tree in the file, or an empty one and what has to be corrected."""
    table = read_table(content, UNITS)
    errors = list(table.errors)
    rows = [row for row in table.rows if _sound(row, errors)]
    _relations(rows, errors)
    if errors:
        return UnitTree(given=True), errors
    return build((_unit(row) for row in rows), given=True), []


def _unit(row: Row) -> Unit:
    return Unit(row.values["unit"], row.values["parent"] or None, tidy(row.values["label"]))


def _sound(row: Row, errors: list[RowError]) -> bool:
    """Whether a row can be read by itself."""
    before = len(errors)
    if not UNIT_ID.fullmatch(row.values["unit"]):
        remedy = "Use 1 to 20 characters: a–z, digits and hyphens."
        errors.append(_error(row, "unit", "This cannot be a unit's id.", remedy))
    label = tidy(row.values["label"])
    if not label:
        errors.append(_error(row, "label", "There is no label.", "Write the unit's name."))
    elif len(label) > MAX_LABEL or not label.isprintable():
        remedy = f"Use at most {MAX_LABEL} printable characters."
        errors.append(_error(row, "label", "This label cannot be shown.", remedy))
    return len(errors) == before


def _relations(rows: list[Row], errors: list[RowError]) -> None:
    """Doubles, second roots, orphans, same labels and cycles; each has its own message."""
    lines: dict[str, int] = {}
    labels: dict[tuple[str, str], int] = {}
    top: int | None = None
    for row in rows:
        unit, parent = row.values["unit"], row.values["parent"]
        if unit in lines:
            what = f"This unit is already in line {lines[unit]}."
            errors.append(_error(row, "unit", what, "Keep one of the two lines."))
            continue
        lines[unit] = row.line
        label = (parent, key(row.values["label"]))
        if parent and labels.setdefault(label, row.line) != row.line:
            what = f"Line {labels[label]} has the same label under the same parent."
            errors.append(_error(row, "label", what, "Give one of them another label."))
        if not parent and top is not None:
            what = f"This is a second unit without a parent; the first is in line {top}."
            errors.append(_error(row, "parent", what, "Only the whole organisation has none."))
        if not parent and top is None:
            top = row.line
    _ancestry(rows, lines, errors)
    if rows and top is None:
        what = "No unit is at the top."
        remedy = "Leave the parent of the whole organisation empty."
        errors.append(_error(rows[0], "parent", what, remedy))


def _ancestry(rows: list[Row], lines: dict[str, int], errors: list[RowError]) -> None:
    parents = {row.values["unit"]: row.values["parent"] or None for row in rows}
    for row in rows:
        parent = row.values["parent"]
        if parent and parent not in lines:
            remedy = "Add a line for the parent, or correct its id."
            errors.append(_error(row, "parent", "The parent is not in this file.", remedy))
    round_and_round = set(cycles(parents))
    for row in rows:
        if row.values["unit"] in round_and_round:
            what = "Following the parents upwards never reaches the top."
            remedy = "Two or more units name each other; correct one parent."
            errors.append(_error(row, "parent", what, remedy))


def _error(row: Row, column: str, what: str, remedy: str) -> RowError:
    return RowError(row.line, column, what, remedy, "units")
