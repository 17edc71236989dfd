"""Participation by group, in the three bands that are told; drawn as filled thirds."""

from typing import Any

from dashboard.components.common import as_table, card, not_shown
from dashboard.elements import html
from dashboard.texts import EM_DASH, band, public, t
from survey_api.published.schemas.results import Below, Line

BANDS = ("< 50 %", "50\N{EN DASH}79 %", "≥ 80 %")


def participation(below: Below) -> Any:
    """The card; a group that is not shown has no participation either."""
    lines = [below.unit, *below.lines]
    return card(
        t("participation.by_group"),
        finding(below),
        html.Div([_row(line) for line in lines], className="shares"),
        as_table(
            (t("heat.group"), t("participation.title"), t("table.people")),
            [(line.label, _said(line), band(line.n_band)) for line in lines],
        ),
        classes="wide-12",
    )


def finding(below: Below) -> str:
    """How many of the groups shown answered nearly completely, or that silence is one."""
    told = [line.participation for line in below.lines if line.participation]
    few, most = told.count(BANDS[0]), told.count(BANDS[2])
    if few:
        return t("participation.finding.few", n=few, of=len(told))
    if not most:
        return t("participation.finding.middle")
    return t("participation.finding.most", n=most, of=len(told))


def _said(line: Line) -> str:
    if not line.shown:
        return public(line.text)
    return line.participation or EM_DASH


def _row(line: Line) -> Any:
    label = html.Span(line.label, className="bar-label")
    if line.participation not in BANDS:
        return html.Div([label, not_shown(public(line.text) if not line.shown else "")])
    filled = BANDS.index(line.participation) + 1
    thirds = [html.I(className="on" if at < filled else "") for at in range(len(BANDS))]
    drawn = html.Span(thirds, className="thirds", **{"aria-hidden": "true"})
    return html.Div([label, drawn, html.Span(line.participation, className="share-said")])
