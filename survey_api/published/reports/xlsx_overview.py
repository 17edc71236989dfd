"""The first sheet: four headline figures, the groups side by side, and two native charts."""

from survey_api.published.reports import look
from survey_api.published.reports.cards import Card, headline
from survey_api.published.reports.findings import before_figures, trend_finding
from survey_api.published.reports.model import Report
from survey_api.published.reports.runs import is_drawn
from survey_api.published.reports.words import clean
from survey_api.published.reports.xlsx_charts import parts_chart, trend_chart
from survey_api.published.reports.xlsx_page import FIRST_ROW, Page
from survey_api.published.schemas.figures import Figure
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.words import Relation

CHART_ROWS = 17
COLUMNS = ("group", "people", "participation")


def overview(page: Page, report: Report) -> None:
    """Everything a reader needs in ten seconds."""
    words, head = page.words, report.head
    closed = words.say("title.of", wave=report.wave.title, closes=words.day(report.wave.closes_on))
    page.head(f"{head.label} – {words.say('title.report')}", closed)
    page.sheet.set_column(0, 0, 34)
    page.sheet.set_column(1, 12, 17)
    at = FIRST_ROW
    for said in before_figures(report):
        page.text(at, 0, said, "soft")
        at += 1
    at = _cards(page, headline(report), at) if head.shown else _hidden(page, report, at)
    at = _groups(page, report, at + 1)
    _charts(page, report, at + 1)


def _cards(page: Page, cards: list[Card], at: int) -> int:
    for one in cards:
        page.text(at, 0, one.title, "strong")
        page.text(at, 1, f"{one.big} {one.small}".strip(), "strong")
        told = " · ".join([*([one.mark] if one.mark else []), *one.lines])
        page.text(at, 2, told, "soft")
        at += 1
    return at


def _hidden(page: Page, report: Report, at: int) -> int:
    page.text(at, 0, report.words.say("index.label"), "strong")
    page.text(at, 1, report.words.public(report.head.text), "hidden")
    return at + 1


def _groups(page: Page, report: Report, at: int) -> int:
    words, scales = page.words, [one.scale.label for one in report.head.scales]
    page.text(at, 0, words.say("overview.groups"), "second")
    names = [*(words.say(f"column.{one}") for one in COLUMNS), *scales]
    for column, name in enumerate(names):
        page.text(at + 1, column, name, "heading")
    for row, one in enumerate(report.results, at + 2):
        _group(page, row, one)
    return at + 2 + len(report.results)


def _group(page: Page, at: int, result: UnitResult) -> None:
    page.text(at, 0, result.label, "strong")
    page.text(at, 1, page.words.band(result.n_band))
    page.text(at, 2, result.participation or "")
    for column, one in enumerate(result.scales, len(COLUMNS)):
        _cell(page, at, column, one.figure)


def _cell(page: Page, at: int, column: int, figure: Figure) -> None:
    if not figure.value:
        page.text(at, column, page.words.public(figure.text), "hidden")
        return
    bin_ = f"bin_{look.bin_of(figure.value)}"
    if figure.relation == Relation.EQUAL:
        page.number(at, column, figure.value, bin_)
    else:
        page.text(at, column, page.words.figure(figure), f"{bin_}_text")


def _charts(page: Page, report: Report, at: int) -> None:
    found = report.trend()
    if found is not None and is_drawn(found, is_whole=report.is_whole):
        said = trend_finding(found, report.words, is_whole=report.is_whole)
        page.text(at, 0, said, "soft")
        chart = trend_chart(page.book, report, found)
        told = {"description": clean(said), "object_position": 1}
        page.sheet.insert_chart(at + 1, 0, chart, told)
    if report.head.shown:
        chart = parts_chart(page.book, report)
        page.sheet.insert_chart(at + 1, 4, chart, {"description": report.words.say("scales.title")})
