"""The release as a spreadsheet: one row a unit; what is not shown is said in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from survey_api import languages
from survey_api.answer_files.cells import ABOUT, EQUAL

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SAME_DAY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # no clock: the same bytes
WORDS = {"<=": "≤ ", ">=": "≥ ", ABOUT: "about "}
HEAD = ("Unit", "Label", "Parent", "Level", "People")
LEVELS = {
    "atom": "team",
    "rest": "several small units together",
    "inner": "units below it, added up",
    "big": "everybody in it, behind noise",
}

Document = Mapping[str, Any]
Advance = Callable[[int], None]


def write_workbook(path: Path, release: Document, advance: Advance = lambda _n: None) -> None:
    """Sheets "Read me", "Units" and "Items". Text is never taken for a formula or a link."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": release["title"], "created": SAME_DAY})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _read_me(book.add_worksheet("Read me"), release, bold)
        number = book.add_format({"num_format": "0.0"})
        grey = book.add_format({"font_color": "#6b6b6b", "italic": True})
        _units(book.add_worksheet("Units"), release, (bold, number, grey), advance)
        _items(book.add_worksheet("Items"), release, bold)


def figure_text(figure: Document) -> str:
    """A figure as it is said: "3.4", "≤ 2.1", "about 3.9", or why there is none."""
    if not figure["shown"]:
        return str(figure["text"])
    return WORDS.get(figure["relation"], "") + str(figure["value"])


def _read_me(sheet: Any, release: Document, bold: Any) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, release["title"], bold)
    k, k_item = release["policy"]["k"], release["policy"]["k_item"]
    lines = [
        f"Groups of fewer than {k} people are shown together with others or not at all; single "
        f"questions from {k_item} answers on.",
        "A plain number is the figure. '≤ 2.1' means at most 2.1, '≥ 4.6' at least 4.6, "
        "'about 3.9' that some of what it is made of is known as a limit only.",
        "FOR CHECKING ONLY: the noise is off. Do not publish this workbook."
        if release["checking_only"]
        else "Every sum was changed by a small random number before it became a figure; a tenth "
        "or two between two teams means nothing.",
        "'not shown this time' and 'too small by design' stand where there is no figure. Such a "
        "cell is not zero.",
        "People is a range, not a count. Ranges after a figure say how far the climate of the "
        "team may lie from it.",
        "Not for appraisal, pay or dismissal.",
    ]
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line)


def _units(sheet: Any, release: Document, formats: tuple[Any, Any, Any], advance: Advance) -> None:
    bold, number, grey = formats
    scales = [("index", "All questions"), *((s["id"], _said(s["label"])) for s in _scales(release))]
    items = [(item["id"], _said(item["text"])) for item in release["instrument"]["items"]]
    titles = list(HEAD)
    for _, label in scales:
        titles += [label, f"{label}: range"]
    titles += [f"{name}: {text}" for name, text in items]
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, len(titles) - 1, 14)
    sheet.set_row(0, 60)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    for row, record in enumerate(release["units"], start=1):
        for column, text in enumerate(_head(record)):
            sheet.write_string(row, column, text)
        figures = _figures(record, [name for name, _ in scales], [name for name, _ in items])
        for column, figure in enumerate(figures, start=len(HEAD)):
            if isinstance(figure, float):
                sheet.write_number(row, column, figure, number)
            else:
                sheet.write_string(row, column, figure, grey)
        advance(1)
    sheet.autofilter(0, 0, len(release["units"]), len(titles) - 1)


def _said(texts: Mapping[str, str]) -> str:
    return languages.pick(texts, languages.FALLBACK)


def _scales(release: Document) -> Sequence[Document]:
    found: Sequence[Document] = release["instrument"]["scales"]
    return found


def _head(record: Document) -> tuple[str, ...]:
    level, text = LEVELS.get(record["level"] or ""), record["text"]
    people = record["n_band"] or text
    return record["unit"], record["label"], record["parent"] or "", level or text, people


def _figures(record: Document, scales: list[str], items: list[str]) -> list[str | float]:
    """Every figure with its range, then the items; numbers where they are exactly said."""
    if not record["shown"]:
        return [record["text"]] * (2 * len(scales) + len(items))
    found: list[str | float] = []
    for scale in scales:
        figure = record["figures"][scale]
        span = figure["range"]
        found += [_figure(figure), f"{span[0]} to {span[1]}" if span else "no range"]
    return found + [_figure(record["items"][item]) for item in items]


def _figure(figure: Document) -> str | float:
    if figure["shown"] and figure["relation"] == EQUAL:
        return float(figure["value"])
    return figure_text(figure)


def _items(sheet: Any, release: Document, bold: Any) -> None:
    label = {scale["id"]: _said(scale["label"]) for scale in _scales(release)}
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 3, 30)
    for column, title in enumerate(("Item", "Wording", "Scale", "Keying")):
        sheet.write_string(0, column, title, bold)
    for row, item in enumerate(release["instrument"]["items"], start=1):
        keying = "turned around: disagreeing is good" if item["reversed"] else "straight"
        for column, text in enumerate(
            (item["id"], _said(item["text"]), label.get(item["scale"], ""), keying)
        ):
            sheet.write_string(row, column, text)
