"""A release as CSV: one row a figure, the same cells and words as on screen."""

import csv
import io
from collections.abc import Iterable

from survey_api import languages
from survey_api.published.reports.rows import COLUMNS, Row, rows_of
from survey_api.published.reports.words import Words
from survey_api.published.schemas.results import UnitResult

BYTE_ORDER_MARK = "\ufeff"
AS_THEY_ARE = {"value", "change_since_last", "change_since_baseline"}


def to_csv(results: Iterable[UnitResult], locale: str = languages.FALLBACK) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read names right; CRLF rows."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(cells(row) for row in rows_of(results, Words(locale)))
    return out.getvalue().encode()


def cells(row: Row) -> list[str]:
    """As written: a text that a spreadsheet could take for a formula gets an apostrophe."""
    return [
        value if name in AS_THEY_ARE else _harmless(value)
        for name, value in ((one, getattr(row, one)) for one in COLUMNS)
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else cell
