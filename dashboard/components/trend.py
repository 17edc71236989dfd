"""The trend card: a sentence, the chart with its words for those who do not see it, a table."""

from collections.abc import Sequence
from typing import Any

from dashboard.components.beside import before_your_time
from dashboard.components.changes import chips, last, said
from dashboard.components.common import PLAIN, as_table, card
from dashboard.elements import dcc, html
from dashboard.figures import trend as chart
from dashboard.figures.earlier import figure_of
from dashboard.figures.runs import breaks, broken_by
from dashboard.texts import EM_DASH, band, between, day, t, with_relation, words
from survey_api.published.schemas.commitments import CommitmentOut
from survey_api.published.schemas.results import Trend, UnitResult
from survey_api.published.schemas.words import Standing


def trend(
    result: UnitResult,
    found: Trend,
    *,
    is_whole: bool = False,
    is_short: bool = False,
    promised: Sequence[CommitmentOut] = (),
) -> Any:
    """The card; ``is_short`` leaves out the chooser of scales and the comparisons in words."""
    told = finding(found, is_whole=is_whole)
    label = t(
        "trend.aria",
        scale=found.scale.label,
        unit=found.label,
        n=len(found.points),
        finding=told,
    )
    drawn = chart.figure(found, is_whole=is_whole, promised=promised)
    graph = dcc.Graph(figure=drawn, config=PLAIN, className="chart")
    now = [one.figure for one in result.scales if one.scale.id == found.scale.id]
    moved = [part for one in now for part in chips(one, is_whole=is_whole)]
    is_item = found.scale.items == [found.scale.id]
    return card(
        t("trend.title.item") if is_item else t("trend.title", scale=found.scale.label),
        told,
        *([] if is_short else [_chooser(result, found), html.Div(moved, className="chips")]),
        _legend(found, is_whole=is_whole, has_promises=bool(promised)),
        html.Div(graph, role="img", **{"aria-label": label}),
        before_your_time(found),
        *_earlier(found),
        *_reasons(found),
        *_promises(promised, result.relation),
        as_table(_head(found), rows(found, is_whole=is_whole)),
        classes="wide-7",
    )


def rows(found: Trend, *, is_whole: bool = False) -> list[tuple[str, ...]]:
    """The table under the chart: every point, in words, with the reason of every break."""
    return [
        *_before(found),
        *_waves(found, is_whole=is_whole),
    ]


def _before(found: Trend) -> list[tuple[str, ...]]:
    """Surveys of before, each marked as such and compared with nothing."""
    return [
        (
            t(f"earlier.{one.kind}.row", title=one.title, source=one.source),
            with_relation(figure_of(one)),
            EM_DASH,
            t("earlier.apart"),
            EM_DASH,
            band(one.n_band),
        )
        for one in found.earlier
    ]


def _waves(found: Trend, *, is_whole: bool) -> list[tuple[str, ...]]:
    return [
        (
            one.title,
            words(one.figure),
            between(one.figure.range),
            _since(found, at, is_whole=is_whole),
            words(one.organisation),
            band(one.n_band),
        )
        for at, one in enumerate(found.points)
    ]


def finding(found: Trend, *, is_whole: bool = False) -> str:
    """What the newest wave says."""
    if not found.points:
        return t("trend.finding.none")
    last = found.points[-1]
    if not last.figure.value:
        return t("trend.finding.not_now", wave=last.title)
    if is_whole:
        return t("trend.finding.whole", wave=last.title, here=with_relation(last.figure))
    return t(
        "trend.finding",
        wave=last.title,
        here=with_relation(last.figure),
        organisation=with_relation(last.organisation),
    )


def _since(found: Trend, at: int, *, is_whole: bool) -> str:
    state = broken_by(found.points, at)
    if state is not None:
        return t(f"break.{state}")
    return said(last(found.points[at].figure), is_whole=is_whole)


def _reasons(found: Trend) -> list[Any]:
    """One line for every break in the chart."""
    told = [
        html.Li(t("trend.break", wave=found.points[at].title, reason=t(f"break.{state}")))
        for at, state in breaks(found.points)
    ]
    return [html.Ul(told, className="breaks")] if told else []


def _earlier(found: Trend) -> list[Any]:
    """What the hollow marks are, and that they are no part of ours."""
    kinds = dict.fromkeys((one.kind, one.source) for one in found.earlier)
    told = [html.Li(t(f"earlier.{kind}.why", source=source)) for kind, source in kinds]
    return [html.Ul(told, className="breaks")] if told else []


def _promises(promised: Sequence[CommitmentOut], relation: Standing) -> list[Any]:
    """What the marks on the time line stand for; to the leader: what you promised."""
    key = "trend.promised" if relation == Standing.LEADER else "trend.promised.other"
    told = [
        html.Li(t(key, date=day(one.made_on), what=one.what))
        for one in sorted(promised, key=lambda one: one.made_on)
    ]
    return [html.Ul(told, className="breaks")] if told else []


def _head(found: Trend) -> tuple[str, ...]:
    return (
        t("table.wave"),
        found.label,
        t("table.range"),
        t("table.last"),
        t("trend.organisation"),
        t("table.people"),
    )


def _chooser(result: UnitResult, found: Trend) -> Any:
    options = [
        html.Option(one.scale.label, value=one.scale.id, selected=_on(one.scale.id, found.scale.id))
        for one in result.scales
    ]
    select = html.Select(options, className="choose", name="scale", id="scale")
    return html.Label([html.Span(t("scale.label")), select], className="field", htmlFor="scale")


def _on(one: str, other: str) -> str | None:
    return "selected" if one == other else None


def _legend(found: Trend, *, is_whole: bool, has_promises: bool) -> Any:
    entries = [
        html.Span([html.I(className="line"), found.label]),
        html.Span([html.I(className="swatch range"), t("legend.range")]),
        html.Span([html.I(className="line dashed"), t("trend.organisation")]),
        html.Span([html.I(className="swatch hatch"), t("trend.not_shown")]),
    ]
    if breaks(found.points):
        entries.append(html.Span([html.I(className="line gap"), t("legend.break")]))
    if found.earlier:
        entries.append(html.Span([html.I(className="hollow"), t("legend.earlier")]))
    if has_promises:
        entries.append(html.Span([html.I(className="flag"), t("legend.promise")]))
    if is_whole:
        del entries[2]
    return html.Div(entries, className="legend")
