"""The workbook, opened by another program: every cell is what the API says."""

import io
import zipfile
from functools import cache
from itertools import zip_longest
from typing import Any

import openpyxl
import pytest

from survey_api.published.reports.csv import to_csv
from survey_api.published.reports.dictionary import ALL, TREND_COLUMNS
from survey_api.published.reports.model import Report
from survey_api.published.reports.rows import COLUMNS, Row, rows_of
from survey_api.published.reports.words import Words
from survey_api.published.reports.xlsx import to_xlsx
from survey_api.published.schemas.results import Trend, TrendPoint
from tests.published.reports import samples

FIRST = 4  # the row of headings, counted from 1
HELD = ("overview", "figures", "items", "trend", "method", "dictionary")
REPORTS = [(kind, locale) for kind in ("whole", "team", "hidden") for locale in ("en", "de")]


def made(kind: str, locale: str) -> Report:
    if kind == "whole":
        return samples.whole(locale)
    return samples.team("desk" if kind == "team" else samples.HIDDEN, locale)


@cache
def opened(kind: str, locale: str = "en") -> dict[str, Any]:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made(kind, locale))))
    return dict(zip(HELD, book.worksheets, strict=True))


def body(sheet: Any) -> list[tuple[Any, ...]]:
    return [row for row in sheet.iter_rows(min_row=FIRST + 1, values_only=True)]


def expected(row: Row, name: str) -> Any:
    value = getattr(row, name)
    if name == "value" and not value:
        return row.note.partition(";")[0]
    numeric = name.startswith(("value", "range", "change", "share", "favourable"))
    return (float(value) if value else None) if numeric else value or None


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_every_cell_of_the_figures_and_statements_is_the_apis(kind: str, locale: str) -> None:
    report = made(kind, locale)
    sheets, asked = opened(kind, locale), {one.item for one in report.head.items}
    rows = list(rows_of(report.results, Words(locale)))
    for name, wanted in (
        ("figures", [one for one in rows if one.measure_id not in asked]),
        ("items", [one for one in rows if one.measure_id in asked]),
    ):
        told = [tuple(None if cell == "" else cell for cell in row) for row in body(sheets[name])]
        for row, cells in zip_longest(wanted, told):
            assert [expected(row, column) for column in COLUMNS] == [*cells]


@pytest.mark.parametrize(("kind", "locale"), REPORTS)
def test_every_cell_of_the_trend_is_the_apis(kind: str, locale: str) -> None:
    report = made(kind, locale)
    words, told = Words(locale), body(opened(kind, locale)["trend"])
    points = [(one, point) for one in report.trends for point in one.points]
    found = {(row[0], row[1], row[2]): row for row in told}
    assert len(told) == len(points)
    for one, point in points:
        row = dict(zip(TREND_COLUMNS, found[one.label, one.scale.label, point.title], strict=True))
        assert row["closes_on"].date() == point.closes_on
        for name, value in said(one, point, words).items():
            assert (row[name] or None) == (value or None), name


def said(one: Trend, point: TrendPoint, words: Words) -> dict[str, Any]:
    figure, beside = point.figure, point.organisation
    last = figure.change.last if figure.change else None
    return {
        "value": float(figure.value) if figure.value else words.public(figure.text),
        "range_low": float(figure.range.low) if figure.range else None,
        "range_high": float(figure.range.high) if figure.range else None,
        "organisation": float(beside.value) if beside.value else words.public(beside.text),
        "relation": words.relation(figure.relation),
        "change_since_last": float(last.difference) if last and last.difference else None,
        "verdict_since_last": words.say(f"verdict.{last.beyond}") if last else None,
        "with_everyone_since_last": words.say(f"verdict.{last.everyone}") if last else None,
        "people_who_answered": words.band(point.n_band),
        "continuity": words.say(f"continuity.{point.continuity.state}"),
    }


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_overview_has_every_group_and_what_is_not_shown_is_text(locale: str) -> None:
    report = samples.whole(locale)
    rows = {
        row[0]: row
        for row in opened("whole", locale)["overview"].iter_rows(values_only=True)
        if row[0]
    }
    for one in report.results:
        cells = rows[one.label][3 : 3 + len(one.scales)]
        for cell, scale in zip(cells, one.scales, strict=True):
            figure = scale.figure
            if figure.value and figure.relation == "=":
                assert cell == float(figure.value)
            else:
                assert cell == report.words.figure(figure)
    hidden = rows[samples.NAMES[samples.HIDDEN]]
    assert {*hidden[3:]} == {report.words.public(report.results[-1].text)}


def test_charts_are_native_and_draw_no_line_through_a_hidden_wave_or_a_break() -> None:
    sheets = opened("team")
    trend, parts = sheets["overview"]._charts
    rows = [series.yVal.numRef.f for series in trend.series]
    assert rows[:3] == ["Trend!$F$5:$F$6", "Trend!$F$8:$F$9", "Trend!$F$10:$F$12"]
    assert all(series.errBars is not None for series in trend.series[:3])
    assert len(parts.series) == len(samples.team("desk").head.scales)
    for row in body(sheets["trend"])[: len(samples.team("desk").trends[0].points)]:
        is_drawn = isinstance(row[5], float | int)
        assert is_drawn == (row[2] != f"Wave {samples.HIDDEN_AT + 1}")


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_dictionary_names_every_column_and_the_method_sheet_is_there(locale: str) -> None:
    sheets = opened("whole", locale)
    assert [row[0] for row in body(sheets["dictionary"])] == list(ALL)
    assert all(label and means for _, label, means in body(sheets["dictionary"]))
    told = " ".join(row[0] or "" for row in sheets["method"].iter_rows(values_only=True))
    for key in ("method.range", "method.limits", "method.change"):
        assert Words(locale).say(key) in told
    for sheet in sheets.values():
        assert Words(locale).say("not_for") in sheet["A2"].value
        assert sheet.oddFooter.left.text == Words(locale).say("not_for")


def test_the_same_report_gives_the_same_bytes_and_says_whose_it_is() -> None:
    first, again = to_xlsx(samples.whole()), to_xlsx(samples.whole())
    assert first == again
    about = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert about.creator == samples.NAMES["org"] and about.title.startswith(samples.NAMES["org"])
    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None


def test_the_csv_keeps_its_headings_in_every_language() -> None:
    heads = {
        to_csv(samples.results(one), one).decode("utf-8-sig").split("\r\n")[0]
        for one in ("en", "de")
    }
    assert heads == {",".join(COLUMNS)}
