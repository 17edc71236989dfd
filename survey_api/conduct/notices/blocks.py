"""A notice in pieces, read from its Markdown once: page, HTML and PDF are drawn from the same."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from survey_api.published.schemas.notices import BlockKind, NoticeBlock, NoticeSpan, SpanKind

MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
ROWS_OF = {"bullet_list": "list_item", "ordered_list": "list_item", "table": "tr"}
KINDS: dict[str, BlockKind] = {"bullet_list": "list", "ordered_list": "steps", "table": "table"}
Line = tuple[NoticeSpan, ...]


def read(text: str) -> tuple[NoticeBlock, ...]:
    """Headings, paragraphs, lists of one depth and tables; our texts use nothing else."""
    return tuple(_blocks(MARKDOWN.parse(text)))


def gaps(blocks: tuple[NoticeBlock, ...]) -> tuple[str, ...]:
    """What is still to be filled in, in its order, each once."""
    spans = (span for one in blocks for row in one.rows for cell in row for span in cell)
    return tuple(dict.fromkeys(span.text for span in spans if span.kind == "gap"))


def _blocks(tokens: list[Token]) -> Iterator[NoticeBlock]:
    at = 0
    while at < len(tokens):
        name = tokens[at].type.removesuffix("_open")
        end = next(i for i in range(at, len(tokens)) if tokens[i].type == f"{name}_close")
        inside = tokens[at + 1 : end]
        if name in KINDS:
            first = int(tokens[at].attrs.get("start", 1))
            rows = tuple(_rows(inside, ROWS_OF[name]))
            yield NoticeBlock(kind=KINDS[name], start=first, rows=rows)
        else:
            level = int(tokens[at].tag[1]) if name == "heading" else 0
            kind: BlockKind = "heading" if level else "text"
            yield NoticeBlock(kind=kind, level=level, rows=((_line(inside[0]),),))
        at = end + 1


def _rows(tokens: list[Token], row: str) -> Iterator[tuple[Line, ...]]:
    cells: list[Line] = []
    for one in tokens:
        if one.type == "inline":
            cells.append(_line(one))
        elif one.type == f"{row}_close":
            yield tuple(cells)
            cells = []


def _line(inline: Token) -> Line:
    found, is_strong = [], False
    for one in inline.children or ():
        if one.type in {"strong_open", "strong_close"}:
            is_strong = one.type == "strong_open"
        else:
            text = " " if one.type in {"softbreak", "hardbreak"} else one.content
            found.append((is_strong, text))
    return tuple(_spans(found))


def _spans(pieces: list[tuple[bool, str]]) -> Iterator[NoticeSpan]:
    """Neighbours of one kind together: the parser makes a piece of every escaped letter."""
    is_strong, text = False, ""
    for now, piece in [*pieces, (None, "")]:
        if now is not is_strong:
            if text:
                yield _span(text, is_strong=bool(is_strong))
            is_strong, text = bool(now), ""
        text += piece


def _span(text: str, *, is_strong: bool) -> NoticeSpan:
    is_gap = is_strong and text.startswith("[")
    kind: SpanKind = "gap" if is_gap else "strong" if is_strong else "plain"
    return NoticeSpan(text=text.strip("[]") if is_gap else text, kind=kind)
