"""This week's small step: a thought and something to try, for everybody, told to nobody."""

from typing import Any

from dashboard.components.common import card, grid, icon
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.steps import Step, Week


def page(view: View) -> Page:
    """The page; it needs no result, so everybody can read it."""
    found = view.api.week()
    title = t("week.title")
    head = header(view, title, lead=t("week.lead"))
    return Page(title, [head, grid(_step(found), _earlier(found), _mails())], None, "week")


def _step(found: Week) -> Any:
    return card(
        found.step.title,
        t("week.of", week=_number(found.week)),
        html.P(found.step.thought, className="step-thought"),
        html.P([html.B(t("week.try")), " ", found.step.try_it], className="step-try"),
        *_notes(found),
        classes="wide-7 step",
    )


def _notes(found: Week) -> list[Any]:
    box = html.Textarea(
        id="notes", rows=6, maxLength=4000, className="step-notes", **{"data-week": found.week}
    )
    return [
        html.Label(t("week.notes"), htmlFor="notes", className="step-label"),
        box,
        html.P([icon("lock"), t("week.notes.here")], className="under step-here"),
        html.Button(t("week.notes.forget"), type="button", className="quiet step-forget"),
        html.P(t("week.notes.forgotten"), role="status", hidden=True, className="step-forgotten"),
    ]


def _earlier(found: Week) -> Any:
    return card(
        t("week.earlier"),
        t("week.earlier.finding"),
        *(_folded(one) for one in found.earlier),
        classes="wide-5",
    )


def _folded(step: Step) -> Any:
    return html.Details(
        [
            html.Summary(step.title),
            html.P(step.thought),
            html.P([html.B(t("week.try")), " ", step.try_it]),
        ],
        className="advice",
    )


def _mails() -> Any:
    """Three states, of which the page's script shows the reader's own."""
    return card(
        t("week.mails"),
        t("week.mails.finding"),
        _state("off", html.P(t("week.mails.off"))),
        _state("on", html.P(t("week.mails.on")), _wish(t("week.mails.pause"), paused="true")),
        _state("paused", html.P(t("week.mails.paused")), _wish(t("week.mails.resume"), paused="")),
        html.P(t("week.mails.failed"), role="alert", hidden=True, className="failed"),
        classes="wide-12 step-mails",
        id_="mails",
    )


def _state(name: str, *parts: Any) -> Any:
    return html.Div(list(parts), hidden=True, className="step-state", **{"data-state": name})


def _wish(text: str, *, paused: str) -> Any:
    return html.Button(
        text, type="button", className="quiet step-wish", **{"data-paused": paused or "false"}
    )


def _number(week: str) -> str:
    return week.rpartition("W")[2].lstrip("0")
