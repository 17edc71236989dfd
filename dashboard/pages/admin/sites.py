"""The second reporting tree of a wave: which unit lies at which site, said before it opens."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, empty, grid
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.running import WaveOut

KEYS, DRAFT = "admin.sites", "draft"


def page(view: View) -> Page:
    """One form for each wave that is still a draft, beside what sites are."""
    title = t(f"{KEYS}.title")
    head = header(view, title, lead=t(f"{KEYS}.lead"))
    drafts = [one for one in Administration(view.api).waves() if one.state == DRAFT]
    none = empty("calendar", t(f"{KEYS}.none"), t(f"{KEYS}.none.why"))
    listed = html.Div([_wave(one) for one in drafts] or [none], className="run-list wide-7")
    rules = [html.Li(t(f"{KEYS}.rule.{one}")) for one in ("about", "wholly", "fixed")]
    about = card(t(f"{KEYS}.about"), "", html.Ul(rules), classes="wide-5")
    return Page(title, [head, grid(listed, about)], None, "admin/sites", is_sure=False)


def _wave(one: WaveOut) -> Any:
    label, hint = t(f"{KEYS}.rows"), t(f"{KEYS}.rows.hint")
    box = forms.area("content", label, hint=hint, rows=8, id_=f"sites-{one.number}")
    save = forms.submit(t(f"{KEYS}.save"))
    return card(one.title, "", forms.api_form(f"/waves/{one.id}/sites", box, save, verb="PUT"))
