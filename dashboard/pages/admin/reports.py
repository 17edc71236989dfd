"""Every released wave as a file, in every format and language; each download is on record."""

from typing import Any

from dashboard.components.common import card, empty, grid, icon
from dashboard.components.header import FORMATS, header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, known, t
from survey_api.published.schemas.waves import WaveSummary

KEYS = "admin.reports"


def page(view: View) -> Page:
    """One card a wave, newest first; units that are not in view are in no file."""
    title = t(f"{KEYS}.title")
    head = header(view, title, lead=t(f"{KEYS}.lead"))
    released = [one for one in view.waves if one.state == "released"]
    if not released:
        none = empty("file", t(f"{KEYS}.none"), t(f"{KEYS}.none.why"))
        return Page(title, [head, none], None, "admin/reports", is_sure=False)
    cards = html.Div([_wave(one) for one in released], className="run-list wide-7")
    body = grid(cards, _about())
    return Page(title, [head, body], None, "admin/reports", is_sure=False)


def _wave(wave: WaveSummary) -> Any:
    files = [
        html.Tr(
            [
                html.Th(t(f"{KEYS}.format.{kind}"), scope="row"),
                *(html.Td(_link(wave.id, kind, code)) for code in known()),
            ]
        )
        for kind in FORMATS
    ]
    heads = [html.Th(t(f"{KEYS}.format"), scope="col")]
    heads += [html.Th(name, scope="col", lang=code) for code, name in known().items()]
    listed = html.Table([html.Thead(html.Tr(heads)), html.Tbody(files)])
    closed = t(f"{KEYS}.closed", date=day(wave.closes_on))
    return card(wave.title, closed, html.Div(listed, className="scroller", tabIndex="0"))


def _link(wave: str, kind: str, language: str) -> Any:
    name = "export.csv" if kind == "csv" else f"report.{kind}"
    label = t(f"{KEYS}.get", format=kind.upper(), language=known()[language])
    return html.A(
        [icon("download"), kind.upper()],
        href=f"/published/waves/{wave}/{name}?lang={language}",
        className="download",
        **{"aria-label": label},
    )


def _about() -> Any:
    told = [html.Li(t(f"{KEYS}.about.{one}")) for one in ("same", "record", "purpose", "pages")]
    return card(t(f"{KEYS}.about"), "", html.Ul(told), classes="wide-5")
