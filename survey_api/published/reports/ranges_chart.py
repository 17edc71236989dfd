"""Several units' scores with their likely ranges: by name, no ranks, one scale for all."""

from survey_api.published.reports import look, svg
from survey_api.published.reports.words import EM_DASH, Words, short
from survey_api.published.schemas.figures import Score

WIDTH, ROW, TOP, BOTTOM = 720.0, 30.0, 8.0, 30.0
LEFT, RIGHT = 190.0, 24.0
LONGEST = 27
Named = tuple[str, Score]


def drawn(rows: list[Named], words: Words, *, title: str) -> str:
    """Rows from above to below."""
    height = TOP + ROW * len(rows) + BOTTOM
    parts = [
        *_axis(height, words),
        *(p for at, one in enumerate(rows) for p in _row(at, one, words)),
    ]
    return svg.document(WIDTH, height, title, parts)


def alt(rows: list[Named], words: Words) -> str:
    """Every row in words."""
    told = (f"{label}: {words.figure(one)} ({words.between(one.range)})" for label, one in rows)
    return f"{words.say('ranges.alt')} {'; '.join(told)}."


def _x(value: str | float) -> float:
    part = (float(value) - look.LOWEST) / (look.HIGHEST - look.LOWEST)
    return LEFT + (WIDTH - LEFT - RIGHT) * part


def _axis(height: float, words: Words) -> list[str]:
    found: list[str] = []
    for value in range(1, 6):
        x = _x(value)
        found.append(svg.line((x, TOP), (x, height - BOTTOM + 2)))
        found.append(svg.text((x, height - 10), words.number(str(value)), anchor="middle"))
    return found


def _row(at: int, row: Named, words: Words) -> list[str]:
    label, figure = row
    y = TOP + ROW * (at + 0.5)
    name = svg.text((LEFT - 12, y + 4), short(label, LONGEST), anchor="end", fill=look.INK)
    if not figure.value:
        field = svg.box((LEFT, y - 10), (WIDTH - LEFT - RIGHT, 20), "url(#hatch)", 5)
        why = words.public(figure.text) if figure.text else EM_DASH
        middle = (LEFT + (WIDTH - LEFT - RIGHT) / 2, y + 4)
        plate = svg.box((middle[0] - 3.4 * len(why), y - 8), (6.8 * len(why), 16), look.SURFACE, 4)
        return [name, field, plate, svg.text(middle, why, anchor="middle", fill=look.INK_2)]
    return [name, *_span(figure, y), *_value(figure, y, words)]


def _span(figure: Score, y: float) -> list[str]:
    if figure.range is None:
        return []
    low, high = _x(figure.range.low), _x(figure.range.high)
    return [svg.box((low, y - 9), (high - low, 18), look.RIBBON, 9)]


def _value(figure: Score, y: float, words: Words) -> list[str]:
    x, said = _x(figure.value or ""), words.sign(figure)
    end = max(x, _x(figure.range.high)) if figure.range else x
    at = (end + 9, y + 4)
    return [svg.dot((x, y)), svg.text(at, said, fill=look.INK, weight="600", size="12")]
