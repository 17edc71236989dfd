"""A company's directory keeps people and units: where it is pointed, and which tokens it shows."""

from datetime import date
from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, grid, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, t
from survey_api.published.schemas.provisioning import ProvisioningOut, ProvisioningTokenOut

STEPS = ("token", "point", "map", "groups", "leave")


def page(view: View) -> Page:
    """The tokens, a form for another, and how a directory is set up."""
    found = Administration(view.api).provisioning()
    title = t("admin.provisioning.title")
    head = header(view, title, lead=t("admin.provisioning.lead"))
    left = html.Div([_tokens(found), _steps()], className="run-list wide-7")
    right = html.Div([_address(found), _add()], className="run-list wide-5")
    return Page(title, [head, grid(left, right)], None, "admin/provisioning", is_sure=False)


def _tokens(found: ProvisioningOut) -> Any:
    title = t("admin.provisioning.tokens")
    if not found.tokens:
        return card(title, t("admin.provisioning.none"), html.P(t("admin.provisioning.none.about")))
    wrote = [one.wrote_on for one in found.tokens if one.wrote_on]
    key = "admin.provisioning.wrote.last" if wrote else "admin.provisioning.wrote.never"
    head = [t(f"admin.provisioning.{one}") for one in ("name", "added", "used", "wrote", "act")]
    rows = [
        [one.name, day(one.added_on), _day(one.used_on), _day(one.wrote_on), _revoke(one)]
        for one in found.tokens
    ]
    return card(
        title,
        t(key, day=_day(max(wrote, default=None))),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
    )


def _day(one: date | None) -> str:
    return day(one) if one else "–"


def _revoke(one: ProvisioningTokenOut) -> Any:
    return forms.act(
        t("admin.provisioning.revoke"),
        "/provisioning/tokens/revoked",
        said={"name": one.name},
        sure=t("admin.provisioning.revoke.sure", name=one.name),
    )


def _address(found: ProvisioningOut) -> Any:
    return card(
        t("admin.provisioning.address"),
        t("admin.provisioning.address.finding"),
        html.P(html.Code(found.address), className="copied"),
    )


def _add() -> Any:
    once = [
        html.P(t("admin.provisioning.once")),
        html.P(html.Code("", **{"data-shows": "token"}), className="copied"),
    ]
    return card(
        t("admin.provisioning.add"),
        t("admin.provisioning.add.finding"),
        forms.api_form(
            "/provisioning/tokens",
            forms.slot(
                "name",
                t("admin.provisioning.name"),
                hint=t("admin.provisioning.name.hint"),
                longest=60,
                is_required=True,
            ),
            forms.submit(t("admin.provisioning.add.do")),
            then="show",
        ),
        forms.shown_once(*once),
    )


def _steps() -> Any:
    told = [html.Li(t(f"admin.provisioning.step.{one}")) for one in STEPS]
    return card(t("admin.provisioning.steps"), t("admin.provisioning.steps.finding"), html.Ol(told))
