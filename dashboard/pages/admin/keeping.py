"""What is kept how long, and what people asked about themselves: a copy, or to be forgotten."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, grid, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, plural, t
from survey_api.published.schemas.keeping import ErasureWaiting, KeepingOut, KeptOut

ANSWERS = "answer_requests"
FOR_GOOD = ("releases", "promises", "record")


def page(view: View) -> Page:
    """Oversight sees what is kept; those who answer requests also whose they are."""
    api = Administration(view.api)
    found = api.keeping()
    title = t("admin.keeping.title")
    head = header(view, title, lead=t("admin.keeping.lead"))
    left, right = [_kept(found)], []
    if ANSWERS in view.me.permissions:
        left.append(_waiting(api.erasures()))
        right = [html.Div([_copy(), _forget()], className="run-list wide-5")]
    body = [html.Div(left, className="run-list wide-7"), *right]
    return Page(title, [head, grid(*body)], None, "admin/keeping", is_sure=False)


def _kept(found: KeepingOut) -> Any:
    due = sum(one.due for one in found.kinds)
    head = [t(f"admin.keeping.{one}") for one in ("kind", "period", "held", "due")]
    rows = [_row(one) for one in found.kinds]
    ever = t("admin.keeping.ever")
    rows += [[t(f"admin.keeping.kind.{one}"), ever, "–", "–"] for one in FOR_GOOD]
    return card(
        t("admin.keeping.kept"),
        t("admin.keeping.due_now", n=due) if due else t("admin.keeping.nothing_due"),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
        html.P(t("admin.keeping.waves"), className="under"),
        html.P(plural("admin.keeping.n_waiting", found.n_waiting), className="under"),
    )


def _row(one: KeptOut) -> list[Any]:
    kind = one.kind.replace(" ", "_").replace("-", "_")
    period = t(f"admin.keeping.period.{kind}", days=one.days)
    return [t(f"admin.keeping.kind.{kind}"), period, str(one.held), str(one.due)]


def _waiting(found: tuple[ErasureWaiting, ...]) -> Any:
    if not found:
        return card(t("admin.keeping.waiting"), t("admin.keeping.waiting.none"))
    head = [t(f"admin.keeping.waiting.{one}") for one in ("who", "asked", "for", "act")]
    rows = [
        [one.email, day(one.asked_on), t(f"admin.keeping.waits.{one.waits_for}"), _withdraw(one)]
        for one in found
    ]
    return card(
        t("admin.keeping.waiting"),
        t("admin.keeping.waiting.finding"),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
    )


def _withdraw(one: ErasureWaiting) -> Any:
    return forms.act(
        t("admin.keeping.withdraw"),
        "/persons/erasures/withdrawn",
        said={"email": one.email},
        sure=t("admin.keeping.withdraw.sure"),
    )


def _copy() -> Any:
    return card(
        t("admin.keeping.copy"),
        t("admin.keeping.copy.finding"),
        forms.api_form(
            "/persons/copy",
            _email("copy-email"),
            forms.submit(t("admin.keeping.copy.do")),
            then="save",
        ),
        html.P(t("admin.keeping.copy.without"), className="under after-form"),
    )


def _forget() -> Any:
    return card(
        t("admin.keeping.forget"),
        t("admin.keeping.forget.finding"),
        forms.api_form(
            "/persons/erasures", _email("forget-email"), forms.submit(t("admin.keeping.forget.do"))
        ),
    )


def _email(id_: str) -> Any:
    return forms.slot("email", t("admin.keeping.email"), kind="email", is_required=True, id_=id_)
