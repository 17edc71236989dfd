"""The four headline cards: score, participation, strongest, worth a conversation."""

from decimal import Decimal
from typing import Any

from dashboard.elements import html
from dashboard.texts import sign, t, with_relation
from survey_api.published.schemas import ScaleFigure, UnitResult

INDEX = "index"
HALF = "< 50 %"


def shown_scales(result: UnitResult) -> list[ScaleFigure]:
    """Sub-scales with a figure, lowest first; the overall score is not among them."""
    found = [one for one in result.scales if one.scale.id != INDEX and one.figure.value]
    return sorted(found, key=lambda one: Decimal(one.figure.value or "0"))


def headline(result: UnitResult) -> Any:
    """All four, in one row on wide windows."""
    scales = shown_scales(result)
    low, high = (scales[0], scales[-1]) if scales else (None, None)
    return html.Div(
        [
            _score(result),
            _participation(result),
            _named(t("highest.title"), high),
            _named(t("lowest.title"), low),
        ],
        className="headline",
    )


def _tile(title: str, *rest: Any) -> Any:
    return html.Section([html.H2(title, className="tile-title"), *rest], className="card tile-card")


def _score(result: UnitResult) -> Any:
    index = next(one for one in result.scales if one.scale.id == INDEX)
    return _tile(
        t("score.title"),
        html.P(
            [
                html.Span(with_relation(index.figure), className="big"),
                html.Span(t("score.of"), className="of"),
            ]
        ),
        html.P(t("score.organisation", value=sign(index.organisation)), className="under"),
    )


def _participation(result: UnitResult) -> Any:
    known = result.participation
    lines = [html.P(t("participation.people", band=result.n_band), className="under")]
    if known == HALF:
        lines.append(html.P(t("participation.silence"), className="under"))
    value = known or "\N{EM DASH}"
    if known is None:
        lines.append(html.P(t("participation.unknown"), className="under"))
    return _tile(t("participation.title"), html.P(html.Span(value, className="big")), *lines)


def _named(title: str, one: ScaleFigure | None) -> Any:
    if one is None:
        return _tile(title, html.P(t("card.none"), className="under"))
    return _tile(
        title,
        html.P(one.scale.label, className="named"),
        html.P(t("card.value", value=with_relation(one.figure)), className="under"),
    )
