"""The file of sites: ``unit,site``, one line a unit."""

from collections.abc import Mapping

from survey_api.answer_files.text import (
    MOST_MISTAKES,
    header_mistakes,
    lines,
    opened,
    refuse,
    trimmed,
    wrong_width,
)
from survey_api.catalogue.instruments import Mistake

COLUMNS = ("unit", "site")
NOTHING = "nothing was changed"
LONGEST = 120


def read_sites(raw: bytes, units: Mapping[str, str]) -> dict[str, str]:
    """Unit → site; or ``FileNotAccepted`` with the first mistakes. ``units`` is name → id."""
    table = opened(raw, "the file", COLUMNS)
    refuse("the file", header_mistakes(table, COLUMNS, "unit or site"), nothing=NOTHING)
    found: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for one in lines(table):
        if isinstance(one, Mistake):
            mistakes.append(one)
            continue
        line, fields = one[0], trimmed(one[1])
        if fields and len(fields) != len(table.header):
            mistakes.append(wrong_width(table, line, len(fields)))
        elif fields:
            row = dict(zip(table.header, fields, strict=True))
            told = _explain(line, row, units, found)
            mistakes += told
            if not told:
                found[units[row["unit"].casefold()]] = row["site"]
    refuse("the file", mistakes[:MOST_MISTAKES], nothing=NOTHING)
    return found


def _explain(
    line: int, row: Mapping[str, str], units: Mapping[str, str], found: Mapping[str, str]
) -> list[Mistake]:
    unit = units.get(row["unit"].casefold())
    if unit is None:
        what, remedy = "Today's tree has no such unit.", "Name it as the roster does."
        return [Mistake(line, "column 'unit'", what, remedy)]
    if unit in found:
        return [Mistake(line, "column 'unit'", "This unit came before.", "Keep one of the two.")]
    if not row["site"] or len(row["site"]) > LONGEST or not row["site"].isprintable():
        remedy = f"Write 1 to {LONGEST} characters, or leave the line out."
        return [Mistake(line, "column 'site'", "This is no name of a site.", remedy)]
    return []
