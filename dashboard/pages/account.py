"""One's own account: where one is signed in, the password, and the second step."""

from datetime import datetime
from typing import Any

from dashboard.components import forms
from dashboard.components.common import card, grid, icon, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, t
from survey_api.published.schemas.account import OwnAccount, OwnSession


def page(view: View) -> Page:
    """The page; everybody has one."""
    found = view.api.account()
    title = t("account.title")
    head = header(view, title, lead=t("account.lead", email=found.email))
    left = html.Div([_second_step(found), _sessions(found)], className="run-list wide-7")
    right = html.Div([_password(found)], className="run-list wide-5")
    return Page(title, [head, grid(left, right)], None, "account", is_sure=False)


def _sessions(found: OwnAccount) -> Any:
    head = [t(f"account.sessions.{one}") for one in ("began", "how", "act")]
    rows = [[_moment(one.began_at), _how(one), _end(one)] for one in found.sessions]
    others = len(found.sessions) - 1
    every = forms.act(
        t("account.sessions.end_others"),
        "/account/sessions/ended",
        said={},
        sure=t("account.sessions.end_others.sure"),
    )
    return card(
        t("account.sessions"),
        t("account.sessions.finding" if others else "account.sessions.alone"),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
        html.P(every, className="acts") if others else None,
    )


def _moment(at: datetime) -> str:
    return f"{day(at.date())}, {at:%H:%M}"


def _how(one: OwnSession) -> str:
    return t("account.sessions.company" if one.by_company else "account.sessions.here")


def _end(one: OwnSession) -> Any:
    if one.is_this:
        return t("account.sessions.this")
    return forms.act(t("account.sessions.end"), "/account/sessions/ended", said={"name": one.name})


def _second_step(found: OwnAccount) -> Any:
    if found.by_company:
        return card(t("account.second"), t("account.second.company"))
    if found.has_second_step:
        return _second_step_on(found)
    asleep = ", ".join(t(f"role.{one}") for one in found.withheld)
    waits = [icon("alert"), t("account.second.withheld", roles=asleep)]
    return card(
        t("account.second"),
        t("account.second.off"),
        html.P(waits, className="note-line failed") if asleep else None,
        forms.api_form(
            "/account/second-step",
            _password_again(found, "step-password"),
            forms.submit(t("account.second.begin")),
            then="show",
            classes="goes",
        ),
        forms.shown_once(*_scan(found.email)),
        id_="second-step",
    )


def _password_again(found: OwnAccount, id_: str) -> Any:
    if not found.has_password:
        return html.P(t("account.second.recent"), className="under")
    return forms.slot(
        "password",
        t("account.password.now"),
        kind="password",
        is_required=True,
        id_=id_,
        autocomplete="current-password",
    )


def _scan(email: str) -> list[Any]:
    """What is shown once, and the first code that ends it."""
    secret = [html.Code("", **{"data-shows": "uri"})]
    return [
        html.P(t("account.second.scan")),
        html.Img(alt=t("account.second.picture"), className="scanned", **{"data-shows": "picture"}),
        html.Details(
            [html.Summary(t("account.second.by_hand")), html.P(secret, className="copied")]
        ),
        html.P(t("account.second.codes")),
        html.Pre("", className="recovery-codes", **{"data-shows": "recovery_codes"}),
        forms.api_form(
            "/account/second-step/confirmed",
            _code("first-code", t("account.second.first")),
            forms.submit(t("account.second.confirm")),
        ),
    ]


def _second_step_on(found: OwnAccount) -> Any:
    return card(
        t("account.second"),
        t("account.second.on", n=found.recovery_codes),
        forms.folded(
            t("account.second.end"),
            forms.api_form(
                "/account/second-step/ended",
                _code("last-code", t("account.second.code")),
                forms.submit(t("account.second.end.do")),
            ),
        ),
        id_="second-step",
    )


def _code(id_: str, label: str) -> Any:
    return forms.slot(
        "code", label, is_required=True, longest=40, id_=id_, autocomplete="one-time-code"
    )


def _password(found: OwnAccount) -> Any:
    if not found.has_password:
        return card(t("account.password"), t("account.password.none"))
    now, new = ("current-password", "new-password")
    return card(
        t("account.password"),
        t("account.password.finding"),
        forms.api_form(
            "/account/password",
            forms.slot(
                "password",
                t("account.password.now"),
                kind="password",
                is_required=True,
                autocomplete=now,
            ),
            forms.slot(
                "new_password",
                t("account.password.new"),
                kind="password",
                is_required=True,
                hint=t("account.password.hint"),
                autocomplete=new,
            ),
            forms.submit(t("account.password.change")),
        ),
    )
