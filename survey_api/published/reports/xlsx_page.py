"""One sheet of the workbook and the few ways in which something is written on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey_api.published.reports import look
from survey_api.published.reports.words import Words, clean

FIRST_ROW = 3  # of a table: under the title, what it is not for, and an empty row
PLAIN: dict[str, Any] = {"font_name": "Arial", "font_size": 10, "valign": "top"}
Formats = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """A sheet, with the formats of its workbook and the words of its reader."""

    book: Any
    sheet: Any
    formats: Formats
    words: Words
    title: str

    def head(self, title: str, under: str) -> None:
        """Title and what the figures are not for, on every sheet and every printed page."""
        self.sheet.hide_gridlines(2)
        self.text(0, 0, title, "title")
        self.text(1, 0, f"{under} · {self.words.say('not_for')}", "soft")
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer(f"&L{self.words.say('not_for')}&R&P / &N")

    def text(self, row: int, at: int, said: str, look_: str = "text") -> None:
        """Text and nothing else."""
        self.sheet.write_string(row, at, clean(said), self.formats[look_])

    def number(self, row: int, at: int, value: str, look_: str = "decimal") -> None:
        """A published decimal as a number; an empty text leaves the cell empty."""
        if value:
            self.sheet.write_number(row, at, float(value), self.formats[look_])
        else:
            self.sheet.write_blank(row, at, None, self.formats[look_])

    def day(self, row: int, at: int, when: date) -> None:
        """A day that spreadsheets know as one."""
        self.sheet.write_datetime(row, at, when, self.formats["day"])

    def headings(self, row: int, names: Sequence[str], widths: Sequence[float]) -> None:
        """A row of headings that stays in sight."""
        for at, (name, width) in enumerate(zip(names, widths, strict=True)):
            self.text(row, at, name, "heading")
            self.sheet.set_column(at, at, width)
        self.sheet.freeze_panes(row + 1, 0)
        self.sheet.repeat_rows(row)


def formats_of(book: Any) -> Formats:
    """Every look a cell can have."""
    soft = {"font_color": look.INK_2}
    wanted: dict[str, dict[str, Any]] = {
        "title": {"bold": True, "font_size": 16, "font_color": look.INK},
        "second": {"bold": True, "font_size": 12, "font_color": look.INK},
        "soft": soft,
        "heading": {
            "bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1,
            "bottom_color": look.INK_3, "bg_color": look.BINS[2],
        },
        "text": {"text_wrap": True},
        "strong": {"bold": True, "text_wrap": True},
        "big": {"bold": True, "font_size": 18, "text_wrap": True, "align": "left"},
        "decimal": {"num_format": "0.0", "align": "right"},
        "signed": {"num_format": "+0.0;-0.0;0.0", "align": "right"},
        "whole": {"num_format": "0", "align": "right"},
        "day": {"num_format": "yyyy-mm-dd", "align": "left"},
        "hidden": {
            "pattern": 14, "fg_color": look.HATCH, "bg_color": look.GROUND, **soft,
            "align": "left", "text_wrap": True,
        },
    }  # fmt: skip
    for at, colour in enumerate(look.BINS):
        wanted[f"bin_{at}"] = {"num_format": "0.0", "align": "center", "bg_color": colour}
        wanted[f"bin_{at}_text"] = {"align": "center", "bg_color": colour}
    return {name: book.add_format({**PLAIN, **own}) for name, own in wanted.items()}
