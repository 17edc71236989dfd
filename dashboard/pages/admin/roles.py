"""Who may do what: roles are given and taken here, and lost devices signed out."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, grid, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, t
from survey_api.published.schemas.roles import GrantOut, RolesOut
from survey_api.published.schemas.running import UnitToday

MOST_TO_CHOOSE = 300
LEADER = "leader"


def page(view: View) -> Page:
    """Everybody with a role, and forms to give and to take."""
    api = Administration(view.api)
    found, units = api.roles(), api.roster().units
    title = t("admin.roles.title")
    head = header(view, title, lead=t("admin.roles.lead"))
    left = html.Div([_held(found), _ended(found, units)], className="run-list wide-7")
    right = html.Div([_give(found, units), _what(found)], className="run-list wide-5")
    return Page(title, [head, grid(left, right)], None, "admin/roles", is_sure=False)


def _held(found: RolesOut) -> Any:
    return card(
        t("admin.roles.held"),
        t("admin.roles.held.finding", n=len(found.grants), leaders=found.n_leaders),
        _table(found.grants),
    )


def _table(grants: tuple[GrantOut, ...]) -> Any:
    names = ("name", "email", "role", "since", "act")
    head = [t(f"admin.roles.{name}") for name in names]
    rows = [
        [one.name, one.email, _role(one), day(one.since) if one.since else "–", _take(one)]
        for one in grants
    ]
    return html.Div(table(head, rows), className="scroller plain-table", tabIndex="0")


def _role(one: GrantOut) -> str:
    named = t(f"role.{one.role}")
    return t("admin.roles.of", role=named, unit=one.unit_label) if one.unit else named


def _take(one: GrantOut) -> Any:
    said = {"email": one.email, "role": one.role, "unit": one.unit or None}
    sure = t("admin.roles.take.sure", role=t(f"role.{one.role}"))
    return forms.act(t("admin.roles.take"), "/roles/taken", said=said, sure=sure)


def _ended(found: RolesOut, units: tuple[UnitToday, ...]) -> Any:
    """For somebody who is not in the table: leaders, and lost devices."""
    out = forms.api_form(
        "/roles/signed-out",
        forms.slot(
            "email", t("admin.roles.email"), kind="email", is_required=True, id_="out-email"
        ),
        forms.submit(t("admin.roles.sign_out")),
    )
    offered = [(one, t(f"role.{one}")) for one in found.roles]
    taken = forms.api_form(
        "/roles/taken",
        forms.slot(
            "email", t("admin.roles.email"), kind="email", is_required=True, id_="off-email"
        ),
        forms.choice("role", t("admin.roles.role"), offered, chosen=LEADER, id_="off-role"),
        _unit(units, "off-unit"),
        forms.submit(t("admin.roles.take")),
    )
    return card(
        t("admin.roles.end"),
        t("admin.roles.end.finding"),
        forms.folded(t("admin.roles.sign_out.title"), out),
        forms.folded(t("admin.roles.take.title"), taken),
    )


def _give(found: RolesOut, units: tuple[UnitToday, ...]) -> Any:
    offered = [(one, t(f"role.{one}")) for one in found.roles]
    return card(
        t("admin.roles.give"),
        t("admin.roles.give.finding"),
        forms.api_form(
            "/roles",
            forms.slot("email", t("admin.roles.email"), kind="email", is_required=True),
            forms.slot("name", t("admin.roles.name"), longest=200, hint=t("admin.roles.name.hint")),
            forms.choice("role", t("admin.roles.role"), offered, chosen="analyst"),
            _unit(units, "unit"),
            forms.submit(t("admin.roles.give.save")),
        ),
    )


def _unit(units: tuple[UnitToday, ...], id_: str) -> Any:
    label, hint = t("admin.roles.unit"), t("admin.roles.unit.hint")
    if len(units) > MOST_TO_CHOOSE:
        return forms.slot("unit", label, longest=32, hint=hint, id_=id_)
    named = sorted(((one.id, one.label) for one in units), key=lambda one: one[1].casefold())
    options = [("", t("admin.roles.unit.none")), *named]
    return forms.choice("unit", label, options, hint=hint, id_=id_)


def _what(found: RolesOut) -> Any:
    """What each role is for, beside the form that gives them."""
    told = [
        part
        for one in found.roles
        for part in (html.Dt(t(f"role.{one}")), html.Dd(t(f"admin.roles.what.{one}")))
    ]
    return card(t("admin.roles.what"), "", html.Dl(told, className="facts"))
