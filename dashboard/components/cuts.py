"""What people said about themselves, in units of 50 and more: figures behind noise."""

from typing import Any

from dashboard.components.common import card, not_shown, table
from dashboard.components.likert import favourable
from dashboard.elements import html
from dashboard.figures.bins import bin_of
from dashboard.texts import sign, t
from survey_api.published.schemas import Cut, Figure, UnitResult


def cuts(result: UnitResult) -> Any:
    """The card of all questions of this kind, or None where there are none."""
    if not result.cuts:
        return None
    texts = {one.item: one.text for one in result.items}
    return card(
        t("cuts.title"),
        t("cuts.finding"),
        *[part for one in result.cuts for part in _cut(one, texts)],
        classes="wide-12",
    )


def _cut(cut: Cut, texts: dict[str, str]) -> list[Any]:
    if not cut.levels:
        return [html.H3(cut.label), not_shown()]
    head = (cut.label, t("table.people"), *(one.label for one in cut.levels[0].scales))
    rows = [
        (level.label, level.n_band, *(_cell(one.figure) for one in level.scales))
        for level in cut.levels
    ]
    return [
        html.H3(cut.label),
        html.Div(table(head, rows), className="scroller cells", tabIndex="0"),
        _questions(cut, texts),
    ]


def _questions(cut: Cut, texts: dict[str, str]) -> Any:
    head = (t("items.column.text"), *(level.label for level in cut.levels))
    rows = [
        (texts.get(item, item), *(favourable(level.items[item].favourable) for level in cut.levels))
        for item in cut.levels[0].items
    ]
    inside = html.Div(table(head, rows), className="scroller", tabIndex="0")
    return html.Details([html.Summary(t("cuts.questions")), inside], className="as-table")


def _cell(figure: Figure) -> Any:
    if not figure.value:
        return not_shown(str(figure.text or ""))
    return html.Span(sign(figure), className=f"cell bin-{bin_of(figure.value)}")
