"""Question by question in units of 50 and more: how people answered, diverging around the
middle of "neither", with every percentage printed or in the table."""

from decimal import Decimal
from typing import Any

from dashboard.components.common import as_table, card
from dashboard.components.items import here
from dashboard.elements import html
from dashboard.texts import EM_DASH, EN_DASH, t, words
from survey_api.published.schemas.figures import Favourable
from survey_api.published.schemas.results import ItemFigure, UnitResult

PRINTED = 6  # percent; a narrower part has no room for its number
CATEGORIES = range(1, 6)


def has_shares(result: UnitResult) -> bool:
    """Whether any item here comes with its distribution."""
    return any(one.figure.shares for one in result.items)


def likert(result: UnitResult) -> Any:
    """The card of items of a big unit, or of the one item there is."""
    drawn = [one.figure.shares for one in result.items if one.figure.shares]
    reach = (max(map(left_of, drawn)), max(100 - left_of(one) for one in drawn))
    return card(
        t("items.title") if len(result.items) > 1 else t("likert.title.one"),
        finding(result),
        _legend(),
        html.Div([_row(one, reach) for one in result.items], className="likert"),
        html.P(t("likert.noise"), className="note"),
        as_table(_head(), [row(one) for one in result.items]),
        classes="wide-12",
    )


def finding(result: UnitResult) -> str:
    """The item with the fewest favourable answers."""
    told = [one for one in result.items if one.figure.favourable]
    if not told:
        return t("items.finding.none")
    low = min(told, key=_share)
    if len(result.items) == 1:
        return t("likert.finding.one", share=_share(low))
    return t("likert.finding", text=low.text, share=_share(low))


def left_of(shares: list[int]) -> float:
    """Percent to the left of the middle of "neither"."""
    return shares[0] + shares[1] + shares[2] / 2


def row(one: ItemFigure) -> tuple[str, ...]:
    """An item in the table: everything the bar draws, and both figures."""
    shares = one.figure.shares or []
    told = [f"{share} %" for share in shares] or [EM_DASH] * len(CATEGORIES)
    liked = favourable(one.figure.favourable)
    return (one.text, *told, liked, _own(one), words(one.organisation))


def favourable(found: Favourable | None) -> str:
    """ "65 % (58–72 %)"."""
    return f"{found.share} % ({found.low}{EN_DASH}{found.high} %)" if found else EM_DASH


def _own(one: ItemFigure) -> str:
    """The figure in words; a borrowed one never without the unit it is of."""
    if one.borrowed_from is None:
        return words(one.figure)
    lent = t("items.borrowed", unit=one.borrowed_from.label)
    return f"{t('hidden.cell')} ({words(one.figure)}, {lent})"


def _share(one: ItemFigure) -> int:
    return one.figure.favourable.share if one.figure.favourable else 0


def _row(one: ItemFigure, reach: tuple[float, float]) -> Any:
    text: list[Any] = [html.Span(one.text)]
    if one.reversed:
        text.append(html.Span(t("items.reversed"), className="bar-note"))
    bar = _bar(one.figure.shares, reach) if one.figure.shares else here(one)
    liked = one.figure.favourable
    side = []
    if liked:
        told = t("likert.range", low=liked.low, high=liked.high)
        side = [html.B(f"{liked.share} %"), html.Span(told, className="bar-note")]
    return html.Div(
        [html.Div(text, className="likert-text"), bar, html.Div(side, className="likert-side")],
        className="likert-row",
    )


def _bar(shares: list[int], reach: tuple[float, float]) -> Any:
    whole = Decimal(str(sum(reach)))
    start = (Decimal(str(reach[0])) - Decimal(str(left_of(shares)))) / whole * 100
    middle = Decimal(str(reach[0])) / whole * 100
    parts = [
        html.Span(
            str(share) if share >= PRINTED else "",
            className=f"answer answer-{at}",
            style={"inlineSize": f"{share / whole * 100:.2f}%"},
        )
        for at, share in zip(CATEGORIES, shares, strict=True)
        if share
    ]
    moved = html.Div(parts, className="answers", style={"marginInlineStart": f"{start:.2f}%"})
    line = html.Span(className="likert-middle", style={"insetInlineStart": f"{middle:.2f}%"})
    told = ", ".join(
        t("likert.aria", share=share, answer=t(f"answer.{at}"))
        for at, share in zip(CATEGORIES, shares, strict=True)
    )
    return html.Div([line, moved], className="likert-bar", role="img", **{"aria-label": told})


def _legend() -> Any:
    entries = [
        html.Span([html.I(className=f"swatch answer-{at}"), t(f"answer.{at}")]) for at in CATEGORIES
    ]
    return html.Div(entries, className="legend")


def _head() -> tuple[str, ...]:
    answers = [t(f"answer.{at}") for at in CATEGORIES]
    columns = (t("likert.column.favourable"), t("items.column.here"))
    return (t("items.column.text"), *answers, *columns, t("items.column.organisation"))
