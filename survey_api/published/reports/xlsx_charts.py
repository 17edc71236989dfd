"""Native charts of the workbook, drawn from its own cells; never through a hidden wave.

Names that people wrote are taken from cells: as a text of a chart, one that begins with an
equals sign would be taken for a reference.
"""

from typing import Any

from survey_api.published.reports import look
from survey_api.published.reports.dictionary import TREND_COLUMNS
from survey_api.published.reports.model import Report
from survey_api.published.reports.rows import COLUMNS
from survey_api.published.reports.runs import runs, together
from survey_api.published.reports.xlsx_page import FIRST_ROW
from survey_api.published.schemas.results import Trend, TrendPoint

UNIT, DATE, VALUE, ORGANISATION = (
    TREND_COLUMNS.index(one) for one in ("trend_unit", "closes_on", "value", "organisation")
)
FONT = {"name": "Arial", "size": 9, "color": look.INK_2}
GRID = {"visible": True, "line": {"color": look.LINE, "width": 0.75}}
AXIS = {"num_font": FONT, "line": {"color": look.LINE}, "major_gridlines": {"visible": False}}


def trend_chart(book: Any, report: Report, trend: Trend) -> Any:
    """Dots and lines for every unbroken run, with its likely ranges as bars."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    name, points = report.words.say("sheet.trend"), trend.points
    own, beside = runs(points), together(at for at, one in enumerate(points) if _beside(one))
    for run in own:
        chart.add_series(_run(name, trend.points, run))
    for run in [] if report.is_whole else beside:
        chart.add_series(_organisation(name, report, run))
    n = len(own) + (0 if report.is_whole else len(beside))
    gone = [at for at in range(n) if at not in {0, len(own)}]
    title = report.words.say("trend.title", scale=report.words.say("index.label"))
    chart.set_title({"name": title, "name_font": {**FONT, "size": 12, "color": look.INK}})
    chart.set_x_axis({**AXIS, "num_format": "mmm yy", **_days(points)})
    chart.set_y_axis({**AXIS, "min": 1, "max": 5, "num_format": "0.0", "major_gridlines": GRID})
    chart.set_legend({"position": "bottom", "font": FONT, "delete_series": gone})
    chart.set_size({"width": 640, "height": 330})
    return chart


def parts_chart(book: Any, report: Report) -> Any:
    """The parts of the score as bars; those that are not shown have none and are named."""
    words = report.words
    chart = book.add_chart({"type": "bar"})
    rows = _own_rows(report)
    name = words.say("sheet.figures")
    for row in rows:
        said = words.sign(report.head.scales[row].figure)
        chart.add_series(_part(name, row, said))
    chart.set_title({"name": words.say("scales.title"), "name_font": {**FONT, "size": 12}})
    chart.set_x_axis({**AXIS, "min": 1, "max": 5, "num_format": "0.0", "major_gridlines": GRID})
    chart.set_y_axis({**AXIS, "reverse": True, "visible": False})
    chart.set_legend({"position": "right", "font": FONT})
    chart.set_size({"width": 560, "height": 330})
    return chart


def _run(name: str, points: list[TrendPoint], run: list[int]) -> dict[str, Any]:
    return {
        "name": [name, FIRST_ROW + 1 + run[0], UNIT],
        "categories": _cells(name, run, DATE),
        "values": _cells(name, run, VALUE),
        "line": {"color": look.BRAND, "width": 2.25},
        "marker": {
            "type": "circle", "size": 7,
            "fill": {"color": look.BRAND}, "border": {"color": look.SURFACE},
        },
        "y_error_bars": _bars([points[at] for at in run]),
    }  # fmt: skip


def _beside(point: TrendPoint) -> str | None:
    return point.organisation.value


def _organisation(name: str, report: Report, run: list[int]) -> dict[str, Any]:
    return {
        "name": report.words.say("organisation"),
        "categories": _cells(name, run, DATE),
        "values": _cells(name, run, ORGANISATION),
        "line": {"color": look.INK_3, "width": 1.5, "dash_type": "dash"},
        "marker": {"type": "none"},
    }


def _bars(points: list[TrendPoint]) -> dict[str, Any]:
    values = [float(one.figure.value or 0) for one in points]
    ends = [one.figure.range for one in points]
    above = [float(e.high) - v if e else 0.0 for e, v in zip(ends, values, strict=True)]
    below = [v - float(e.low) if e else 0.0 for e, v in zip(ends, values, strict=True)]
    return {
        "type": "custom",
        "plus_values": [round(one, 1) for one in above],
        "minus_values": [round(one, 1) for one in below],
        "line": {"color": "#8FA6E6", "width": 1.5},
    }


def _part(name: str, row: int, said: str) -> dict[str, Any]:
    at = FIRST_ROW + 1 + row
    label, column = COLUMNS.index("measure"), COLUMNS.index("value")
    return {
        "name": [name, at, label],
        "values": [name, at, column, at, column],
        "fill": {"color": look.BRAND if row == 0 else "#8DB2EE"},
        "data_labels": {"value": True, "font": FONT, "custom": [{"value": said}]},
        "gap": 60,
    }


def _own_rows(report: Report) -> list[int]:
    """Rows on the sheet of figures that belong to the unit itself and have a figure."""
    scales = report.head.scales
    return [at for at, one in enumerate(scales) if one.figure.value]


def _cells(name: str, rows: list[int], column: int) -> list[Any]:
    first = FIRST_ROW + 1
    return [name, first + rows[0], column, first + rows[-1], column]


def _days(points: list[TrendPoint]) -> dict[str, Any]:
    """A little air on both sides of the first and the last wave."""
    first, last = points[0].closes_on, points[-1].closes_on
    air = max((last - first).days // 12, 20)
    start, end = (one.toordinal() - 693594 for one in (first, last))
    return {"min": start - air, "max": end + air}
