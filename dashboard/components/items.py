"""Single questions: fixed colour bins, figures borrowed from wider groups named as such."""

from decimal import Decimal
from typing import Any

from dashboard.components.common import card, not_shown
from dashboard.elements import html
from dashboard.figures.bins import bin_names, bin_of
from dashboard.texts import public, sign, t
from survey_api.published.schemas.figures import Figure
from survey_api.published.schemas.results import ItemFigure, UnitResult


def items(result: UnitResult) -> Any:
    """The card of items; its table is the picture and the table at once."""
    head = (t("items.column.text"), t("items.column.here"), t("items.column.organisation"))
    body = html.Table(
        [
            html.Thead(html.Tr([html.Th(one, scope="col") for one in head])),
            html.Tbody([_row(one) for one in result.items]),
        ],
        className="items",
    )
    return card(
        t("items.title"),
        finding(result),
        html.Div(body, className="scroller", tabIndex="0"),
        _legend(),
        classes="wide-12",
    )


def finding(result: UnitResult) -> str:
    """The lowest figure of this group's own."""
    own = [one for one in result.items if one.figure.shown and one.figure.value]
    if not own:
        return t("items.finding.none")
    low = min(own, key=lambda one: Decimal(one.figure.value or "5"))
    return t("items.finding", text=low.text)


def _row(one: ItemFigure) -> Any:
    text: list[Any] = [one.text]
    if one.reversed:
        text.append(html.Span(t("items.reversed"), className="bar-note"))
    return html.Tr(
        [html.Th(text, scope="row"), html.Td(here(one)), html.Td(_binned(one.organisation))]
    )


def here(one: ItemFigure) -> Any:
    """Its own figure, or "not shown" beside the figure of the unit it is borrowed from."""
    if one.borrowed_from is None:
        return _binned(one.figure)
    lent = t("items.borrowed", unit=one.borrowed_from.label)
    return html.Div(
        [not_shown(), html.Span([f"{sign(one.figure)} ", html.Em(lent)], className="borrowed")],
        className="cell-stack",
    )


def _binned(figure: Figure) -> Any:
    if not figure.value:
        return not_shown(public(figure.text))
    return html.Span(sign(figure), className=f"cell bin-{bin_of(figure.value)}")


def _legend() -> Any:
    swatches = [
        html.Span([html.I(className=f"swatch bin-{at}"), name], className="legend-entry")
        for at, name in enumerate(bin_names())
    ]
    hidden = html.Span([html.I(className="swatch hatch"), t("hidden.cell")])
    return html.Div([*swatches, hidden], className="legend")
