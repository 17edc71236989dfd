"""Small pieces every page uses: icons, cards, tables, and the way "not shown" looks."""

from collections.abc import Sequence
from typing import Any

from dashboard.elements import html
from dashboard.texts import t

Children = Sequence[Any] | str | Any
PLAIN = {"displayModeBar": False, "staticPlot": False, "responsive": True}


def icon(name: str) -> Any:
    """A decorative outline icon, drawn by CSS."""
    return html.Span(className=f"icon icon-{name}", **{"aria-hidden": "true"})


def card(title: str, finding: str, *children: Any, classes: str = "", id_: str = "") -> Any:
    """A card: title, one plain sentence that says the finding, then the rest."""
    named = {"id": id_} if id_ else {}
    head = [html.H2(title, className="card-title")]
    if finding:
        head.append(html.P(finding, className="finding"))
    return html.Section([*head, *children], className=f"card {classes}".strip(), **named)


def as_table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    """ "View as table": the same figures as the picture above it."""
    return html.Details(
        [
            html.Summary([icon("table"), t("table.view")]),
            html.Div(table(head, rows), className="scroller", tabIndex="0"),
        ],
        className="as-table",
    )


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> Any:
    """A plain table whose first column names the row."""
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(one, scope="col") for one in head])),
            html.Tbody(
                [
                    html.Tr([html.Th(row[0], scope="row"), *(html.Td(one) for one in row[1:])])
                    for row in rows
                ]
            ),
        ]
    )


def not_shown(text: str = "") -> Any:
    """Hatched, with a lock and one of the public texts; never a zero and never a gap."""
    return html.Span([icon("lock"), text or t("hidden.cell")], className="not-shown")


def grid(*cards: Any) -> Any:
    """Cards in twelve columns; None is no card."""
    return html.Div([one for one in cards if one is not None], className="grid")


def empty(kind: str, title: str, why: str, *way_on: Any, alone: bool = False) -> Any:
    """An empty state: an icon tile, a title, one sentence of why, and a way on.

    ``alone`` when nothing else on the page is its heading.
    """
    heading = html.H1 if alone else html.H2
    return html.Section(
        [
            html.Div(icon(kind), className="tile"),
            heading(title),
            html.P(why),
            html.Div(list(way_on), className="way-on"),
        ],
        className="card empty",
    )
