"""Bringing the roster in: what a file would change is looked at before anything is changed."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, grid, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.running import RosterToday

COLUMNS = ("employee_id", "name", "email", "unit", "leads", "locale", "timezone")
COUNTS = (
    "joiners",
    "movers",
    "leavers",
    "changed",
    "unchanged",
    "without e-mail, answering by card",
    "units created",
    "units moved",
    "units renamed",
    "units closed",
    "leaders named",
    "leaders withdrawn",
)
STEPS = ("send", "read", "compare", "units", "people")
HEADS = ("line", "column", "what", "remedy")


def page(view: View) -> Page:
    """The form, what it found, and what a file looks like."""
    found = Administration(view.api).roster()
    title = t("admin.roster.title")
    head = header(view, title, lead=t("admin.roster.lead"))
    return Page(title, [head, grid(_bring(found), _columns())], None, "admin/roster", is_sure=False)


def _bring(found: RosterToday) -> Any:
    people, units = found.n_people, len(found.units)
    form = html.Form(
        [
            forms.slot("file", t("admin.roster.file"), kind="file", is_required=True),
            _buttons(),
            *_places(),
            *_words(),
        ],
        className="roster-form",
        action="/roster/lines",
        **{"data-away": t("forms.away")},
    )
    return card(
        t("admin.roster.bring"),
        t("admin.roster.today", people=people, units=units, cards=found.n_without_email),
        form,
        classes="wide-7",
    )


def _buttons() -> Any:
    look = html.Button(t("admin.roster.preview"), type="submit", className="primary")
    apply = html.Button(
        t("admin.roster.apply"), type="button", className="primary roster-apply", hidden=True
    )
    return html.Div([look, apply], className="acts")


def _places() -> list[Any]:
    """Where the script says how far it is, what is wrong, and what it found."""
    bar = [html.Span("", className="roster-step"), html.Progress(className="progress")]
    return [
        html.Div(bar, className="roster-progress", role="status", hidden=True),
        html.P("", role="alert", hidden=True, className="failed"),
        html.P("", role="status", hidden=True, className="roster-done"),
        html.Div(className="roster-found scroller", tabIndex="0", hidden=True),
    ]


def _words() -> list[Any]:
    """Everything the script may have to say, for it to find."""
    said = {
        **{f"count.{one}": t(f"admin.roster.count.{one}") for one in COUNTS},
        **{f"step.{one}": t(f"admin.roster.step.{one}") for one in STEPS},
        **{f"head.{one}": t(f"admin.roster.head.{one}") for one in HEADS},
        **{
            one: t(f"admin.roster.{one}", n="{n}")  # filled in by the script
            for one in ("would", "done", "guessed", "more", "nothing", "how_many", "change")
        },
    }
    return [html.Span(text, hidden=True, **{"data-word": name}) for name, text in said.items()]


def _columns() -> Any:
    rows = [[html.Code(one), t(f"admin.roster.column.{one}")] for one in COLUMNS]
    head = [t("admin.roster.head.column"), t("admin.roster.column")]
    return card(
        t("admin.roster.columns"),
        t("admin.roster.columns.finding"),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
        html.P(t("admin.roster.columns.how"), className="under"),
        classes="wide-5",
    )
