"""The four headline cards: score, participation, strongest gain, worth a conversation."""

from decimal import Decimal
from typing import Any

from dashboard.components.changes import chip, foremost, has_past, last, own_verdict
from dashboard.elements import html
from dashboard.texts import band, between, sign, signed, t, with_relation, words
from survey_api.published.schemas.results import Gain, ScaleFigure, UnitResult
from survey_api.published.schemas.words import Verdict

INDEX = "index"
HALF = "< 50 %"


def shown_scales(result: UnitResult) -> list[ScaleFigure]:
    """Sub-scales with a figure, lowest first; the overall score is not among them."""
    found = [one for one in result.scales if one.scale.id != INDEX and one.figure.value]
    return sorted(found, key=lambda one: Decimal(one.figure.value or "0"))


def headline(result: UnitResult, *, is_whole: bool = False) -> Any:
    """All four, in one row on wide windows."""
    return html.Div(
        [
            _score(result, is_whole=is_whole),
            _participation(result),
            _gain(result, is_whole=is_whole),
            _conversation(result),
        ],
        className="headline",
    )


def _tile(title: str, *rest: Any) -> Any:
    return html.Section([html.H2(title, className="tile-title"), *rest], className="card tile-card")


def _score(result: UnitResult, *, is_whole: bool) -> Any:
    index = next(one for one in result.scales if one.scale.id == INDEX)
    figure, found = index.figure, foremost(index.figure, is_whole=is_whole)
    lines = []
    if figure.range:
        lines.append(html.P(t("score.range", range=between(figure.range)), className="under"))
    if found:
        moved, since = found
        lines.append(chip(moved, since, is_whole=is_whole))
        if not is_whole:
            lines.append(html.P(t(f"everyone.{moved.everyone}"), className="under"))
    if not is_whole:
        value = sign(index.organisation)
        lines.append(html.P(t("score.organisation", value=value), className="under"))
    return _tile(
        t("score.title"),
        html.P(
            [
                html.Span(with_relation(figure), className="big"),
                html.Span(t("score.of"), className="of"),
            ]
        ),
        *lines,
    )


def _participation(result: UnitResult) -> Any:
    known = result.participation
    lines = [html.P(t("participation.people", band=band(result.n_band)), className="under")]
    if known == HALF:
        lines.append(html.P(t("participation.silence"), className="under"))
    value = known or "\N{EM DASH}"
    if known is None:
        lines.append(html.P(t("participation.unknown"), className="under"))
    return _tile(t("participation.title"), html.P(html.Span(value, className="big")), *lines)


def _gain(result: UnitResult, *, is_whole: bool) -> Any:
    gain = result.strongest_gain
    if gain is None:
        none = t("gain.none") if has_past(result) else t("gain.first")
        return _tile(t("gain.title"), html.P(none, className="under"))
    arrow = html.Span("\N{UPWARDS ARROW}", className="arrow", **{"aria-hidden": "true"})
    amount, rise = html.B(signed(gain.difference)), html.Span(t("verdict.clear_rise"))
    since = html.Span(_since(result, gain, is_whole=is_whole), className="since")
    rose = html.P([arrow, amount, rise, since], className="chip up")
    return _tile(t("gain.title"), html.P(gain.label, className="named"), rose)


def _since(result: UnitResult, gain: Gain, *, is_whole: bool) -> str:
    """Which of the two comparisons the gain is of."""
    score = next(one.figure for one in result.scales if one.scale.id == gain.scale)
    move = last(score)
    if move is None or move.difference != gain.difference:
        return t("change.baseline")
    rose = own_verdict(move, is_whole=is_whole) == Verdict.CLEAR_RISE
    return t("change.last") if rose else t("change.baseline")


def _conversation(result: UnitResult) -> Any:
    found = result.worth_a_conversation
    if found is None:
        return _tile(t("worth.title"), html.P(t("card.none"), className="under"))
    score = next(one for one in result.scales if one.scale.id == found.scale)
    return _tile(
        t("worth.title"),
        html.P(found.label, className="named"),
        html.P(t("card.value", value=words(score.figure)), className="under"),
        html.P(t(f"worth.{found.because}"), className="under"),
    )
