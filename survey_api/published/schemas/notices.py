"""Papers for counsel as they are shown: drafts made from the settings of this installation."""

from typing import Literal

from survey_api.published.schemas.figures import Wire

SpanKind = Literal["plain", "strong", "gap"]
BlockKind = Literal["heading", "text", "list", "steps", "table"]


class NoticeSpan(Wire):
    """A piece of a line. A gap is what nobody told us and somebody has to fill in."""

    text: str
    kind: SpanKind


class NoticeBlock(Wire):
    """A heading of a level, a paragraph, a list, steps numbered from ``start``, or a table whose
    first row is its head. Rows hold cells, cells hold pieces; only tables have several a row."""

    kind: BlockKind
    level: int = 0
    start: int = 1
    rows: tuple[tuple[tuple[NoticeSpan, ...], ...], ...]


class NoticeOut(Wire):
    """One paper in one language; ``settings`` are the variables it was made from."""

    notice: str
    locale: str
    title: str
    blocks: tuple[NoticeBlock, ...]
    gaps: tuple[str, ...]
    settings: tuple[str, ...]


class NoticeLine(Wire):
    """One paper in the list of all."""

    notice: str
    title: str
    n_gaps: int


class NoticesOut(Wire):
    """All of them, and the languages they are written in."""

    locale: str
    notices: tuple[NoticeLine, ...]
    languages: tuple[str, ...]
