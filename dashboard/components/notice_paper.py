"""A paper for counsel laid out to be read: its pieces, with gaps marked in brackets."""

from collections.abc import Sequence
from typing import Any

from dashboard.elements import html
from dashboard.texts import spoken
from survey_api.published.schemas.notices import NoticeBlock, NoticeOut, NoticeSpan

HEADINGS = {2: html.H2, 3: html.H3}
Line = Sequence[NoticeSpan]


def paper(found: NoticeOut) -> Any:
    """Everything but its title, which is the page's."""
    foreign = {} if found.locale == spoken() else {"lang": found.locale}
    drawn = [_block(one) for one in found.blocks[1:]]
    return html.Article(drawn, className="card paper", **foreign)


def _block(one: NoticeBlock) -> Any:
    if one.kind == "heading":
        return HEADINGS[one.level](_line(one.rows[0][0]))
    if one.kind == "text":
        return html.P(_line(one.rows[0][0]))
    if one.kind == "table":
        return _table(one.rows)
    entries = [html.Li(_line(row[0])) for row in one.rows]
    return html.Ul(entries) if one.kind == "list" else html.Ol(entries, start=str(one.start))


def _table(rows: Sequence[Sequence[Line]]) -> Any:
    head, *body = rows
    parts = [html.Tbody([_row(row) for row in body])]
    if any(head):  # a table of names and values has none
        parts.insert(0, html.Thead(html.Tr([html.Th(_line(one), scope="col") for one in head])))
    return html.Div(html.Table(parts), className="scroller", tabIndex="0")


def _row(row: Sequence[Line]) -> Any:
    return html.Tr([html.Th(_line(row[0]), scope="row"), *(html.Td(_line(one)) for one in row[1:])])


def _line(spans: Line) -> list[Any]:
    return [_span(one) for one in spans]


def _span(one: NoticeSpan) -> Any:
    if one.kind == "gap":
        return html.Mark(f"[{one.text}]")
    return html.Strong(one.text) if one.kind == "strong" else one.text
