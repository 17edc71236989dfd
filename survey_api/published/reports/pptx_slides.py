"""The slides of a report, in order: what it is, the result, the past, the parts, what to do."""

from collections.abc import Iterator
from typing import Any

from survey_api.published.reports import look
from survey_api.published.reports.cards import Card, headline
from survey_api.published.reports.findings import (
    before_figures,
    groups_finding,
    item_note,
    items_finding,
    next_steps,
    scales_finding,
    trend_finding,
)
from survey_api.published.reports.method import method
from survey_api.published.reports.model import Report
from survey_api.published.reports.pptx_charts import parts_chart, trend_chart
from survey_api.published.reports.pptx_page import (
    LEFT,
    SMALL,
    WIDTH,
    Box,
    Slide,
    Style,
    fill,
    new_slide,
    write,
)
from survey_api.published.reports.runs import is_drawn
from survey_api.published.reports.words import short
from survey_api.published.schemas.results import ItemFigure, UnitResult

ROWS = 10  # of a table that fits on one slide
LONG = 110
UNDER: Box = (LEFT, 1.22, WIDTH, 0.5)
TONES = {"up": look.UP, "down": look.FALL, "wobble": look.INK_3}


def slides(deck: Any, report: Report) -> None:
    """All of them."""
    _title(deck, report)
    if report.head.shown:
        _headline(deck, report)
    _trend(deck, report)
    if report.head.shown:
        _parts(deck, report)
        for at, part in enumerate(_parts_of(report.head.items)):
            _items(deck, report, part, at)
    if report.is_wide:
        for groups in _parts_of(list(report.results)):
            _groups(deck, report, groups)
    _next(deck, report)
    _method(deck, report)


def _parts_of(rows: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(rows), ROWS):
        yield rows[at : at + ROWS]


def _new(deck: Any, report: Report, title: str) -> Slide:
    words = report.words
    foot = words.say("foot", wave=report.wave.title, k=report.head.k)
    return new_slide(
        deck, title, f"{words.say('not_for')}   {short(report.head.label, 60)} · {foot}"
    )


def _title(deck: Any, report: Report) -> None:
    words, head = report.words, report.head
    slide = _new(deck, report, short(head.label, LONG))
    title = slide.slide.shapes.title
    title.top = int(title.top * 4.6)
    title.height = int(title.height * 1.6)
    closed = words.say("title.of", wave=report.wave.title, closes=words.day(report.wave.closes_on))
    above = " › ".join([report.organisation, *(one.label for one in head.path[1:])])
    slide.text((LEFT, 1.5, WIDTH, 0.4), short(above, LONG), Style(size=16, colour=look.INK_3))
    slide.text((LEFT, 3.5, WIDTH, 1.0), [words.say("title.report"), closed], Style(20, look.INK_2))
    told = before_figures(report)
    if not head.shown:
        key = head.text.name.lower() if head.text else "not_this_time"
        told = [words.public(head.text), words.say(f"why.{key}"), words.say("why.way"), *told]
    slide.text((LEFT, 4.9, WIDTH, 1.8), told, Style(16, look.BRAND, bold=False))


def _headline(deck: Any, report: Report) -> None:
    slide = _new(deck, report, report.words.say("slide.headline"))
    trend = report.trend()
    if trend:
        slide.text(UNDER, trend_finding(trend, report.words, is_whole=report.is_whole))
    for at, one in enumerate(headline(report)):
        _card(slide, one, (LEFT + at * 3.03, 2.1, 2.84, 3.4))


def _card(slide: Slide, card: Card, box: Box) -> None:
    x, y, width, height = box[0] + 0.2, box[1] + 0.2, box[2] - 0.4, box[3]
    slide.card(box)
    slide.text((x, y, width, 0.35), card.title, Style(13, look.INK_2))
    is_long = card.is_name or len(card.big) > 8
    said = f"{card.big} {card.small}".strip()
    slide.text((x, y + 0.38, width, 0.9), said, Style(20 if is_long else 30, bold=True))
    top = y + 1.35
    if card.mark:
        slide.text((x, top, width, 0.5), card.mark, Style(13, TONES[card.tone], bold=True))
        top += 0.5
    slide.text((x, top, width, height - 1.9), card.lines, Style(12, look.INK_2))


