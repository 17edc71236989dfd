"""The release as a table of cells: one line a unit and measure, shown or not."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from survey_api.disclosure.verdicts import NOT_THIS_TIME

COLUMNS = ("unit", "measure", "level", "verdict", "reason", "relation", "value", "n_band")
EXACT = "value_exact"
PUBLISHABLE, SUPPRESSED = "publishable", "suppressed"
INDEX = "index"
ABOUT, EQUAL = "~", "="
ATOM, INNER, REST = "atom", "inner", "rest"

Record = Mapping[str, Any]
Exact = Callable[[str, str], float]  # unit, measure → the figure before it was rounded
Row = tuple[str, ...]


def write_cells(
    path: Path, records: Sequence[Record], items: Sequence[str], exact: Exact | None = None
) -> None:
    """``cells.csv``; with ``exact`` a last column holds the published figures unrounded."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS if exact is None else (*COLUMNS, EXACT))
        for row in cells(records, items):
            is_shown = row[3] == PUBLISHABLE
            last = () if exact is None else (repr(exact(row[0], row[1])) if is_shown else "",)
            writer.writerow((*row, *last))


def cells(records: Sequence[Record], items: Sequence[str]) -> Iterator[Row]:
    """The index and every item of every unit, in the order of the release."""
    parents = {record["parent"] for record in records if not record["one_wave_only"]}
    for record in records:
        level = record["level"] or _kind(record, parents)
        band = record["n_band"] or ""
        for measure in (INDEX, *items):
            yield (record["unit"], measure, level, *_figure(record, measure), band)


def _figure(record: Record, measure: str) -> tuple[str, str, str, str]:
    """verdict, reason, relation, value"""
    if not record["shown"]:
        return SUPPRESSED, record["text"], "", ""
    figure = record["figures"][INDEX] if measure == INDEX else record["items"][measure]
    if not figure["shown"]:
        return SUPPRESSED, figure["text"] or NOT_THIS_TIME, "", ""
    relation = EQUAL if figure["relation"] == ABOUT else figure["relation"]
    return PUBLISHABLE, "", relation, figure["value"]


def _kind(record: Record, parents: set[str | None]) -> str:
    """What a unit that is not shown would have been."""
    if record["kind"] == REST:
        return REST
    return INNER if record["unit"] in parents else ATOM
