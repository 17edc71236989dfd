"""Questionnaires: the library and one's own, each as people meet it, and an editor."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, grid, icon
from dashboard.components.header import chooser, header
from dashboard.components.instrument_editor import editor, words
from dashboard.components.instrument_preview import facts, preview, topics
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import known, spoken, t
from survey_api.published.schemas.instruments import InstrumentLine, InstrumentSheet

HERE = ("admin", "instruments")
NAME = "admin/instruments"
EDIT = "edit"


def page(view: View) -> Page:
    """All of them; the one that is named in the address; or that one in the editor."""
    api, name = Administration(view.api), view.asked.get("instrument")
    if name is None:
        return _shelf(view, api.instruments())
    sheet = api.instrument(name, _version(view))
    return _editor(view, sheet) if view.asked.get("do") == EDIT else _sheet(view, sheet)


def in_language(texts: dict[str, str], language: str = "") -> str:
    """A text in the language, else in the reader's, else in its own."""
    for one in (language, spoken()):
        if one in texts:
            return texts[one]
    return next(iter(texts.values()))


def _version(view: View) -> int:
    said = view.asked.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 6 else 0


def _shelf(view: View, found: list[InstrumentLine]) -> Page:
    title = t("admin.instruments.title")
    head = header(view, title, lead=t("admin.instruments.lead"))
    own = [one for one in found if not one.comes_with_it]
    shipped = [one for one in found if one.comes_with_it]
    listed = [
        _listed(t("admin.instruments.own"), t("admin.instruments.own.finding", n=len(own)), own),
        _listed(t("admin.instruments.library"), t("admin.instruments.library.finding"), shipped),
    ]
    body = grid(html.Div(listed, className="run-list wide-7"), _bring())
    return Page(title, [head, body], None, NAME, is_sure=False)


def _listed(title: str, finding: str, lines: list[InstrumentLine]) -> Any:
    return card(title, finding, html.Ul([_line(one) for one in lines], className="shelf"))


def _line(one: InstrumentLine) -> Any:
    said = t("admin.instruments.line", n=one.n_items, version=one.version, id=one.id)
    asked = t("admin.instruments.asked") if one.fielded else t("admin.instruments.not_asked")
    parts = [
        html.A(in_language(one.title), href=address(*HERE, instrument=one.id)),
        html.P(f"{said} · {asked}", className="under"),
    ]
    if one.n_notices:
        told = t("admin.instruments.notices", n=one.n_notices)
        parts.append(html.P([icon("alert"), told], className="note-line"))
    return html.Li(parts)


def _bring() -> Any:
    """A file of a scale one may use: looked at first, then stored."""
    look = html.Button(t("admin.instruments.look"), type="submit", className="primary")
    store = html.Button(
        t("admin.instruments.store"), type="button", className="primary store", hidden=True
    )
    form = html.Form(
        [
            forms.slot("file", t("admin.instruments.file"), kind="file"),
            forms.area("source", t("admin.instruments.source"), rows=12),
            html.Div([look, store], className="acts"),
            html.P("", role="alert", hidden=True, className="failed"),
            html.P("", role="status", hidden=True, className="done-note"),
            html.Div(className="instrument-found scroller", tabIndex="0", hidden=True),
            *words(),
        ],
        className="instrument-file api-form",
        action="/instruments",
        **{"data-away": t("forms.away"), "data-then": address(*HERE)},
    )
    return card(
        t("admin.instruments.bring"),
        t("admin.instruments.bring.finding"),
        form,
        html.P(t("admin.instruments.licence.why"), className="under"),
        classes="wide-5",
    )


def _sheet(view: View, sheet: InstrumentSheet) -> Page:
    language = view.asked.get("language") or spoken()
    language = language if language in sheet.locales else sheet.locales[0]
    title = sheet.title[language]
    crumbs = [(t("admin.instruments.title"), address(*HERE))]
    named = {"instrument": sheet.id, "version": str(sheet.version)}
    own = t("admin.instruments.edit") if not sheet.comes_with_it else t("admin.instruments.copy")
    links = [html.A(own, href=address(*HERE, **named, do=EDIT), className="primary")]
    tools = [*_choosers(sheet, language), *links]
    body = grid(
        html.Div([preview(sheet, language)], className="wide-7"),
        html.Div([facts(sheet, language), topics(sheet)], className="run-list wide-5"),
    )
    head = header(view, title, crumbs=crumbs, lead=t("admin.instruments.preview.lead"))
    return Page(title, [head, html.Div(tools, className="tools"), body], None, NAME, is_sure=False)


def _choosers(sheet: InstrumentSheet, language: str) -> list[Any]:
    """Language and version, each where there is a choice; they become parts of the address."""
    tongues = [(one, known().get(one, one)) for one in sheet.locales]
    numbers = [(str(one), str(one)) for one in sheet.versions]
    found = [chooser("language", t("admin.instruments.language"), tongues, language)]
    if len(numbers) > 1:
        label = t("admin.instruments.version")
        found.append(chooser("version", label, numbers, str(sheet.version)))
    return found


def _editor(view: View, sheet: InstrumentSheet) -> Page:
    title = t("admin.instruments.editing", title=in_language(sheet.title))
    crumbs = [
        (t("admin.instruments.title"), address(*HERE)),
        (in_language(sheet.title), address(*HERE, instrument=sheet.id)),
    ]
    more = view.asked.get("more", "")
    languages = [*sheet.locales, *([more] if more and more not in sheet.locales else [])]
    head = header(view, title, crumbs=crumbs, lead=t("admin.instruments.editing.lead"))
    body = editor(sheet, languages, then=address(*HERE))
    return Page(title, [head, body], None, NAME, is_sure=False)
