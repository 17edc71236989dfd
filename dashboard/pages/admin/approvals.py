"""Approvals: oversight looks at all that a wave will fix, and agrees or does not."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import forms
from dashboard.components.common import card, empty, icon
from dashboard.components.header import header
from dashboard.components.instrument_preview import preview, topics
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, spoken, t
from survey_api.published.schemas.approvals import ToApprove


def page(view: View) -> Page:
    """Every draft, each with its questions and its rules."""
    found = Administration(view.api).approvals()
    title = t("admin.approvals.title")
    lead = t("admin.approvals.lead" if found.is_needed else "admin.approvals.lead.free")
    drafts = [_draft(one) for one in reversed(found.drafts)]
    none = empty("check", t("admin.approvals.none"), t("admin.approvals.none.why"))
    body = html.Div(drafts or [none], className="run-list")
    return Page(title, [header(view, title, lead=lead), body], None, "admin/approvals", False)


def _draft(one: ToApprove) -> Any:
    language = spoken() if spoken() in one.sheet.intro else next(iter(one.sheet.intro))
    parts = [part for name, said in _facts(one) for part in _fact(name, said)]
    asked = html.Details(
        [
            html.Summary(t("admin.approvals.questions", n=len(one.sheet.items))),
            topics(one.sheet),
            preview(one.sheet, language),
        ],
        className="form-fold",
    )
    return card(
        one.title,
        "",
        html.Dl(parts, className="facts"),
        asked,
        html.Div(_acts(one), className="acts"),
    )


def _facts(one: ToApprove) -> list[tuple[str, str]]:
    mails = "admin.approvals.mails.targeted" if one.targeted else "admin.approvals.mails"
    return [
        ("when", t("admin.waves.span", begin=day(one.opens_on), end=day(one.closes_on))),
        ("policy", t("admin.waves.rule", policy=t(f"policy.{one.policy}"), k=one.k)),
        ("level", t(f"admin.approvals.level.{one.level}")),
        ("team_days", t("admin.waves.days", days=one.team_days)),
        ("reminders", t(mails, n=one.reminders)),
    ]


def _fact(name: str, said: str) -> list[Any]:
    shared = {"when", "policy", "team_days"}
    key = f"admin.waves.{name}" if name in shared else f"admin.approvals.{name}"
    return [html.Dt(t(key)), html.Dd(said)]


def _acts(one: ToApprove) -> list[Any]:
    if one.is_approved:
        return [html.P([icon("check"), t("admin.approvals.done")], className="note-line")]
    return [
        forms.act(
            t("admin.approvals.approve"),
            f"/waves/{one.wave}/approval",
            said={"digest": one.digest},
            sure=t("admin.approvals.sure"),
        )
    ]
