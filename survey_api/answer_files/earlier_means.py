"""The file of an earlier survey's means: ``unit, measure, mean, n``, one line a figure."""

import re
from collections.abc import Collection, Mapping

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
from survey_api.disclosure.earlier import LOWEST, POINTS, Mean

COLUMNS = ("unit", "measure", "mean", "n")
NOTHING = "nothing was stored"
WHOLE = re.compile(r"[0-9]{1,7}")
DECIMAL = re.compile(r"[0-9]([.,][0-9]{1,6})?")

Row = dict[str, str]


def read_means(
    raw: bytes, file: str, units: Mapping[str, str], measures: Collection[str]
) -> list[Mean]:
    """Every line, or ``FileNotAccepted`` with the first mistakes. ``units`` is name → id, names
    in small letters."""
    table = opened(raw, file, COLUMNS)
    refuse(file, header_mistakes(table, COLUMNS, f"one of {', '.join(COLUMNS)}"), nothing=NOTHING)
    found: dict[tuple[str, str], Mean] = {}
    mistakes: list[Mistake] = []
    for line, row in _rows(table, mistakes):
        told = _explain(line, row, units, measures)
        mistakes += told
        if told:
            continue
        mean = _mean(row, units)
        if found.setdefault((mean.unit, mean.measure), mean) is not mean:
            what = "This measure of this unit came before."
            mistakes.append(Mistake(line, "the line", what, "Keep one of the two."))
    if not found and not mistakes:
        what, remedy = "There are no figures.", "Write one line a unit and measure."
        mistakes = [Mistake(table.header_line, "the file", what, remedy)]
    refuse(file, mistakes[:MOST_MISTAKES], nothing=NOTHING)
    return list(found.values())


def _rows(table: Csv, mistakes: list[Mistake]) -> list[tuple[int, Row]]:
    """Line and fields by their names; what cannot be read goes to ``mistakes``."""
    rows = []
    for one in lines(table):
        if isinstance(one, Mistake):
            mistakes.append(one)
            continue
        line, fields = one[0], trimmed(one[1])
        if fields and len(fields) != len(table.header):
            mistakes.append(wrong_width(table, line, len(fields)))
        elif fields:
            rows.append((line, dict(zip(table.header, fields, strict=True))))
    return rows


def _explain(
    line: int, row: Row, units: Mapping[str, str], measures: Collection[str]
) -> list[Mistake]:
    told = []
    if row["unit"].casefold() not in units:
        told.append(("unit", "Today's tree has no such unit.", "Name it as the roster does."))
    if row["measure"] not in measures:
        remedy = "Use the short name of a question or scale, or 'index' for all together."
        told.append(("measure", "No questionnaire here has it.", remedy))
    if not _is_mean(row["mean"]):
        remedy = "Turn it into the scale from 1 to 5: 1 + 4 × share, for example."
        told.append(("mean", f"This is no mean from {LOWEST} to {POINTS}.", remedy))
    if not WHOLE.fullmatch(row["n"]) or not int(row["n"]):
        told.append(("n", "This is no number of answers.", "Write how many answered, from 1 on."))
    return [Mistake(line, f"column '{name}'", what, remedy) for name, what, remedy in told]


def _is_mean(text: str) -> bool:
    return bool(DECIMAL.fullmatch(text)) and LOWEST <= _number(text) <= POINTS


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _mean(row: Row, units: Mapping[str, str]) -> Mean:
    unit = units[row["unit"].casefold()]
    return Mean(unit, row["measure"], _number(row["mean"]), int(row["n"]))
