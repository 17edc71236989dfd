"""What people said about themselves, in units of 50 and more: figures behind noise."""

from typing import Any

from dashboard.components.common import card, not_shown, table
from dashboard.components.likert import favourable
from dashboard.elements import html
from dashboard.figures.bins import bin_of
from dashboard.texts import band, public, sign, t
from survey_api.published.schemas.figures import Figure
from survey_api.published.schemas.results import Cut, UnitResult


def cuts(result: UnitResult) -> Any:
    """The card of all questions of this kind, or None where there are none."""
    if not result.cuts:
        return None
    return card(
        t("cuts.title"),
        t("cuts.finding"),
        *[part for one in result.cuts for part in _cut(one, result)],
        classes="wide-12",
    )


def _cut(cut: Cut, result: UnitResult) -> list[Any]:
    if not cut.levels:
        return [html.H3(cut.label), not_shown()]
    order = [one.scale for one in result.scales]
    head = (t("cuts.group"), t("table.people"), *(one.label for one in order))
    figures = [{one.scale: one.figure for one in level.scales} for level in cut.levels]
    rows = [
        (level.label, band(level.n_band), *(_cell(of.get(one.id)) for one in order))
        for level, of in zip(cut.levels, figures, strict=True)
    ]
    return [
        html.H3(cut.label),
        html.Div(table(head, rows), className="scroller cells", tabIndex="0"),
        _questions(cut, result),
    ]


def _questions(cut: Cut, result: UnitResult) -> Any:
    head = (t("items.column.text"), *(level.label for level in cut.levels))
    rows = [
        (one.text, *(favourable(level.items[one.item].favourable) for level in cut.levels))
        for one in result.items
        if all(one.item in level.items for level in cut.levels)
    ]
    inside = html.Div(table(head, rows), className="scroller", tabIndex="0")
    return html.Details([html.Summary(t("cuts.questions")), inside], className="as-table")


def _cell(figure: Figure | None) -> Any:
    if figure is None or not figure.value:
        return not_shown(public(figure.text) if figure else "")
    return html.Span(sign(figure), className=f"cell bin-{bin_of(figure.value)}")
