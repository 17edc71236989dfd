"""Native charts for slides; their workbooks are our own and hold released figures only."""

import io
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt

from survey_api.published.reports import look
from survey_api.published.reports.model import Report
from survey_api.published.reports.pptx_page import Box, Slide, colour
from survey_api.published.reports.ranges_chart import alt as alt_of
from survey_api.published.reports.runs import runs
from survey_api.published.reports.trend_chart import alt
from survey_api.published.reports.words import Words, clean
from survey_api.published.schemas.results import Trend, TrendPoint
from survey_api.published.schemas.words import Relation

BARS = {"errDir": "y", "errBarType": "both", "errValType": "cust", "noEndCap": "1"}
Named = tuple[str, list[float | None]]
MADE = datetime(1980, 1, 1)  # noqa: DTZ001 (a workbook knows no zone; the same bytes each time)


def trend_chart(slide: Slide, box: Box, report: Report, trend: Trend) -> Any:
    """A line for every unbroken run, its likely ranges as bars, the organisation dashed."""
    points, words = trend.points, report.words
    found = runs(points)
    series: list[Named] = [(trend.label, _only(points, run)) for run in found]
    if not report.is_whole:
        beside = [
            float(one.organisation.value) if one.organisation.value else None for one in points
        ]
        series.append((words.say("organisation"), beside))
    names = [_name(one, words) for one in points]
    frame = _framed(slide, box, XL_CHART_TYPE.LINE_MARKERS, names, series)
    _describe(frame, alt(trend, words, is_whole=report.is_whole))
    chart = frame.chart
    for at, plotted in enumerate(chart.plots[0].series):
        is_own = at < len(found)
        _line(plotted, is_own=is_own)
        if is_own:
            _bars(plotted, points, found[at])
    _axes(chart)
    _legend(chart, repeated=range(1, len(found)))
    return chart


def parts_chart(slide: Slide, box: Box, report: Report) -> Any:
    """The parts of the score as bars; one that is not shown has a name that says so."""
    words, scales = report.words, report.head.scales
    names = [
        one.scale.label
        if one.figure.relation == Relation.EQUAL
        else f"{one.scale.label} ({words.figure(one.figure)})"
        for one in scales
    ]
    values = [float(one.figure.value) if one.figure.value else None for one in scales]
    series: list[Named] = [(report.head.label, values)]
    frame = _framed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, names, series)
    _describe(frame, alt_of([(one.scale.label, one.figure) for one in scales], words))
    chart = frame.chart
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 55, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = "0.0", False
    labels.font.size, labels.font.bold = Pt(12), True
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = colour(look.BRAND)
    chart.category_axis.reverse_order = True
    _axes(chart)
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    chart.has_legend = False
    return chart


def workbook(names: list[str], series: list[Named]) -> bytes:
    """What "edit data" opens: the layout that the chart refers to, with text as text."""
    out = io.BytesIO()
    harmless = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, harmless)
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet("Sheet1")
    for row, name in enumerate(names, 1):
        sheet.write_string(row, 0, name)
    for column, (name, values) in enumerate(series, 1):
        sheet.write_string(0, column, name)
        for row, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return out.getvalue()


def _framed(slide: Slide, box: Box, kind: Any, names: list[str], series: list[Named]) -> Any:
    data = CategoryChartData(number_format="0.0")
    data.categories = names = [clean(one) for one in names]
    said = [(clean(name), values) for name, values in series]
    for name, values in said:
        data.add_series(name, values)
    frame = slide.slide.shapes.add_chart(kind, *map(Inches, box), data)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(workbook(names, said))
    frame.chart.font.size, frame.chart.font.color.rgb = Pt(12), colour(look.INK_2)
    frame.chart.has_title = False
    return frame


def _describe(frame: Any, said: str) -> None:
    """Words for those who do not see the picture."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(said))


def _only(points: list[TrendPoint], run: list[int]) -> list[float | None]:
    return [
        float(one.figure.value) if at in run and one.figure.value else None
        for at, one in enumerate(points)
    ]


def _name(point: TrendPoint, words: Words) -> str:
    month = words.month(point.closes_on)
    return month if point.figure.value else f"{month} ({words.say('slide.not_shown')})"


def _line(series: Any, *, is_own: bool) -> None:
    tone = colour(look.BRAND if is_own else look.INK_3)
    series.smooth = False
    series.format.line.color.rgb = tone
    series.format.line.width = Pt(2.6 if is_own else 1.6)
    series.marker.style = XL_MARKER_STYLE.CIRCLE if is_own else XL_MARKER_STYLE.NONE
    if is_own:
        series.marker.size = 8
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = tone
        series.marker.format.line.color.rgb = colour(look.SURFACE)
    else:
        series.format.line.dash_style = MSO_LINE.DASH


def _bars(series: Any, points: list[TrendPoint], run: list[int]) -> None:
    """The likely range as bars on a run's dots; the library has no words for them."""
    ranged = [(at, points[at].figure) for at in run if points[at].figure.range]
    ends = [(at, one.range, float(one.value or 0)) for at, one in ranged]
    above = [(at, float(one.high) - value) for at, one, value in ends if one]
    below = [(at, value - float(one.low)) for at, one, value in ends if one]
    bars = OxmlElement("c:errBars")
    for name, value in BARS.items():
        _inner(bars, f"c:{name}", val=value)
    for name, sizes in (("plus", above), ("minus", below)):
        _sizes(_inner(bars, f"c:{name}"), sizes, len(points))
    line = _inner(_inner(bars, "c:spPr"), "a:ln", w="50800", cap="rnd")
    _inner(_inner(line, "a:solidFill"), "a:srgbClr", val="B9C8F0")
    series._element.find(qn("c:cat")).addprevious(bars)


def _sizes(parent: Any, sizes: list[tuple[int, float]], n: int) -> None:
    told = _inner(parent, "c:numLit")
    _inner(told, "c:formatCode").text = "0.0"
    _inner(told, "c:ptCount", val=str(n))
    for at, size in sizes:
        _inner(_inner(told, "c:pt", idx=str(at)), "c:v").text = f"{size:.1f}"


def _inner(parent: Any, tag: str, **attributes: str) -> Any:
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(name, value)
    parent.append(found)
    return found


def _axes(chart: Any) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = 1, 5, 1
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    values.major_gridlines.format.line.color.rgb = colour(look.LINE)
    values.format.line.fill.background()
    names.format.line.color.rgb = colour(look.LINE)
    names.has_major_gridlines = False


def _legend(chart: Any, *, repeated: range) -> None:
    """One entry for all runs of the same unit."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(12)
    place = chart.legend._element.find(qn("c:legendPos"))
    for at in reversed(repeated):
        entry = OxmlElement("c:legendEntry")
        _inner(entry, "c:idx", val=str(at))
        _inner(entry, "c:delete", val="1")
        place.addnext(entry)
