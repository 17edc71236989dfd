"""Workbook, cells, report and signature say what the release says; text stays text."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from survey_api.answer_files.workbook import figure_text
from survey_api.credentials import keys
from tests.answer_files.samples import INSTRUMENT, ITEMS, UNITS
from tests.answer_files.test_protecting import KEY, run

EVIL = '=HYPERLINK("http://x")'
SCALES = ("index", "safety", "trust")
HEAD = 5


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With labels and wordings that a spreadsheet or a page could take for something else."""
    folder = tmp_path_factory.mktemp("evil")
    units = UNITS.replace("Quay", '"=HYPERLINK(""http://x"")"').replace("Yard", "+1+1")
    asked = INSTRUMENT.replace("We are heard.", "'@SUM(A1)'")
    asked = asked.replace("Four questions", "'<b>Four</b> [questions](http://x)'")
    return run(folder, "--naive", "--key", KEY, units=units, instrument=asked)


@pytest.fixture(scope="module")
def release(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "release.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def sheets(out: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(out / "workbook.xlsx")
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)
    assert not any(cell.hyperlink for sheet in book for row in sheet for cell in row)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_workbook_says_what_the_release_says(
    release: dict[str, Any], sheets: dict[str, list[tuple[Any, ...]]]
) -> None:
    lines = sheets["Units"][1:]
    assert len(lines) == len(release["units"])
    for line, unit in zip(lines, release["units"], strict=True):
        assert line[:3] == (unit["unit"], unit["label"], unit["parent"] or "")
        figures = [*line[HEAD : HEAD + 2 * len(SCALES) : 2], *line[HEAD + 2 * len(SCALES) :]]
        if not unit["shown"]:
            assert set(line[HEAD:]) == {unit["text"]} == {"not shown this time"}
            continue
        said = [unit["figures"][scale] for scale in SCALES]
        said += [unit["items"][item] for item in ITEMS]
        assert line[4] == unit["n_band"]
        for cell, figure in zip(figures, said, strict=True):
            exact = isinstance(cell, float | int)
            assert (f"{cell:.1f}" if exact else cell) == figure_text(figure)
            assert exact == (figure["relation"] == "=")


def test_no_cell_of_the_workbook_is_empty_or_zero_where_something_is_hidden(
    sheets: dict[str, list[tuple[Any, ...]]],
) -> None:
    assert all(cell not in {None, "", 0} for line in sheets["Units"][1:] for cell in line[HEAD:])


def test_labels_and_wordings_stay_text(sheets: dict[str, list[tuple[Any, ...]]]) -> None:
    labels = [line[1] for line in sheets["Units"]]
    assert EVIL in labels
    assert "+1+1" in labels
    assert "@SUM(A1)" in [line[1] for line in sheets["Items"]]


def test_the_workbook_lists_every_item_with_its_scale_and_keying(
    sheets: dict[str, list[tuple[Any, ...]]],
) -> None:
    assert [line[0] for line in sheets["Items"][1:]] == list(ITEMS)
    assert sheets["Items"][2][2:] == ("Safety", "turned around: disagreeing is good")


def test_the_cells_are_those_of_the_release(out: Path, release: dict[str, Any]) -> None:
    with (out / "cells.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert ",".join(lines[0]) == "unit,measure,level,verdict,reason,relation,value,n_band"
    found = {(line[0], line[1]): line[2:] for line in lines[1:]}
    assert len(found) == len(lines) - 1 == len(release["units"]) * (1 + len(ITEMS))
    for unit in release["units"]:
        figures = {"index": unit["figures"].get("index"), **unit["items"]}
        for measure in ("index", *ITEMS):
            level, verdict, reason, relation, value, band = found[unit["unit"], measure]
            figure = figures.get(measure)
            is_shown = bool(figure and figure["shown"])
            assert verdict == ("publishable" if is_shown else "suppressed")
            assert band == (unit["n_band"] or "")
            assert level == (unit["level"] or level) in {"atom", "rest", "inner", "big"}
            if figure and is_shown:
                assert (reason, value) == ("", figure["value"])
                assert relation == figure["relation"].replace("~", "=")
            else:
                assert (relation, value) == ("", "")
                assert reason == "not shown this time"


def test_the_signature_fits_under_the_key_in_the_report(out: Path) -> None:
    report = (out / "report.md").read_text(encoding="utf-8")
    public = bytes.fromhex(report.split("signature of `release.json` by `")[1].split("`")[0])
    signature = bytes.fromhex((out / "release.json.sig").read_text(encoding="utf-8").strip())
    assert keys.verify(public, (out / "release.json").read_bytes(), signature)
    assert not keys.verify(public, b"other", signature)


def test_the_report_begins_with_the_table_nobody_should_publish(out: Path) -> None:
    report = (out / "report.md").read_text(encoding="utf-8")
    assert report.splitlines()[0].startswith("**`naive.csv` in this directory is the table nobody")
    assert "\\<b\\>Four\\</b\\> \\[questions\\]" in report


def test_nothing_that_is_written_names_the_number_of_people_in_a_small_unit(
    release: dict[str, Any],
) -> None:
    for unit in release["units"]:
        assert unit["eligible"] == 0
        assert unit["participation"] is None
        assert unit["n_band"] in {None, "5–7", "8–11", "20–49"}
