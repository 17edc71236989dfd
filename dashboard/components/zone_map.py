"""The zone chart of several units: points with boxes as wide as their uncertainty."""

from typing import Any

from dashboard.components.common import PLAIN, as_table, card
from dashboard.components.zones import ACCOUNTABILITY, SAFETY
from dashboard.elements import dcc, html
from dashboard.figures import zone as chart
from dashboard.texts import between, plural, t, words
from survey_api.published.schemas.results import Below, Line
from survey_api.published.schemas.words import ZoneName


def placed(below: Below) -> list[Line]:
    """The unit and those under it of which a zone is told."""
    return [line for line in (below.unit, *below.lines) if line.zone is not None]


def chart_card(below: Below, lines: list[Line]) -> Any:
    """All of them in one picture, numbered in the order of the table."""
    told = finding(lines)
    points = [
        chart.Point(str(at), line.zone, _height(line, SAFETY), _height(line, ACCOUNTABILITY))
        for at, line in enumerate(lines, start=1)
        if line.zone is not None
    ]
    label = t("zone.aria", unit=below.unit.label, finding=told)
    graph = dcc.Graph(figure=chart.figure(points), config=PLAIN, className="chart quadrant")
    n_hidden = 1 + len(below.lines) - len(lines)
    left_out = [html.P(plural("zones.left_out", n_hidden), className="note")] if n_hidden else []
    numbered = [html.Li(f"{line.label}: {t(f'zone.word.{_zone(line)}')}") for line in lines]
    return card(
        t("zone.title"),
        told,
        html.Div(graph, role="img", **{"aria-label": label}),
        html.Ol(numbered, className="numbered"),
        html.P(t("zone.note"), className="note"),
        *left_out,
        as_table(_head(), [row(line) for line in lines]),
        classes="wide-7",
    )


def words_card() -> Any:
    """What the four names mean, and what they are not."""
    names = [one for one in ZoneName if one != ZoneName.TOO_CLOSE]
    meaning = [
        part
        for one in names
        for part in (html.Dt(t(f"zone.name.{one}")), html.Dd(t(f"zone.meaning.{one}")))
    ]
    return card(
        t("zones.words"),
        t("zones.words.finding"),
        html.Dl(meaning, className="meaning"),
        html.P(t("zone.finding.too_close"), className="note"),
        classes="wide-5",
    )


def finding(lines: list[Line]) -> str:
    """How many can be placed at all."""
    clear = [line for line in lines if _zone(line) != ZoneName.TOO_CLOSE]
    if not clear:
        return t("zones.finding.none")
    return t("zones.finding", n=len(clear), of=len(lines))


def row(line: Line) -> tuple[str, ...]:
    """A unit in the table: both figures with their ranges, and the zone in words."""
    zone = line.zone
    return (
        line.label,
        words(line.scales[SAFETY]),
        between(zone.safety if zone else None),
        words(line.scales[ACCOUNTABILITY]),
        between(zone.accountability if zone else None),
        t(f"zone.word.{_zone(line)}"),
    )


def _zone(line: Line) -> ZoneName:
    return line.zone.zone if line.zone else ZoneName.TOO_CLOSE


def _height(line: Line, scale: str) -> float:
    return float(line.scales[scale].value or 0)


def _head() -> tuple[str, ...]:
    return (
        t("heat.group"),
        t("zone.safety"),
        t("table.range"),
        t("zone.accountability"),
        t("table.range"),
        t("zones.column"),
    )
