"""What surrounds every page: sidebar with the tree of teams, header, privacy line."""

from typing import Any

from dashboard.components.common import icon
from dashboard.elements import html
from dashboard.texts import t
from survey_api.published.schemas import Me, UnitNode, UnitResult, WaveSummary

HOME = "/dashboard/"


def team_path(unit: str, wave: str | None = None) -> str:
    """The deep link of a team's page."""
    return f"{HOME}team/{unit}" + (f"?wave={wave}" if wave else "")


def shell(me: Me, nodes: list[UnitNode], at: str | None, wave: str | None, page: list[Any]) -> Any:
    """Sidebar (a drawer on small windows) and main column."""
    return html.Div(
        [
            html.A(t("skip"), href="#main", className="skip"),
            html.Details(
                [html.Summary([icon("menu"), t("nav.menu")]), _sidebar(me, nodes, at, wave)],
                className="drawer",
            ),
            html.Aside(_sidebar(me, nodes, at, wave), className="sidebar"),
            html.Main(page, id="main", tabIndex="-1"),
        ],
        className="shell",
    )


def _sidebar(me: Me, nodes: list[UnitNode], at: str | None, wave: str | None) -> Any:
    own = me.own_unit
    links = [_link(HOME, "layout", t("nav.overview"), is_on=at is None)]
    if own:
        links.append(_link(team_path(own, wave), "users", t("nav.team"), is_on=at == own))
    return html.Div(
        [
            html.Div([html.Span(className="mark"), t("app.name")], className="brand"),
            html.Nav(links, **{"aria-label": t("nav.label")}),
            html.P(t("nav.teams"), className="side-title") if nodes else None,
            html.Nav(_tree(nodes, at, wave), className="tree", **{"aria-label": t("nav.teams")}),
            html.Div(
                [
                    html.P(me.name, className="who"),
                    html.P(", ".join(me.roles), className="under"),
                    html.Button(t("nav.sign_out"), className="quiet sign-out", type="button"),
                ],
                className="viewer",
            ),
        ],
        className="side",
    )


def _link(href: str, symbol: str, text: str, *, is_on: bool) -> Any:
    current = {"aria-current": "page"} if is_on else {}
    return html.A([icon(symbol), text], href=href, **current)


def _tree(nodes: list[UnitNode], at: str | None, wave: str | None) -> Any:
    below: dict[str | None, list[UnitNode]] = {}
    known = {node.unit for node in nodes}
    for node in nodes:
        below.setdefault(node.parent if node.parent in known else None, []).append(node)

    def listed(parent: str | None) -> Any:
        entries = [
            html.Li([_entry(one, at, wave), *([listed(one.unit)] if one.unit in below else [])])
            for one in below.get(parent, [])
        ]
        return html.Ul(entries)

    return listed(None) if nodes else None


def _entry(node: UnitNode, at: str | None, wave: str | None) -> Any:
    side = html.Span(node.n_band, className="band") if node.shown else icon("lock")
    current = {"aria-current": "page"} if node.unit == at else {}
    hidden = [] if node.shown else [html.Span(f", {node.text}", className="sr")]
    label = html.Span([node.label, *hidden])
    return html.A([label, side], href=team_path(node.unit, wave), **current)


def header(me: Me, result: UnitResult, waves: list[WaveSummary]) -> Any:
    """Breadcrumb, title, wave chooser, export, and the privacy line."""
    crumbs = [html.A(one.label, href=team_path(one.unit, result.wave.id)) for one in result.path]
    trail = [
        part for crumb in crumbs for part in (crumb, html.Span("›", **{"aria-hidden": "true"}))
    ]
    path = f"/published/waves/{result.wave.id}/units/{result.unit}/export.csv"
    export = [html.A([icon("download"), t("export")], href=path, className="primary")]
    return html.Header(
        [
            html.Nav(trail, className="crumbs", **{"aria-label": "Breadcrumb"}) if trail else None,
            html.Div(
                [
                    html.H1(result.label),
                    html.Div(
                        [_waves(result, waves), *(export if "export" in me.permissions else [])],
                        className="tools",
                    ),
                ],
                className="title-row",
            ),
            _privacy(result),
        ]
    )


def _waves(result: UnitResult, waves: list[WaveSummary]) -> Any:
    options = [
        html.Option(
            one.title, value=one.id, selected="selected" if one.id == result.wave.id else None
        )
        for one in waves
        if one.state == "released"
    ]
    select = html.Select(options, className="choose", name="wave", id="wave")
    return html.Label([html.Span(t("wave.label")), select], className="field", htmlFor="wave")


def _privacy(result: UnitResult) -> Any:
    more = [html.P(result.wave.level_sentence)]
    if result.wave.fingerprint:
        more.append(html.P(t("fingerprint", fingerprint=result.wave.fingerprint)))
    return html.Div(
        [
            html.P([icon("shield"), t("privacy", k=result.k), " ", html.B(t("not_for"))]),
            html.Details([html.Summary(t("about")), *more]),
        ],
        className="privacy",
    )
