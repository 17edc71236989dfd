"""CSV as people really save it: byte-order mark, semicolons or tabs, CRLF, quotes.

Messages name lines and columns and never what stands there: the file is full of names.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from survey_api.identity.encodings import UTF8, Recognised, recognise

DELIMITERS = ",;\t"
MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class RowError:
    """One thing to correct in a file; holds no value from it."""

    line: int
    column: str
    what: str
    remedy: str
    file: str = "roster"

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{self.file}, {place}: {self.what} {self.remedy}"


@dataclass(frozen=True)
class Columns:
    """What a file may and must contain."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    file: str = "roster"

    @property
    def known(self) -> tuple[str, ...]:
        """All of them, required ones first."""
        return self.required + self.optional


@dataclass(frozen=True)
class Row:
    """One line's values by column, trimmed, with the line it begins on."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """Everything readable in a file, and everything that was not."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    errors: tuple[RowError, ...]
    encoding: str = UTF8


def read_table(content: bytes, columns: Columns) -> Table:
    """The rows of a CSV file with a header line."""
    read = _decode(content, columns.file)
    if isinstance(read, RowError):
        return Table((), (), (read,))
    text = read.text
    delimiter = _delimiter(text, columns)
    lines = _lines(text, delimiter, columns.file)
    errors: list[RowError] = []
    header: tuple[str, ...] = ()
    rows: list[Row] = []
    for line, fields in lines:
        if isinstance(fields, RowError):
            errors.append(fields)
        elif not any(fields):
            continue
        elif not header:
            header = tuple("_".join(name.casefold().split()) for name in fields)
            errors.extend(_header_errors(header, line, columns))
            if errors:
                break
        elif len(fields) != len(header):
            errors.append(_width(line, len(fields), len(header), columns.file))
        else:
            rows.append(Row(line, dict(zip(header, fields, strict=True))))
    if not rows and not errors:
        what, remedy = "There are no rows.", "Write a header line, then one line for each entry."
        errors.append(RowError(1, "", what, remedy, columns.file))
    return Table(header, tuple(rows), tuple(errors), read.encoding)


def _decode(content: bytes, file: str) -> Recognised | RowError:
    if len(content) > MAX_BYTES:
        return RowError(1, "", "The file is larger than 200 MB.", "Split it.", file)
    read = recognise(content)
    if isinstance(read, Recognised):
        return read
    what, remedy = "A character here cannot be read.", "Save it again as 'CSV UTF-8'."
    return RowError(read.line, "", what, remedy, file)


def _delimiter(text: str, columns: Columns) -> str:
    """The separator that makes most of the first line known column names."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def recognised(delimiter: str) -> int:
        names = ("_".join(n.strip(' "').casefold().split()) for n in first.split(delimiter))
        return sum(name in columns.known for name in names)

    return max(DELIMITERS, key=recognised)


def _lines(
    text: str, delimiter: str, file: str
) -> Iterator[tuple[int, tuple[str, ...] | RowError]]:
    """Each record with the line it begins on; a broken quotation ends the reading."""
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            what = "A quotation mark is opened and not closed properly."
            remedy = 'Close it, and write "" for a quotation mark inside quotes.'
            yield line, RowError(line, "", what, remedy, file)
            return
        yield line, tuple(field.strip() for field in fields)
        line = reader.line_num + 1


def _header_errors(header: tuple[str, ...], line: int, columns: Columns) -> Iterator[RowError]:
    known = ", ".join(columns.known)
    if not set(header) & set(columns.known):
        what = "The first line does not hold column names."
        yield RowError(line, "", what, f"Begin with a line of names: {known}.", columns.file)
        return
    for place, name in enumerate(header, start=1):
        if name not in columns.known:
            what, remedy = "This column is unknown.", f"Remove or rename it; known are {known}."
            yield RowError(line, f"column {place}", what, remedy, columns.file)
        elif name in header[: place - 1]:
            what, remedy = f"'{name}' is given twice.", "Keep one of the two columns."
            yield RowError(line, f"column {place}", what, remedy, columns.file)
    for name in columns.required:
        if name not in header:
            what, remedy = f"The column '{name}' is missing.", "Add it to every line."
            yield RowError(line, name, what, remedy, columns.file)


def _width(line: int, found: int, expected: int, file: str) -> RowError:
    what = f"There are {found} fields instead of {expected}."
    remedy = "Put values that contain the separator in quotation marks; keep empty fields."
    return RowError(line, "", what, remedy, file)
