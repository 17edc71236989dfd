"""PDF by typst: tagged PDF/UA-1. Everything from people comes in as data, never as markup."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from survey_api.published.reports.model import Report
from survey_api.published.reports.pdf_packing import packed
from survey_api.published.reports.sheet import sheet

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
SPELLED = re.compile(
    r"[^\n -\u024f\u02b0-\u0529\u1e00-\u1eff\u2010-\u2027\u2030-\u205e€™←-↓−≈≠≤≥□›]"
)
BOX = "□"


def to_pdf(report: Report) -> bytes:
    """The same report gives the same bytes."""
    return packed(compiled(report))


def compiled(report: Report) -> bytes:
    """As typst writes it."""
    day = report.wave.released_on or report.wave.closes_on
    return typeset(_template(), sheet(report), day)


def typeset(template: bytes, data: Mapping[str, Any], day: date) -> bytes:
    """``data`` set by a template that reads it as ``sys.inputs.sheet``; the same gives the same
    bytes. A character no font has becomes an empty box."""
    said = json.dumps(data, ensure_ascii=False)
    for fonts in (own_fonts(), all_fonts()):
        try:
            return _compiled(fonts, template, said, day)
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
    return _compiled(own_fonts(), template, SPELLED.sub(BOX, said), day)


def to_png(drawing: str) -> bytes:
    """One drawing as a picture, at twice its size."""
    page = (
        "#set page(width: auto, height: auto, margin: 8pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg")'
    )
    compiler = typst.Compiler(input=page.encode(), font_paths=own_fonts())
    return _bytes(compiler.compile(format="png", ppi=144, sys_inputs={"svg": drawing}))


@cache
def own_fonts() -> typst.Fonts:
    """The fonts that come with us, so that a report looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


@cache
def all_fonts() -> typst.Fonts:
    """With those of the server, for names in scripts that ours do not have."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(FONTS)])


@cache
def _template() -> bytes:
    return (HERE / "report.typ").read_bytes()


def _compiled(fonts: typst.Fonts, template: bytes, data: str, day: date) -> bytes:
    compiler = typst.Compiler(input=template, font_paths=fonts)
    done = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": data},
        timestamp=datetime.combine(day, time(), UTC),
    )
    return _bytes(done)


def _bytes(done: bytes | list[bytes] | None) -> bytes:
    return done[0] if isinstance(done, list) else done or b""
