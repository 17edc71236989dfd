"""Settings: the few that are changed here, and all that are in force with where they come from."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, grid, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.settings import SettingOut

LONGEST = 200
Settings = tuple[SettingOut, ...]


def page(view: View) -> Page:
    """The form, then the whole list."""
    found = Administration(view.api).settings().settings
    title = t("admin.settings.title")
    head = header(view, title, lead=t("admin.settings.lead"))
    body = grid(_form(found), _all(found))
    return Page(title, [head, body], None, "admin/settings", is_sure=False)


def _form(found: Settings) -> Any:
    here = [one for one in found if one.is_editable]
    waiting = any(one.next_value is not None for one in found)
    note = html.P(t("admin.settings.waiting"), className="done-note", role="status")
    if not here:
        body = html.P(t("admin.settings.elsewhere"))
    else:
        fields = [_field(one) for one in here]
        save = html.Div([forms.submit(t("admin.settings.save"))], className="acts")
        body = forms.api_form("/settings", *fields, save, verb="PUT")
    return card(
        t("admin.settings.here"),
        t("admin.settings.here.finding"),
        note if waiting else None,
        body,
        classes="wide-5",
    )


def _field(one: SettingOut) -> Any:
    label, hint = t(f"admin.settings.{one.name}"), t(f"admin.settings.{one.name}.hint")
    value = one.value if one.next_value is None else one.next_value
    if one.name == "weekly_steps":
        return forms.check(one.name, label, is_on=value == "on")
    return forms.slot(one.name, label, value=value, hint=hint, longest=LONGEST, may_be_emptied=True)


def _all(found: Settings) -> Any:
    head = [t(f"admin.settings.head.{one}") for one in ("name", "value", "origin")]
    rows = [
        [html.Code(one.name), _value(one), t(f"admin.settings.origin.{one.origin}")]
        for one in found
    ]
    return card(
        t("admin.settings.all"),
        t("admin.settings.all.finding"),
        html.Div(table(head, rows), className="scroller plain-table settings-table", tabIndex="0"),
        classes="wide-7",
    )


def _value(one: SettingOut) -> str:
    if one.value == "***":
        return t("admin.settings.secret")
    return one.value or t("admin.settings.empty")
