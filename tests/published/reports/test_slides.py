"""The slides, opened by another program: charts are editable and hold released figures only."""

import io
from functools import cache
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from survey_api.published.reports.pdf import to_pdf
from survey_api.published.reports.pptx import to_pptx
from survey_api.published.reports.words import Words
from survey_api.published.reports.xlsx import to_xlsx
from tests.published.reports import samples
from tests.published.reports.test_workbook import REPORTS, made


@cache
def deck(kind: str, locale: str) -> Any:
    return Presentation(io.BytesIO(to_pptx(made(kind, locale))))


def words_on(slide: Any) -> str:
    told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            told += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(told)


def charts(found: Any) -> list[Any]:
    return [shape.chart for slide in found.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_every_slide_has_a_title_and_says_what_it_is_not_for(kind: str, locale: str) -> None:
    found, words = deck(kind, locale), Words(locale)
    titles = [slide.shapes.title.text_frame.text for slide in found.slides]
    assert all(titles) and titles[0] == made(kind, locale).head.label
    assert words.say("next.title") in titles and words.say("method.title") in titles
    for slide in found.slides:
        assert words.say("not_for") in words_on(slide)


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_every_figure_of_the_tables_is_the_apis(kind: str, locale: str) -> None:
    report, told = made(kind, locale), [words_on(slide) for slide in deck(kind, locale).slides]
    words, everything = Words(locale), "\n".join(told)
    if not report.head.shown:
        assert words.public(report.head.text) in everything
        return
    for one in report.head.scales:
        for said in (one.scale.label, words.figure(one.figure), words.between(one.figure.range)):
            assert said in everything
    for one in report.head.items:
        assert one.text in everything and words.figure(one.figure) in everything
    tables = [s.table for slide in deck(kind, locale).slides for s in slide.shapes if s.has_table]
    groups = {row.cells[0].text: [c.text for c in row.cells] for t in tables for row in t.rows}
    for result in report.results if report.is_wide else ():
        assert groups[result.label][2:] == [words.figure(one.figure) for one in result.scales]


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_trend_is_one_series_for_each_unbroken_run(locale: str) -> None:
    report = samples.team("desk", locale)
    drawn = charts(deck("team", locale))[0]
    values = [list(series.values) for series in drawn.plots[0].series]
    trend = report.trend()
    assert trend is not None
    own = [float(one.figure.value) if one.figure.value else None for one in trend.points]
    runs = (range(2), range(3, 5), range(5, 8))
    for told, run in zip(values, runs, strict=False):
        assert told == [value if at in run else None for at, value in enumerate(own)]
    assert values[3] == [float(one.organisation.value or 0) for one in trend.points]
    names = [str(one) for one in drawn.plots[0].categories]
    hidden = Words(locale).say("slide.not_shown")
    assert [hidden in name for name in names] == [one.figure.value is None for one in trend.points]


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_edit_data_opens_a_workbook_with_exactly_what_is_drawn(kind: str, locale: str) -> None:
    for drawn in charts(deck(kind, locale)):
        blob = drawn.part.chart_workbook.xlsx_part.blob
        book = openpyxl.load_workbook(io.BytesIO(blob))
        assert book.sheetnames == ["Sheet1"]
        rows = list(book["Sheet1"].iter_rows(values_only=True))
        plot = drawn.plots[0]
        assert [row[0] for row in rows[1:]] == [str(one) for one in plot.categories]
        for column, series in enumerate(plot.series, 1):
            assert rows[0][column] == series.name
            assert [row[column] for row in rows[1:]] == list(series.values)


def test_every_chart_has_words_for_those_who_do_not_see_it() -> None:
    report = samples.team("desk")
    for slide in deck("team", "en").slides:
        for shape in (one for one in slide.shapes if one.has_chart):
            told = shape._element.nvGraphicFramePr.cNvPr.get("descr")
            figures = {report.words.figure(one.figure) for one in report.head.scales}
            assert "Line chart" in told or all(one in told for one in figures)


def test_a_whole_organisation_that_was_never_shown_has_no_empty_chart() -> None:
    report = samples.never_shown()
    for made_of in (to_pptx, to_xlsx, to_pdf):
        assert made_of(report)
    found = Presentation(io.BytesIO(to_pptx(report)))
    assert not charts(found)


def test_the_deck_says_whose_it_is_and_is_the_same_each_time() -> None:
    first = to_pptx(samples.whole("de"))
    assert first == to_pptx(samples.whole("de"))
    about = Presentation(io.BytesIO(first)).core_properties
    assert about.author == about.last_modified_by == samples.NAMES["org"]
    assert about.title.startswith(samples.NAMES["org"]) and about.language == "de"
    assert about.comments == Words("de").say("not_for")


def test_nothing_on_a_slide_reaches_over_its_edge() -> None:
    for kind, locale in REPORTS:
        found = deck(kind, locale)
        for slide in found.slides:
            for shape in slide.shapes:
                assert shape.left >= 0 and shape.left + shape.width <= found.slide_width
                assert shape.top >= 0 and shape.top + shape.height <= found.slide_height
