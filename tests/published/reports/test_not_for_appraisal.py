"""Whatever leaves as a file says in its own words what it must never be used for."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from itertools import product
from xml.etree import ElementTree

import openpyxl
import pytest
from pptx import Presentation
from starlette.testclient import TestClient

from survey_api.access import Permission, Requires, api_routes, declared_access
from survey_api.app import create_app
from survey_api.published.reports.formats import Format
from survey_api.published.reports.pdf import to_png
from survey_api.settings import Settings

SAID = {
    "en": "Not for appraisal, pay or dismissal.",
    "de": "Nicht für Beurteilung, Bezahlung oder Kündigung.",
}
SCOPES = {
    "/published/waves/{wave}": "/published/waves/w2",
    "/published/waves/{wave}/units/{unit}": "/published/waves/w2/units/desk",
}
NOT_SHOWN = "/published/waves/w2/units/night"
CHART, CHART_AT = "/published/units/{unit}/chart.{kind}", "/published/units/desk/chart"
EXPORTS = {f"{one}/{what}" for one in SCOPES for what in ("report.{kind}", "export.csv")} | {CHART}


def pages(content: bytes) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=content, check=True, capture_output=True
    )
    return done.stdout.decode().removesuffix("\f").split("\f")


def slides(content: bytes) -> list[str]:
    return [
        " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in Presentation(io.BytesIO(content)).slides
    ]


def sheets(content: bytes) -> list[str]:
    return [
        " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
    ]


def rows(content: bytes) -> list[str]:
    return [row["note"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


def document(content: bytes) -> list[str]:
    return [str(json.loads(content)["not_for"])]


PARTS: dict[str, Callable[[bytes], list[str]]] = {
    Format.PDF: pages,
    Format.PPTX: slides,
    Format.XLSX: sheets,
    Format.CSV: rows,
    Format.JSON: document,
}


def fetched(analyst: TestClient, path: str, lang: str) -> bytes:
    reply = analyst.get(f"{path}?lang={lang}")
    assert reply.status_code == 200, reply.text
    return reply.content


def silent(parts: list[str], lang: str) -> list[int]:
    """The parts, counted from 0, which do not say it; lines may break anywhere."""
    wanted = "".join(SAID[lang].split())
    assert parts
    return [at for at, part in enumerate(parts) if wanted not in "".join(part.split())]


@pytest.mark.parametrize(("kind", "lang"), list(product(Format, SAID)))
def test_every_page_slide_sheet_and_row_of_every_format_says_so(
    analyst: TestClient, kind: Format, lang: str
) -> None:
    for path in (*SCOPES.values(), NOT_SHOWN):
        parts = PARTS[kind](fetched(analyst, f"{path}/report.{kind}", lang))
        assert not silent(parts, lang), path


@pytest.mark.parametrize("lang", SAID)
def test_the_short_export_says_so_in_every_row(analyst: TestClient, lang: str) -> None:
    for path in SCOPES.values():
        assert not silent(rows(fetched(analyst, f"{path}/export.csv", lang)), lang)


@pytest.mark.parametrize("lang", SAID)
def test_a_chart_that_travels_alone_says_so_to_the_eye_and_to_the_ear(
    analyst: TestClient, lang: str
) -> None:
    drawing = fetched(analyst, f"{CHART_AT}.svg", lang)
    tree = ElementTree.fromstring(drawing)  # noqa: S314 (our own)
    drawn = [one.text or "" for one in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert SAID[lang] in drawn
    assert SAID[lang] in (tree[0].text or "") and SAID[lang] in tree.attrib["aria-label"]
    assert fetched(analyst, f"{CHART_AT}.png", lang) == to_png(drawing.decode())


def test_no_address_exports_anything_that_is_not_tried_here(settings: Settings) -> None:
    found = {
        route.path_format
        for route in api_routes(create_app(settings).routes)
        for one in declared_access(route)
        if isinstance(one, Requires) and one.permission == Permission.EXPORT
    }
    assert found == EXPORTS
    assert set(PARTS) == set(Format)