def _trend(deck: Any, report: Report) -> None:
    trend, words = report.trend(), report.words
    if trend is None or not is_drawn(trend, is_whole=report.is_whole):
        return
    slide = _new(deck, report, words.say("trend.title", scale=trend.scale.label))
    slide.text(UNDER, trend_finding(trend, words, is_whole=report.is_whole))
    trend_chart(slide, (LEFT, 1.8, WIDTH, 4.7), report, trend)
    slide.text((LEFT, 6.6, WIDTH, 0.3), words.say("slide.trend.note"), SMALL)


def _parts(deck: Any, report: Report) -> None:
    words, head, whole = report.words, report.head, report.is_whole
    slide = _new(deck, report, words.say("scales.title"))
    slide.text(UNDER, scales_finding(head, words))
    parts_chart(slide, (LEFT, 1.8, 5.4, 4.9), report)
    columns = ["part", "score", "range", "last"] + ([] if whole else ["organisation"])
    rows = [[words.say(f"column.{one}") for one in columns]]
    for one in head.scales:
        change = one.figure.change
        cells = [words.figure(one.figure), words.between(one.figure.range)]
        cells += [words.moved(change.last if change else None, is_whole=whole)]
        cells += [] if whole else [words.figure(one.organisation)]
        rows.append([short(one.scale.label, 40), *cells])
    widths = [2.0, *[4.3 / (len(columns) - 1)] * (len(columns) - 1)]
    slide.table((6.33, 1.95, 6.3, 0.55 * len(rows)), rows, widths)


def _items(deck: Any, report: Report, part: list[ItemFigure], at: int) -> None:
    words, whole = report.words, report.is_whole
    slide = _new(deck, report, words.say("items.title"))
    if at == 0:
        slide.text(UNDER, items_finding(report.head, words))
    columns = ["statement", "score"] + ([] if whole else ["organisation"])
    rows = [[words.say(f"column.{one}") for one in columns]]
    for one in part:
        note = item_note(one, words)
        said = short(one.text, LONG) + (f" ({short(note, 70)})" if note else "")
        beside = [] if whole else [words.figure(one.organisation)]
        rows.append([said, words.figure(one.figure), *beside])
    widths = [8.53, 3.4] if whole else [8.13, 1.9, 1.9]
    slide.table((LEFT, 1.85, WIDTH, 0.44 * len(rows)), rows, widths)


def _groups(deck: Any, report: Report, part: list[UnitResult]) -> None:
    words, scales = report.words, report.head.scales
    slide = _new(deck, report, words.say("groups.title"))
    slide.text(UNDER, groups_finding(report))
    head = [words.say("column.group"), words.say("column.people")]
    rows = [[*head, *(one.scale.label for one in scales)]]
    for one in part:
        cells = [words.figure(score.figure) for score in one.scales]
        rows.append([short(one.label, 60), words.band(one.n_band), *cells])
    width = (WIDTH - 4.6) / len(scales)
    table = slide.table(
        (LEFT, 1.85, WIDTH, 0.44 * len(rows)), rows, [3.2, 1.4, *[width] * len(scales)]
    )
    for row, result in enumerate(part, 1):
        for column, score in enumerate(result.scales, 2):
            value = score.figure.value
            fill(table.cell(row, column), look.BINS[look.bin_of(value)] if value else look.GROUND)


def _next(deck: Any, report: Report) -> None:
    words = report.words
    slide = _new(deck, report, words.say("next.title"))
    slide.text(UNDER, words.say("next.lead" if report.head.shown else "next.lead.hidden"))
    for at, (title, said) in enumerate(next_steps(report.head, words)):
        x = LEFT + at * 4.04
        slide.card((x, 2.0, 3.85, 3.6), look.BINS[2])
        slide.text((x + 0.25, 2.2, 3.35, 0.8), f"{at + 1}. {title}", Style(17, bold=True))
        slide.text((x + 0.25, 3.05, 3.35, 2.4), said, Style(14, look.INK_2))


def _method(deck: Any, report: Report) -> None:
    slide = _new(deck, report, report.words.say("method.title"))
    parts = method(report)
    half = -(-len(parts) // 2)
    for at, some in enumerate((parts[:half], parts[half:])):
        shape = slide.text((LEFT + at * 6.1, 1.35, 5.8, 5.5), [], Style(10.5))
        _column(shape.text_frame, some)


def _column(frame: Any, parts: list[tuple[str, list[str]]]) -> None:
    first = True
    for title, told in parts:
        for at, said in enumerate([title, *told]):
            paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
            first = False
            write(paragraph, said, Style(12, bold=True) if at == 0 else Style(10.5, look.INK_2))
