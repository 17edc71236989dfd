"""How the groups compare: dots on their likely ranges, by name, with the organisation's line."""

from typing import Any

from dashboard.components.changes import last, said
from dashboard.components.common import PLAIN, as_table, card
from dashboard.elements import dcc, html
from dashboard.figures import ranges as chart
from dashboard.texts import band, between, t, words
from survey_api.published.schemas.results import Below, Line


def ranges(below: Below, scale: str, *, classes: str) -> Any:
    """The card for one scale; the unit itself first, then the groups under it by name."""
    label = next(one.label for one in below.scales if one.id == scale)
    lines = [below.unit, *below.lines]
    beside = None if below.unit.unit == below.organisation.unit else below.organisation
    reference = beside.scales[scale].value if beside else None
    drawn = chart.figure(lines, scale, reference)
    told = finding(below.lines, scale)
    aria = t("ranges.aria", scale=label, n=len(lines), finding=told)
    return card(
        t("ranges.title", scale=label),
        told,
        _legend(with_organisation=reference is not None),
        html.Div(
            dcc.Graph(figure=drawn, config=PLAIN, className="chart rows"),
            role="img",
            **{"aria-label": aria},
        ),
        as_table(_head(), [row(line, scale) for line in [*lines, *([beside] if beside else [])]]),
        classes=classes,
    )


def finding(lines: list[Line], scale: str) -> str:
    """Whether the likely ranges lie apart at all."""
    ends = [line.scales[scale].range for line in lines]
    known = [(float(one.low), float(one.high)) for one in ends if one]
    if len(known) < 2:
        return t("ranges.finding.few")
    apart = max(low for low, _ in known) > min(high for _, high in known)
    return t("ranges.finding.apart") if apart else t("ranges.finding.together")


def row(line: Line, scale: str) -> tuple[str, ...]:
    """A unit in the table: all that is drawn, and the change."""
    found = line.scales[scale]
    return (line.label, words(found), between(found.range), said(last(found)), band(line.n_band))


def _head() -> tuple[str, ...]:
    columns = ("heat.group", "table.score", "table.range", "table.last", "table.people")
    return tuple(t(one) for one in columns)


def _legend(*, with_organisation: bool) -> Any:
    entries = [
        html.Span([html.I(className="dot-key"), t("ranges.legend.here")]),
        html.Span([html.I(className="swatch range"), t("legend.range")]),
        html.Span([html.I(className="swatch hatch"), t("hidden.cell")]),
    ]
    if with_organisation:
        entries.insert(2, html.Span([html.I(className="line dashed"), t("trend.organisation")]))
    return html.Div(entries, className="legend")
