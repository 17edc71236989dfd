"""A report as a workbook: figures as numbers, what is not shown as text, native charts.

Text is always written as text: nothing in it can become a formula or a link.
"""

import io
from datetime import UTC, datetime, time

import xlsxwriter

from survey_api.published.reports.model import Report
from survey_api.published.reports.words import clean
from survey_api.published.reports.xlsx_overview import overview
from survey_api.published.reports.xlsx_page import Page, formats_of
from survey_api.published.reports.xlsx_tables import dictionary, figures, items, method, trend

HARMLESS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SHEETS = {
    "overview": overview,
    "figures": figures,
    "items": items,
    "trend": trend,
    "method": method,
    "dictionary": dictionary,
}


def to_xlsx(report: Report) -> bytes:
    """The same report gives the same bytes."""
    out, words = io.BytesIO(), report.words
    book = xlsxwriter.Workbook(out, HARMLESS)
    book.set_properties(_properties(report))
    formats = formats_of(book)
    for name, fill in SHEETS.items():
        title = words.say(f"sheet.{name}")
        sheet = book.add_worksheet(title)
        fill(Page(book, sheet, formats, words, title), report)
    book.close()
    return out.getvalue()


def _properties(report: Report) -> dict[str, object]:
    day = report.wave.released_on or report.wave.closes_on
    return {
        "title": clean(f"{report.head.label} – {report.words.say('title.report')}"),
        "subject": clean(report.wave.title),
        "author": clean(report.organisation),
        "company": clean(report.organisation),
        "comments": report.words.say("not_for"),
        "created": datetime.combine(day, time(), UTC).replace(tzinfo=None),
    }
