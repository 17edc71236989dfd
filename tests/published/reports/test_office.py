"""Workbook and slides in an office program, where one is installed: read from end to end."""

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from survey_api.published.reports.pptx import to_pptx
from survey_api.published.reports.xlsx import to_xlsx
from tests.published.reports.test_workbook import body, made, opened

OFFICE = shutil.which("soffice") or ""
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
pytestmark = pytest.mark.skipif(not OFFICE, reason="no office program is installed")


def converted(file: Path, to: str) -> Path:
    """The folder with what the office program made of a file, in a profile of its own."""
    folder = file.parent / "out"
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    command = [OFFICE, profile, "--headless", "--convert-to", to, "--outdir", folder, file]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


def as_number(cell: str) -> float | str:
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell


def as_written(cell: object) -> str:
    """A date without its midnight, a number without its trailing zero."""
    return str(as_number(str(cell).removesuffix(" 00:00:00")))


def test_the_office_program_reads_every_cell_that_we_wrote(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    file.write_bytes(to_xlsx(made("whole", "en")))
    folder = converted(file, EVERY_SHEET)
    sheets = opened("whole", "en")
    assert len(list(folder.glob("*.csv"))) == len(sheets)
    for name in ("figures", "items", "trend"):
        (read,) = folder.glob(f"book-{sheets[name].title}.csv")
        with read.open(encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))[-len(body(sheets[name])) :]
        for told, wrote in zip(rows, body(sheets[name]), strict=True):
            wanted = ["" if cell is None else cell for cell in wrote]
            found = [as_number(cell) for cell in told[: len(wanted)]]
            assert [str(one) for one in found] == [as_written(one) for one in wanted]


def test_the_office_program_shows_the_figures_of_every_slide(tmp_path: Path) -> None:
    report = made("whole", "en")
    file = tmp_path / "deck.pptx"
    file.write_bytes(to_pptx(report))
    pdf = converted(file, "pdf") / "deck.pdf"
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True)
    text = " ".join(told.stdout.decode().split())
    for one in report.head.scales:
        assert one.scale.label in text and str(one.figure.value) in text
    assert "Not for appraisal, pay or dismissal." in text
