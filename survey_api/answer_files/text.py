"""CSV as people really save it: byte-order mark, commas, semicolons or tabs, CRLF, quotes.

Messages name lines, columns and unit ids, and never anything else that stands in a cell.
"""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from survey_api.catalogue.instruments import Mistake
from survey_api.errors import Invalid

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
MAX_BYTES = 1_000_000_000
MOST_MISTAKES = 20
MOST_SHOWN = 60
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"

Line = tuple[int, list[str]]  # the line a record begins on, and its fields


class FileNotAccepted(Invalid):
    """This file cannot be used as it is; nothing was written."""


@dataclass(frozen=True)
class Csv:
    """UTF-8 bytes without a byte-order mark; ``header`` are the names in its first line, which
    is line ``header_line``; what follows begins at byte ``body_at``."""

    file: str
    raw: bytes
    separator: str
    header: tuple[str, ...]
    header_line: int
    body_at: int


def refuse(file: str, mistakes: list[Mistake], *, nothing: str = "nothing was written") -> None:
    """Raise ``FileNotAccepted`` with the first twenty mistakes, if there are any."""
    if not mistakes:
        return
    listed = mistakes[:MOST_MISTAKES]
    count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
    if len(mistakes) >= MOST_MISTAKES:
        count = f"at least {MOST_MISTAKES} mistakes; these are the first"
    raise FileNotAccepted(f"{file} has {count}; {nothing}.", rows=listed)


def opened(raw: bytes, file: str, known: Collection[str]) -> Csv:
    """The file with its header read; names are compared without regard to case.

    Raises ``FileNotAccepted`` for other encodings and for a first line without ``known`` names.
    """
    raw = _utf8(raw, file)
    start, line = 0, 1
    while (end := raw.find(b"\n", start)) >= 0 and not raw[start:end].strip(b" \t\r,;"):
        start, line = end + 1, line + 1
    end = len(raw) if end < 0 else end
    first = raw[start:end].decode()
    if "\r" in first.rstrip("\r"):  # carriage returns alone end the lines of this file
        end = start + len(first[: first.index("\r")].encode())
        first = first[: first.index("\r")]
    separator = max(SEPARATORS, key=lambda one: sum(n in known for n in _names(first, one)))
    header = _names(first, separator)
    if not set(header) & set(known):
        what = "The first line does not hold column names."
        remedy = f"Begin with a line of names: {', '.join(known)}."
        refuse(file, [Mistake(line, "the header", what, remedy)])
    return Csv(file, raw, separator, header, line, min(end + 1, len(raw)))


def _names(line: str, separator: str) -> tuple[str, ...]:
    fields = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    return tuple(" ".join(field.casefold().split()) for field in fields)


def _utf8(raw: bytes, file: str) -> bytes:
    remedy = "Save it again as 'CSV UTF-8'."
    what, line = "", 1
    if len(raw) > MAX_BYTES:
        what, remedy = "The file is larger than 1 GB.", "Split it by unit."
    elif raw[:2] in UTF_16:
        what = "The file is UTF-16 text."
    elif not raw.removeprefix(BOM).strip():
        what, remedy = "The file is empty.", "Write a header line, then one line a row."
    else:
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            what = "A character here is not UTF-8."
    refuse(file, [Mistake(line, "the file", what, remedy)] if what else [])
    return raw.removeprefix(BOM)


def shown(name: str) -> str:
    """A column's name as it may stand in a message."""
    return f"'{name[:MOST_SHOWN]}'" if name.isprintable() else "(unprintable)"


def header_mistakes(table: Csv, required: Sequence[str], of_what: str) -> list[Mistake]:
    """Unknown, doubled and missing columns, each by its name."""
    found = []
    for place, name in enumerate(table.header, start=1):
        where = f"column {shown(name)} (column {place})"
        if name not in required:
            what = f"It is not {of_what}."
            found.append(Mistake(table.header_line, where, what, "Remove it; nothing was read."))
        elif name in table.header[: place - 1]:
            what = "A column of this name came before."
            found.append(Mistake(table.header_line, where, what, "Keep one of the two."))
    for name in required:
        if name not in table.header:
            what, remedy = "The column is missing.", "Add it; leave its fields empty if need be."
            found.append(Mistake(table.header_line, f"column '{name}'", what, remedy))
    return found


def lines(table: Csv) -> Iterator[Line | Mistake]:
    """Each record after the header that is not blank; a broken quotation ends the reading."""
    stream = io.TextIOWrapper(io.BytesIO(table.raw), encoding="utf-8", newline="")
    stream.seek(table.body_at)
    reader = csv.reader(stream, delimiter=table.separator, strict=True, skipinitialspace=True)
    line = first = table.header_line + 1
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            what = "A quotation mark is opened and not closed properly, or a field is far too long."
            remedy = 'Close it, and write "" for a quotation mark inside quotes.'
            yield Mistake(line, "the line", what, remedy)
            return
        if any(fields):
            yield line, fields
        line = first + reader.line_num


def trimmed(fields: list[str]) -> list[str]:
    """Without the white space around each; an empty list when nothing else stands there."""
    found = [field.strip() for field in fields]
    return found if any(found) else []


def wrong_width(table: Csv, line: int, found: int) -> Mistake:
    """A record with more or fewer fields than the header has names."""
    what = f"There are {found} fields instead of {len(table.header)}."
    remedy = "Keep empty fields, and put values that hold the separator in quotation marks."
    return Mistake(line, "the line", what, remedy)
