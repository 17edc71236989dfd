"""Waves: what is planned, open, closed or released, and a form for the next one."""

from datetime import timedelta
from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import cautions, forms
from dashboard.components.common import card, empty, grid, icon
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, t
from survey_api.published.schemas.running import WaveChoices, WaveOut

DRAFT, OPEN = "draft", "open"
WEEKS = 2


def page(view: View) -> Page:
    """All waves, newest first, beside the form."""
    api = Administration(view.api)
    found, choices = api.waves(), api.choices()
    title = t("admin.waves.title")
    head = header(view, title, lead=t("admin.waves.lead"))
    listed = [_wave(one) for one in reversed(found)]
    none = empty("calendar", t("admin.waves.none"), t("admin.waves.none.why"))
    body = grid(
        html.Div(
            [*cautions.told(choices.cautions), *(listed or [none])], className="run-list wide-7"
        ),
        _new(choices),
    )
    return Page(title, [head, body], None, "admin/waves", is_sure=False)


def _wave(one: WaveOut) -> Any:
    state = html.Span(t(f"admin.waves.state.{one.state}"), className=f"state {one.state}")
    return html.Section(
        [
            html.Div([html.H2(one.title, className="card-title"), state], className="run-head"),
            html.Dl([part for name, said in _facts(one) for part in _fact(name, said)],
                    className="facts"),
            *_under_way(one),
            html.Div(_acts(one), className="acts"),
        ],
        className="card",
        id=f"wave-{one.number}",
    )  # fmt: skip


def _facts(one: WaveOut) -> list[tuple[str, str]]:
    facts = [
        ("number", str(one.number)),
        ("when", t("admin.waves.span", begin=day(one.opens_on), end=day(one.closes_on))),
        ("instrument", one.instrument),
        ("policy", t("admin.waves.rule", policy=t(f"policy.{one.policy}"), k=one.k)),
        ("team_days", t("admin.waves.days", days=one.team_days)),
    ]
    if one.fingerprint:
        facts.append(("fingerprint", one.fingerprint))
    if one.participation:
        facts.append(("participation", one.participation))
    if one.waits_for:
        facts.append(("waits_for", ", ".join(one.waits_for)))
    return facts


def _fact(name: str, said: str) -> list[Any]:
    return [html.Dt(t(f"admin.waves.{name}")), html.Dd(said)]


def _under_way(one: WaveOut) -> list[Any]:
    """What the worker was asked for, what was in its way, or that it needs nobody."""
    if one.trouble:
        told = t("admin.waves.trouble", why=one.trouble)
        return [html.P([icon("alert"), told], className="note-line failed", role="alert")]
    if one.asked_for:
        return [html.P([icon("clock"), t("admin.waves.asked")], className="note-line asked")]
    if one.awaits_approval:
        return [html.P([icon("clock"), t("admin.waves.awaits_approval")], className="note-line")]
    if one.by_itself and one.state in {DRAFT, OPEN}:
        told = t(f"admin.waves.by_itself.{one.state}")
        return [html.P([icon("clock"), told], className="note-line")]
    return []


def _acts(one: WaveOut) -> list[Any]:
    at = f"/waves/{one.id}"
    if one.asked_for:
        return []
    if one.state == DRAFT:
        return [
            forms.act(t("admin.waves.open"), f"{at}/open", sure=t("admin.waves.open.sure")),
            forms.act(
                t("admin.waves.discard"), at, verb="DELETE", sure=t("admin.waves.discard.sure")
            ),
        ]
    if one.state == OPEN:
        return [forms.act(t("admin.waves.close"), f"{at}/close", sure=t("admin.waves.close.sure"))]
    return []


def _new(choices: WaveChoices) -> Any:
    asked = [
        (one.id, t("admin.waves.items", title=one.title, n=one.n_items))
        for one in choices.instruments
    ]
    rules = [(one, t(f"admin.policy.name.{one}")) for one in choices.policies]
    return card(
        t("admin.waves.new"),
        t("admin.waves.new.finding", people=choices.n_people),
        forms.api_form(
            "/waves",
            forms.slot("title", t("admin.waves.name"), is_required=True, longest=120),
            forms.choice("instrument", t("admin.waves.instrument"), asked, chosen="pulse_short"),
            forms.row(
                _date("opens_on", choices.today),
                _date("closes_on", choices.today + timedelta(weeks=WEEKS)),
            ),
            forms.row(
                forms.choice("policy", t("admin.waves.policy"), rules, chosen="standard"),
                _count("k", 5, 5),
                _count("team_days", choices.team_days, 0),
            ),
            forms.check("by_itself", t("admin.waves.by_itself")),
            html.P(html.A(t("admin.waves.cost"), href="/dashboard/admin/policy")),
            forms.submit(t("admin.waves.create")),
        ),
        classes="wide-5",
        id_="new-wave",
    )


def _date(name: str, value: Any) -> Any:
    label = t(f"admin.waves.{name}")
    return forms.slot(name, label, kind="date", value=value.isoformat(), is_required=True)


def _count(name: str, value: int, least: int) -> Any:
    return forms.slot(
        name, t(f"admin.waves.{name}"), kind="number", value=str(value), least=least,
        is_required=True,
    )  # fmt: skip
