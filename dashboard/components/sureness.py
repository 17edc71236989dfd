"""How sure the organisation can be of its own scores, and what goes together with what."""

from typing import Any

from dashboard.components.common import as_table, card
from dashboard.components.headline import INDEX
from dashboard.elements import html
from dashboard.texts import EM_DASH, EN_DASH, number, t
from survey_api.published.schemas.statistics import (
    Drivers,
    DriverWeight,
    OrganisationStatistics,
    ScaleStatistics,
)


def sureness(found: OrganisationStatistics, *, alone: bool = True) -> Any:
    """The card on reliability, ``alone`` in its row; one sentence where too few people answered."""
    worth = found.statistics
    if worth is None:
        return card(t("sure.title"), t("sure.none"), classes="wide-12", id_="sure")
    index = next((one for one in worth.scales if one.scale == INDEX), worth.scales[0])
    return card(
        t("sure.title"),
        t(f"sure.aggregation.{index.aggregation}"),
        html.Ul([html.Li(text) for text in _sentences(index)], className="plain-list"),
        as_table(_head(), [row(one) for one in worth.scales]),
        classes="wide-12" if alone or not worth.drivers else "wide-5",
        id_="sure",
    )


def drivers(found: OrganisationStatistics) -> Any:
    """What goes together with the outcome: bars with their likely range, and a table."""
    known = found.statistics.drivers if found.statistics else None
    if known is None:
        return None
    first = max(known.weights, key=lambda one: one.share)
    return card(
        t("drivers.title", outcome=known.label),
        t("drivers.finding", label=first.label, outcome=known.label, share=first.share),
        html.P(t("drivers.association"), className="note"),
        html.Div([_bar(one, known) for one in known.weights], className="bars"),
        html.P(t("drivers.explained", r2=number(known.r2 or EM_DASH)), className="note"),
        as_table(
            (t("table.part"), t("drivers.share"), t("table.range")),
            [(one.label, f"{one.share} %", _ends(one)) for one in known.weights],
        ),
        classes="wide-7",
    )


def caution(found: OrganisationStatistics, scale: str) -> list[Any]:
    """One sentence before units are compared, where their scores tell little about them."""
    known = {one.scale: one for one in found.statistics.scales} if found.statistics else {}
    one = known.get(scale)
    if one is not None and one.aggregation == "solid":
        return []
    said = t(f"sure.aggregation.{one.aggregation}") if one else t("sure.unknown")
    return [html.P(said, className="note")]


def row(one: ScaleStatistics) -> tuple[str, ...]:
    """One scale in the table for those who know these coefficients."""
    shown = (one.alpha, one.omega, one.icc1, one.icc2, one.reliability_at_median)
    return (
        one.label,
        *(number(value) if value else EM_DASH for value in shown),
        _pair(one.rwg_j, one.rwg_j_shuffled),
        t(f"sure.word.{one.aggregation}"),
    )


def _sentences(index: ScaleStatistics) -> list[str]:
    told = []
    if index.alpha:
        omega = number(index.omega or EM_DASH)
        told.append(t("sure.reliability", alpha=number(index.alpha), omega=omega))
    if index.reliability_at_median:
        at_median = number(index.reliability_at_median)
        told.append(t("sure.median", people=index.median_n, reliability=at_median))
    if index.rwg_j and index.rwg_j_shuffled:
        real, shuffled = number(index.rwg_j), number(index.rwg_j_shuffled)
        told.append(t("sure.agreement", real=real, shuffled=shuffled))
    return told


def _pair(real: str | None, shuffled: str | None) -> str:
    return f"{number(real or EM_DASH)} / {number(shuffled or EM_DASH)}"


def _bar(one: DriverWeight, known: Drivers) -> Any:
    told = t(
        "drivers.aria", label=one.label, outcome=known.label, share=one.share, range=_ends(one)
    )
    ends = {"insetInlineStart": f"{one.low}%", "inlineSize": f"{max(one.high - one.low, 1)}%"}
    drawn = [
        html.Span(className="bar-fill", style={"inlineSize": f"{one.share}%"}),
        html.Span(className="bar-whisker", style=ends),
    ]
    return html.Div(
        [
            html.Div([html.Span(one.label, className="bar-label")]),
            html.Div(drawn, className="bar-track", role="img", **{"aria-label": told}),
            html.Span(f"{one.share} %", className="bar-value"),
        ],
        className="bar-row",
    )


def _ends(one: DriverWeight) -> str:
    return f"{one.low}{EN_DASH}{one.high} %"


def _head() -> tuple[str, ...]:
    columns = ("alpha", "omega", "icc1", "icc2", "median", "agreement", "aggregation")
    return (t("table.part"), *(t(f"sure.column.{one}") for one in columns))
