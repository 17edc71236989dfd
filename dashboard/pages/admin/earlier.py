"""Results of before: what was brought in, and a form for a file of means or of protected rows."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, empty, grid, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, t
from survey_api.published.schemas.earlier import EarlierOut

KEYS = "admin.earlier"
COLUMNS = ("unit", "measure", "mean", "n")
WORDS = ("would", "done", "line", "where", "what", "remedy")


def page(view: View) -> Page:
    """All of them beside the form."""
    found = Administration(view.api).earlier()
    title = t(f"{KEYS}.title")
    head = header(view, title, lead=t(f"{KEYS}.lead"))
    none = empty("bars", t(f"{KEYS}.none"), t(f"{KEYS}.none.why"))
    listed = [_result(one) for one in found] or [none]
    body = grid(html.Div([*listed, _rules()], className="run-list wide-7"), _bring())
    return Page(title, [head, body], None, "admin/earlier", is_sure=False)


def _result(one: EarlierOut) -> Any:
    said = t(f"{KEYS}.counts", units=one.n_units, figures=one.n_figures)
    gone = forms.act(
        t(f"{KEYS}.remove"), f"/earlier/{one.id}", verb="DELETE", sure=t(f"{KEYS}.remove.sure")
    )
    origin = t(f"earlier.{one.kind}", source=one.source)
    when = html.P(f"{day(one.held_on)} · {origin} · {said}", className="under")
    return card(one.title, "", when, html.Div([gone], className="acts"))


def _bring() -> Any:
    look = html.Button(t(f"{KEYS}.look"), type="submit", className="primary")
    store = html.Button(t(f"{KEYS}.store"), type="button", className="primary store", hidden=True)
    told = {"data-away": t("forms.away")}
    words = [html.Span(t(f"{KEYS}.{one}"), hidden=True, **{"data-word": one}) for one in WORDS]
    form = html.Form(
        [
            forms.slot("title", t(f"{KEYS}.name"), is_required=True, longest=120),
            forms.slot("source", t(f"{KEYS}.source"), is_required=True, longest=120),
            forms.slot(
                "held_on", t(f"{KEYS}.held_on"), kind="date", hint=t(f"{KEYS}.held_on.hint")
            ),
            forms.slot("file", t(f"{KEYS}.file"), kind="file", is_required=True),
            html.Div([look, store], className="acts"),
            html.P("", role="alert", hidden=True, className="failed"),
            html.P("", role="status", hidden=True, className="done-note"),
            html.Div(className="instrument-found scroller", tabIndex="0", hidden=True),
            *words,
        ],
        className="earlier-form api-form",
        action="/earlier",
        **told,
    )
    return card(t(f"{KEYS}.bring"), t(f"{KEYS}.bring.finding"), form, classes="wide-5")


def _rules() -> Any:
    """What a file holds, and what is left out of it."""
    rows = [[html.Code(one), t(f"{KEYS}.column.{one}")] for one in COLUMNS]
    head = [t(f"{KEYS}.column"), t(f"{KEYS}.means")]
    rules = [html.Li(t(f"{KEYS}.rule.{one}")) for one in ("few", "limits", "open", "rows")]
    return card(
        t(f"{KEYS}.rules"),
        t(f"{KEYS}.rules.finding"),
        html.Ul(rules),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
    )
