"""Sub-scales as dots on the answer scale with their likely range, and as a table."""

from decimal import Decimal
from typing import Any

from dashboard.components.changes import baseline, chip, last, said
from dashboard.components.common import as_table, card, not_shown
from dashboard.components.headline import INDEX, shown_scales
from dashboard.elements import html
from dashboard.texts import between, public, sign, t, words
from survey_api.published.schemas.figures import Range
from survey_api.published.schemas.results import ScaleFigure, UnitResult

LOWEST, SPAN = Decimal(1), Decimal(4)


def scales(result: UnitResult, *, is_whole: bool = False, classes: str = "wide-5") -> Any:
    """The card of sub-scales."""
    parts = [one for one in result.scales if one.scale.id != INDEX]
    return card(
        t("scales.title"),
        finding(result),
        html.Div([_bar(one, is_whole=is_whole) for one in parts], className="bars"),
        _legend(is_whole=is_whole),
        as_table(_head(result), [row(one, is_whole=is_whole) for one in parts]),
        classes=classes,
    )


def finding(result: UnitResult) -> str:
    """One plain sentence."""
    shown = shown_scales(result)
    if not shown:
        return t("scales.finding.none")
    low, high = shown[0], shown[-1]
    if low.figure.value == high.figure.value:
        return t("scales.finding.same")
    return t("scales.finding", label=high.scale.label, other=low.scale.label)


def row(one: ScaleFigure, *, is_whole: bool = False) -> tuple[str, ...]:
    """A sub-scale in the table: all that the bar draws, and the second comparison."""
    return (
        one.scale.label,
        words(one.figure),
        between(one.figure.range),
        said(last(one.figure), is_whole=is_whole),
        said(baseline(one.figure), is_whole=is_whole),
        words(one.organisation),
    )


def _head(result: UnitResult) -> tuple[str, ...]:
    return (
        t("table.part"),
        result.label,
        t("table.range"),
        t("table.last"),
        t("table.baseline"),
        t("scales.organisation"),
    )


def _bar(one: ScaleFigure, *, is_whole: bool) -> Any:
    move = last(one.figure)
    moved = [chip(move, t("change.last"), is_whole=is_whole)] if move else []
    return html.Div(
        [
            html.Div(
                [
                    html.Span(one.scale.label, className="bar-label"),
                    html.Span(one.scale.description, className="bar-note"),
                ]
            ),
            _track(one, is_whole=is_whole)
            if one.figure.value
            else not_shown(public(one.figure.text)),
            html.Span(sign(one.figure), className="bar-value"),
            *moved,
        ],
        className="bar-row",
    )


def _track(one: ScaleFigure, *, is_whole: bool) -> Any:
    drawn = [_range(one.figure.range)] if one.figure.range else []
    beside = None if is_whole else one.organisation.value
    for value, look in ((beside, "bar-mark"), (one.figure.value, "bar-dot")):
        if value:
            place = {"insetInlineStart": f"{_percent(value)}%"}
            drawn.append(html.Span(className=look, style=place))
    return html.Div(drawn, className="bar-track", **{"aria-hidden": "true"})


def _range(ends: Range) -> Any:
    start, end = Decimal(_percent(ends.low)), Decimal(_percent(ends.high))
    style = {"insetInlineStart": f"{start}%", "inlineSize": f"{max(end - start, Decimal(1))}%"}
    return html.Span(className="bar-range", style=style)


def _percent(value: str) -> str:
    return f"{(Decimal(value) - LOWEST) / SPAN * 100:.1f}"


def _legend(*, is_whole: bool) -> Any:
    entries = [
        html.Span([html.I(className="dot-key"), t("legend.here")]),
        html.Span([html.I(className="swatch range"), t("legend.range")]),
    ]
    if not is_whole:
        entries.append(html.Span([html.I(className="swatch mark-key"), t("scales.organisation")]))
    return html.Div(entries, className="legend")
