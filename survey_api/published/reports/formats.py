"""Every format a report or a chart can be had in."""

from collections.abc import Callable
from enum import StrEnum

from survey_api.published.reports.csv import to_csv
from survey_api.published.reports.json import to_json
from survey_api.published.reports.model import Report
from survey_api.published.reports.pdf import to_pdf, to_png
from survey_api.published.reports.trend_chart import trend_svg
from survey_api.published.reports.words import Words
from survey_api.published.reports.xlsx import to_xlsx
from survey_api.published.schemas.results import Trend

OFFICE = "application/vnd.openxmlformats-officedocument"


class Format(StrEnum):
    """The ending of a report's file."""

    PDF = "pdf"
    PPTX = "pptx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


MEDIA: dict[Format, str] = {
    Format.PDF: "application/pdf",
    Format.PPTX: f"{OFFICE}.presentationml.presentation",
    Format.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
}
DRAWN = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}


def _to_pptx(report: Report) -> bytes:
    from survey_api.published.reports.pptx import to_pptx  # noqa: PLC0415 (slow to load)

    return to_pptx(report)


WRITERS: dict[Format, Callable[[Report], bytes]] = {
    Format.PDF: to_pdf,
    Format.PPTX: _to_pptx,
    Format.XLSX: to_xlsx,
    Format.CSV: lambda report: to_csv(report.results, report.locale),
    Format.JSON: to_json,
}


def rendered(report: Report, kind: Format) -> bytes:
    """The whole file."""
    return WRITERS[kind](report)


def chart(trend: Trend, words: Words, kind: str) -> bytes:
    """A trend as a drawing or as a picture of it."""
    is_whole = all(one.figure == one.organisation for one in trend.points)  # not drawn twice
    drawing = trend_svg(trend, words, is_whole=is_whole, is_alone=True)
    return drawing.encode() if kind == "svg" else to_png(drawing)
