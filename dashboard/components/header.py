"""The head of a page: breadcrumb, title, choosers, and the privacy line."""

from typing import Any

from dashboard.components.common import icon
from dashboard.components.shell import HOME, address
from dashboard.elements import html
from dashboard.pages.view import View
from dashboard.texts import spoken, t
from survey_api.published.schemas.waves import UnitRef

FORMATS = ("pdf", "pptx", "xlsx", "csv", "json")


def header(
    view: View,
    title: str,
    *,
    crumbs: list[tuple[str, str]] | None = None,
    unit: str | None = None,
    lead: str = "",
) -> Any:
    """``crumbs`` are (label, address); with a ``unit`` its wave can be chosen and exported."""
    tools = _tools(view, unit) if unit is not None else []
    return html.Header(
        [
            _crumbs(crumbs or []),
            html.Div(
                [html.H1(title), html.Div(tools, className="tools") if tools else None],
                className="title-row",
            ),
            html.P(lead, className="lead") if lead else None,
            privacy(view),
        ]
    )


def unit_crumbs(page: str, path: list[UnitRef], wave: str) -> list[tuple[str, str]]:
    """The units above one, each with the same page of its own."""
    return [(one.label, address(page, one.unit, wave=wave)) for one in path]


def chooser(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> Any:
    """A labelled select whose choice becomes a part of the address."""
    entries = [
        html.Option(text, value=value, selected="selected" if value == chosen else None)
        for value, text in options
    ]
    select = html.Select(entries, className="choose", name=name, id=name)
    return html.Label([html.Span(label), select], className="field", htmlFor=name)


def privacy(view: View) -> Any:
    """What protects the people behind the figures, who could open their ballots, and where to
    read more."""
    said = t("privacy.from", k=view.wave.k) if view.wave else t("privacy.always")
    more = html.A(t("privacy.more"), href=HOME + "anonymity")
    lines = [html.P([icon("shield"), said, " ", html.B(t("not_for")), " ", more])]
    if view.wave and view.wave.level_sentence:
        who = [icon("lock"), html.Span(view.wave.level_sentence)]
        lines.append(html.P(who, className="opened-by"))
    return html.Div(lines, className="privacy")


def _crumbs(crumbs: list[tuple[str, str]]) -> Any:
    if not crumbs:
        return None
    between = html.Span("›", **{"aria-hidden": "true"})
    trail = [part for label, href in crumbs for part in (html.A(label, href=href), between)]
    return html.Nav(trail, className="crumbs", **{"aria-label": t("nav.trail")})


def _tools(view: View, unit: str) -> list[Any]:
    wave = view.released
    released = [(one.id, one.title) for one in view.waves if one.state == "released"]
    tools = [chooser("wave", t("wave.label"), released, wave.id)] if len(released) > 1 else []
    if "export" in view.me.permissions:
        tools.append(_exports(wave.id, unit))
    return tools


def _exports(wave: str, unit: str) -> Any:
    """Every format as a plain link, so that it works by keyboard and without a script."""
    base = f"/published/waves/{wave}/units/{unit}"
    links = [
        html.Li(html.A(t(f"export.{kind}"), href=f"{base}/{_file(kind)}", className="download"))
        for kind in FORMATS
    ]
    summary = html.Summary([icon("download"), t("export")], className="primary")
    return html.Details([summary, html.Ul(links)], className="menu")


def _file(kind: str) -> str:
    name = "export.csv" if kind == "csv" else f"report.{kind}"
    return f"{name}?lang={spoken()}"
