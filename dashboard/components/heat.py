"""The heat map: units in rows, scales or items in columns, five fixed colours, every value
printed; drawn as a table, so that it hatches, wraps, prints and reads aloud."""

from decimal import Decimal
from typing import Any, Literal

from dashboard.components.common import card, not_shown
from dashboard.components.shell import address, team_path
from dashboard.elements import html
from dashboard.figures.bins import bin_names, bin_of
from dashboard.texts import band, public, sign, t
from survey_api.published.schemas.figures import Figure
from survey_api.published.schemas.results import Below, Line

Of = Literal["scales", "items"]
INDEX = "index"


def heat(below: Below, *, of: Of) -> Any:
    """The card; the unit itself is the first row, the others follow by name."""
    columns = _columns(below, of)
    lines = [below.unit, *below.lines]
    head = html.Tr(
        [html.Th(t("heat.group"), scope="col"), *(_head(below, *one, of) for one in columns)]
    )
    body = [_row(line, [name for name, _ in columns], of, below.wave.id) for line in lines]
    table = html.Table(
        [html.Caption(t(f"heat.caption.{of}"), className="sr"), html.Thead(head), html.Tbody(body)],
        className="heat items-wide" if of == "items" else "heat",
    )
    return card(
        t(f"heat.title.{of}"),
        finding(below, of),
        html.Div(table, className="scroller", tabIndex="0", role="region", **_named(of)),
        _legend(),
        classes="wide-12",
        id_="heat",
    )


def finding(below: Below, of: Of) -> str:
    """Which column is lowest here, and in how many of the groups it is the lowest."""
    lines = [line for line in (below.lines or [below.unit]) if line.shown]
    names = dict(_columns(below, of))
    lowest = [_lowest(line, list(names), of) for line in lines]
    told = [one for one in lowest if one is not None]
    if not told:
        return t("heat.finding.none")
    most = max(sorted(set(told)), key=told.count)
    n = told.count(most)
    if len(told) == 1:
        return t("heat.finding.one", label=names[most])
    return t("heat.finding", label=names[most], n=n, of=len(told))


def _columns(below: Below, of: Of) -> list[tuple[str, str]]:
    if of == "scales":
        return [(one.id, one.label) for one in below.scales]
    return [(one.item, one.text) for one in below.items]


def _figures(line: Line, of: Of) -> dict[str, Figure]:
    return dict(line.scales) if of == "scales" else dict(line.items)


def _lowest(line: Line, names: list[str], of: Of) -> str | None:
    found = _figures(line, of)
    shown = [name for name in names if name != INDEX and found[name].value]
    return min(shown, key=lambda name: Decimal(found[name].value or "5"), default=None)


def _head(below: Below, name: str, label: str, of: Of) -> Any:
    if of == "scales":
        return html.Th(label, scope="col")
    to = address("questions", below.unit.unit, name, wave=below.wave.id)
    return html.Th(html.A(label, href=to), scope="col")


def _row(line: Line, names: list[str], of: Of, wave: str) -> Any:
    under = band(line.n_band) if line.shown else public(line.text)
    said = t("heat.people", band=under) if line.shown else under
    name = html.Th(
        [
            html.A(line.label, href=team_path(line.unit, wave)),
            html.Span(said, className="bar-note"),
        ],
        scope="row",
    )
    if not line.shown:
        return html.Tr([name, html.Td(not_shown(under), colSpan=len(names), className="whole")])
    figures = _figures(line, of)
    return html.Tr([name, *(html.Td(_cell(figures[one])) for one in names)])


def _cell(figure: Figure) -> Any:
    if not figure.value:
        return html.Span(
            html.Span(public(figure.text), className="sr"),
            className="cell hatch",
            title=t("hidden.cell"),
        )
    return html.Span(sign(figure), className=f"cell bin-{bin_of(figure.value)}")


def _legend() -> Any:
    swatches = [
        html.Span([html.I(className=f"swatch bin-{at}"), name])
        for at, name in enumerate(bin_names())
    ]
    hidden = html.Span([html.I(className="swatch hatch"), t("hidden.cell")])
    return html.Div([*swatches, hidden], className="legend")


def _named(of: Of) -> dict[str, str]:
    return {"aria-label": t(f"heat.caption.{of}")}
