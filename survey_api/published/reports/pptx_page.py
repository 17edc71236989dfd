"""One slide and the few things that are put on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from survey_api.published.reports import look
from survey_api.published.reports.words import clean

LEFT, WIDTH = 0.7, 11.93
TITLE_ONLY = 5
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Style:
    """How a text looks."""

    size: float = 14
    colour: str = look.INK
    bold: bool = False
    centre: bool = False


SOFT = Style(colour=look.INK_2)
SMALL = Style(size=10, colour=look.INK_3)


@dataclass(frozen=True)
class Slide:
    """A slide with its title; places are in inches from the upper left corner."""

    slide: Any

    def text(self, box: Box, said: str | Sequence[str], style: Style = SOFT) -> Any:
        """One or more paragraphs."""
        shape = self.slide.shapes.add_textbox(*map(Inches, box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
        paragraphs = [said] if isinstance(said, str) else list(said)
        for at, one in enumerate(paragraphs):
            part = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            write(part, one, style)
            part.space_after = Pt(style.size * 0.35)
        return shape

    def card(self, box: Box, fill: str = look.SURFACE) -> Any:
        """A rounded field to write on."""
        shape = self.slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *map(Inches, box))
        shape.adjustments[0] = 0.05
        shape.shadow.inherit = False
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
        shape.line.color.rgb = colour(look.LINE)
        shape.line.width = Pt(1)
        return shape

    def table(self, box: Box, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Any:
        """A plain table whose first row is its heading."""
        place = map(Inches, box)
        frame = self.slide.shapes.add_table(len(rows), len(rows[0]), *place)
        table = frame.table
        table.horz_banding = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for at, row in enumerate(rows):
            table.rows[at].height = Inches(box[3] / len(rows))
            for column, said in enumerate(row):
                _cell(table.cell(at, column), said, is_head=at == 0, is_first=column == 0)
        return table


def new_slide(deck: Any, title: str, foot: str) -> Slide:
    """A slide with a real title and, below, what figures are not for."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    place = slide.shapes.title
    place.left, place.top, place.width, place.height = map(Inches, (LEFT, 0.45, WIDTH, 0.75))
    place.text_frame.word_wrap = True
    place.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    place.text_frame.margin_left = place.text_frame.margin_right = Emu(0)
    write(place.text_frame.paragraphs[0], title, Style(size=28, bold=True))
    page = Slide(slide)
    page.text((LEFT, 7.05, WIDTH, 0.3), foot, SMALL)
    return page


def write(paragraph: Any, said: str, style: Style) -> None:
    """Text and nothing else; an address in it is no link."""
    paragraph.alignment = PP_ALIGN.CENTER if style.centre else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = clean(said)
    run.font.size, run.font.bold = Pt(style.size), style.bold
    run.font.color.rgb = colour(style.colour)


def colour(code: str) -> RGBColor:
    """ "#2F55C8" as the library wants it."""
    found: RGBColor = RGBColor.from_string(code.removeprefix("#"))
    return found


def fill(cell: Any, code: str) -> None:
    """A cell's ground."""
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(code)


def _cell(cell: Any, said: str, *, is_head: bool, is_first: bool) -> None:
    fill(cell, look.BINS[2] if is_head else look.SURFACE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    tone = look.INK_2 if is_head else look.INK
    style = Style(size=11, colour=tone, bold=is_head or is_first, centre=not is_first)
    write(cell.text_frame.paragraphs[0], said, style)
