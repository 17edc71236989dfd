"""The answers file: one row a respondent, the column ``unit`` and the items, nothing else."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from survey_api.answer_files.text import (
    MOST_MISTAKES,
    SEPARATORS,
    Csv,
    header_mistakes,
    lines,
    opened,
    refuse,
    trimmed,
    wrong_width,
)
from survey_api.catalogue.instruments import Mistake
from survey_api.disclosure.tree import Node

UNIT = "unit"
EVERY = 10_000
NUMBER = re.compile(r"[+-]?[0-9]+")
DECIMAL = re.compile(r"[+-]?[0-9]+[.,][0-9]*")

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Given:
    """``unit`` [N] is a place among the units of the file; ``answers`` [N, items] holds the
    answers as given, 0 for none."""

    unit: NDArray[np.int64]
    answers: NDArray[np.uint8] = field(repr=False)


@dataclass(frozen=True)
class Form:
    """Where ``unit`` and each item stand in a row of ``width`` fields, and what may be there:
    ``code`` is field → answer, 0 for none."""

    width: int
    unit_at: int
    items_at: tuple[int, ...]
    places: Mapping[str, int]
    code: Mapping[str, int]

    @cached_property
    def items_of(self) -> Callable[[list[str]], tuple[str, ...]]:
        """The fields of the items, in their order."""
        return itemgetter(*self.items_at)

    @property
    def points(self) -> int:
        """The highest answer."""
        return max(self.code.values())


def open_answers(raw: bytes, file: str, items: Sequence[str]) -> Csv:
    """The file with its columns checked: every other column is refused by its name."""
    table = opened(raw, file, (UNIT, *items))
    mistakes = header_mistakes(table, (UNIT, *items), "'unit' and not an item of the instrument")
    refuse(file, mistakes, nothing="nothing was read and nothing was written")
    return table


def read_answers(
    table: Csv, items: Sequence[str], units: Sequence[Node], points: int, advance: Advance
) -> Given:
    """Every row, whatever its separator, quotes and blank lines; or ``FileNotAccepted``.

    ``advance`` is told how many bytes were read since the last time.
    """
    form = Form(
        width=len(table.header),
        unit_at=table.header.index(UNIT),
        items_at=tuple(table.header.index(item) for item in items),
        places={node.unit: place for place, node in enumerate(units)},
        code={"": 0} | {str(point): point for point in range(1, points + 1)},
    )
    places, answers, mistakes = _rows(table, form, advance)
    if not places and not mistakes:
        remedy = "Write one line a respondent."
        mistakes = [Mistake(table.header_line, "the file", "There are no answers.", remedy)]
    refuse(table.file, mistakes)
    given = np.frombuffer(bytes(answers), dtype=np.uint8).reshape(len(places), -1)
    return Given(np.array(places, dtype=np.int64), given)


def separator_of(table: Csv) -> str:
    """Its name."""
    return SEPARATORS[table.separator]


def _rows(table: Csv, form: Form, advance: Advance) -> tuple[list[int], bytearray, list[Mistake]]:
    """Units and answers row by row, and the first mistakes."""
    units: list[int] = []
    answers = bytearray()
    mistakes: list[Mistake] = []
    step = EVERY * len(table.raw) // max(table.raw.count(b"\n"), EVERY)
    for found in lines(table):
        if isinstance(found, Mistake):
            mistakes.append(found)
            break
        line, fields = found
        row = _row(form, fields) or _row(form, fields := trimmed(fields))
        if row is not None:
            units.append(row[0])
            answers += row[1]
            if len(units) % EVERY == 0:
                advance(step)
        elif fields:
            mistakes.extend(_explain(table, form, line, fields))
        if len(mistakes) >= MOST_MISTAKES:
            break
    return units, answers, mistakes


def _row(form: Form, fields: list[str]) -> tuple[int, bytes] | None:
    """Unit and answers, or None when anything is not exactly as it should be."""
    if len(fields) != form.width:
        return None
    try:
        answers = bytes(map(form.code.__getitem__, form.items_of(fields)))
        return form.places[fields[form.unit_at]], answers
    except KeyError:
        return None


def _explain(table: Csv, form: Form, line: int, fields: list[str]) -> list[Mistake]:
    """Every mistake of one row, naming columns and never what stands in them."""
    if len(fields) != form.width:
        return [wrong_width(table, line, len(fields))]
    found = []
    unit = fields[form.unit_at]
    if unit not in form.places:
        what = "This unit is not in the units file." if unit else "The unit is missing."
        remedy = "Correct the id, or add the unit there."
        found.append(Mistake(line, _column(table, form.unit_at), what, remedy))
    for at in form.items_at:
        if fields[at] not in form.code:
            what, remedy = _reason(fields[at], form.points)
            found.append(Mistake(line, _column(table, at), what, remedy))
    return found


def _column(table: Csv, at: int) -> str:
    return f"column '{table.header[at]}' (column {at + 1})"


def _reason(field: str, points: int) -> tuple[str, str]:
    """What kind of field it is; the field itself is an answer and is not repeated."""
    if NUMBER.fullmatch(field):
        what = f"The number is not one of 1 to {points}."
        return what, "Recode the answers, or set scale_points in the policy file."
    if DECIMAL.fullmatch(field):
        return "The number has a decimal point.", f"Write whole numbers from 1 to {points}."
    return "There is no number.", f"Write 1 to {points}, or leave the field empty for no answer."
