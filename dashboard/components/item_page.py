"""A single question: what it measures, its trend, how people answered, and what helps."""

from typing import Any

from dashboard.components.common import as_table, card, grid, not_shown
from dashboard.components.items import here
from dashboard.components.likert import likert
from dashboard.components.shell import address
from dashboard.components.trend import trend
from dashboard.elements import html
from dashboard.figures.bins import bin_of
from dashboard.pages.view import View
from dashboard.texts import band, public, sign, t, words
from survey_api.published.schemas.results import Below, ItemFigure, Line, UnitResult


def cards(view: View, result: UnitResult, item: ItemFigure) -> list[Any]:
    """All cards of the page, in the order in which one asks."""
    over_time = None
    if not result.one_wave_only:
        found = view.api.trend(result.unit, item.item)
        over_time = trend(result, found, is_whole=result.unit in view.wholes, is_short=True)
    below = view.api.below(result.wave.id, result.unit)
    only = result.model_copy(update={"items": [item]})
    return [
        grid(
            _about(result, item),
            over_time,
            likert(only) if item.figure.shares else None,
            _groups(below, item.item) if below.lines else None,
            _helps(view, result, item, is_wide=not below.lines),
        )
    ]


def _about(result: UnitResult, item: ItemFigure) -> Any:
    scale = next((one.scale for one in result.scales if one.scale.id == item.scale), None)
    said = t("item.measures", label=scale.label) if scale else t("item.alone")
    lines = [html.P(scale.description)] if scale else []
    if item.reversed:
        lines.append(html.P(t("item.reversed"), className="note"))
    return card(
        t("item.title"),
        said,
        *lines,
        html.P(t("item.here", label=result.label), className="tile-title"),
        here(item),
        html.P(t("score.organisation", value=sign(item.organisation)), className="under"),
        classes="wide-5",
    )


def _groups(below: Below, item: str) -> Any:
    lines = [below.unit, *below.lines]
    rows = [
        html.Div(
            [html.Span(line.label, className="bar-label"), _cell(line, item)], className="group-row"
        )
        for line in lines
    ]
    table = [(line.label, words(line.items[item]), band(line.n_band)) for line in lines]
    head = (t("heat.group"), t("table.score"), t("table.people"))
    told = t("item.groups.finding")
    return card(
        t("item.groups"),
        told,
        html.Div(rows, className="group-rows"),
        as_table(head, table),
        classes="wide-7",
    )


def _cell(line: Line, item: str) -> Any:
    figure = line.items[item]
    if not figure.value:
        return not_shown(public(figure.text or line.text))
    return html.Span(sign(figure), className=f"cell bin-{bin_of(figure.value)}")


def _helps(view: View, result: UnitResult, item: ItemFigure, *, is_wide: bool) -> Any:
    """What speaks to this part of the score, and the way to a promise."""
    links = [html.A(t("item.helps.just"), href=address("guidance"))]
    if item.scale in HELPED:
        to = address("guidance", HELPED[item.scale])
        links.insert(0, html.A(t("item.helps.read"), href=to, className="primary"))
    if view.api.follow_through(result.wave.id, result.unit).may_commit:
        to = address("commitments", result.unit, wave=result.wave.id, scale=item.scale)
        links.append(html.A(t("answers.next.promise"), href=f"{to}#promise"))
    said = t(f"item.helps.{item.scale}") if item.scale in HELPED else t("item.helps.other")
    classes = "wide-12" if is_wide else "wide-5"
    return card(t("item.helps"), said, html.P(links, className="links"), classes=classes)


HELPED = {
    "safety": "nobody_speaks_up",
    "accountability": "standards_slip",
    "practice": "big_mistake",
    "trust": "nobody_speaks_up",
}  # scale -> the situation whose guidance speaks to it
