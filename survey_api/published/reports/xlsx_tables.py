"""The plain sheets of the workbook: figures, statements, trend, method and data dictionary."""

from survey_api.published.reports import dictionary as meanings
from survey_api.published.reports.method import method as parts_of
from survey_api.published.reports.model import Report
from survey_api.published.reports.rows import COLUMNS, Row, rows_of
from survey_api.published.reports.xlsx_page import FIRST_ROW, Page
from survey_api.published.schemas.results import Trend, TrendPoint

SIGNED = {"change_since_last", "change_since_baseline"}
DECIMALS = {"range_low", "range_high"}
WHOLE = {column for column in COLUMNS if column.startswith(("share_", "favourable"))}
WIDE = {"measure": 46.0, "note": 40.0, "who_could_open": 60.0, "unit": 26.0, "wave": 18.0}
USUAL = 13.0
TREND_WIDTHS = {"trend_unit": 26.0, "trend_measure": 26.0, "trend_wave": 20.0, "continuity": 20.0}


def figures(page: Page, report: Report) -> None:
    """The overall score and its parts, of every unit and group of people."""
    items_ = {one.item for one in report.head.items}
    rows = [one for one in rows_of(report.results, report.words) if one.measure_id not in items_]
    _table(page, report, rows)


def items(page: Page, report: Report) -> None:
    """Every statement, of every unit and group of people that has figures of them."""
    items_ = {one.item for one in report.head.items}
    rows = [one for one in rows_of(report.results, report.words) if one.measure_id in items_]
    _table(page, report, rows)


def trend(page: Page, report: Report) -> None:
    """Every part over all waves, oldest first; the rows that the charts are drawn from."""
    page.head(page.title, report.wave.title)
    names = [meanings.label(one, page.words) for one in meanings.TREND_COLUMNS]
    widths = [TREND_WIDTHS.get(one, USUAL) for one in meanings.TREND_COLUMNS]
    page.headings(FIRST_ROW, names, widths)
    at = FIRST_ROW + 1
    for one in ordered(report):
        for point in one.points:
            _point(page, at, one, point)
            at += 1
    page.sheet.autofilter(FIRST_ROW, 0, max(at - 1, FIRST_ROW), len(names) - 1)


def ordered(report: Report) -> list[Trend]:
    """The trends; the one that is drawn comes first."""
    first = report.trend()
    return sorted(report.trends, key=lambda one: one is not first)


def method(page: Page, report: Report) -> None:
    """What was asked, who could answer, what is not shown and how to read the rest."""
    page.head(page.words.say("method.title"), report.wave.title)
    page.sheet.set_column(0, 0, 110)
    at = FIRST_ROW
    for title, told in parts_of(report):
        page.text(at, 0, title, "strong")
        for one in told:
            at += 1
            page.text(at, 0, one)
        at += 2


def dictionary(page: Page, report: Report) -> None:
    """What every column means; the ids are the headings of the CSV."""
    page.head(page.title, report.wave.title)
    names = [page.words.say(f"dictionary.{one}") for one in ("id", "label", "means")]
    page.headings(FIRST_ROW, names, (28.0, 28.0, 90.0))
    for at, entry in enumerate(meanings.entries(page.words), FIRST_ROW + 1):
        for column, said in enumerate(entry):
            page.text(at, column, said)


def _table(page: Page, report: Report, rows: list[Row]) -> None:
    page.head(page.title, report.wave.title)
    names = [meanings.label(one, page.words) for one in COLUMNS]
    page.headings(FIRST_ROW, names, [WIDE.get(one, USUAL) for one in COLUMNS])
    for at, row in enumerate(rows, FIRST_ROW + 1):
        _row(page, at, row)
    page.sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + max(len(rows), 1), len(names) - 1)


def _row(page: Page, at: int, row: Row) -> None:
    for column, name in enumerate(COLUMNS):
        value = getattr(row, name)
        if name == "value":
            _value(page, at, column, row)
        elif name in SIGNED:
            page.number(at, column, value, "signed")
        elif name in DECIMALS:
            page.number(at, column, value)
        elif name in WHOLE:
            page.number(at, column, value, "whole")
        else:
            page.text(at, column, value)


def _value(page: Page, at: int, column: int, row: Row) -> None:
    if row.value:
        page.number(at, column, row.value)
    else:
        page.text(at, column, row.note.partition(";")[0], "hidden")


def _point(page: Page, at: int, one: Trend, point: TrendPoint) -> None:
    words, figure, change = page.words, point.figure, point.figure.change
    last = change.last if change else None
    page.text(at, 0, one.label)
    page.text(at, 1, one.scale.label)
    page.text(at, 2, point.title)
    page.day(at, 3, point.closes_on)
    page.text(at, 4, words.relation(figure.relation))
    _or_text(page, at, 5, figure.value, words.public(figure.text))
    page.number(at, 6, figure.range.low if figure.range else "")
    page.number(at, 7, figure.range.high if figure.range else "")
    page.number(at, 8, (last.difference or "") if last else "", "signed")
    page.text(at, 9, words.say(f"verdict.{last.beyond}") if last else "")
    page.text(at, 10, words.say(f"verdict.{last.everyone}") if last else "")
    _or_text(page, at, 11, point.organisation.value, words.public(point.organisation.text))
    page.text(at, 12, words.band(point.n_band))
    page.text(at, 13, words.say(f"continuity.{point.continuity.state}"))


def _or_text(page: Page, at: int, column: int, value: str | None, text: str) -> None:
    if value:
        page.number(at, column, value)
    else:
        page.text(at, column, text, "hidden")
