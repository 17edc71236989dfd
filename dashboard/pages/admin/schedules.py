"""Schedules: waves that are planned, opened and closed by themselves, and what comes next."""

from typing import Any

from dashboard.administration_api import Administration
from dashboard.components import cautions, forms, schedule_form
from dashboard.components.common import card, empty, grid, icon, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import day, plural, t
from survey_api.published.schemas.running import WaveChoices
from survey_api.published.schemas.schedules import OccasionOut, ScheduleOut, Schedules

ACTIVE, PAUSED, ENDED = "active", "paused", "ended"
CAN_BE_SKIPPED = {"planned", "draft"}


def page(view: View) -> Page:
    """All schedules beside the form for another one."""
    api = Administration(view.api)
    found, choices = api.schedules(), api.choices()
    title = t("admin.schedules.title")
    head = header(view, title, lead=t("admin.schedules.lead"))
    none = empty("clock", t("admin.schedules.none"), t("admin.schedules.none.why"))
    listed = [_schedule(one, found, choices) for one in found.schedules]
    body = grid(
        html.Div(
            [*cautions.told(found.cautions), *(listed or [none])], className="run-list wide-7"
        ),
        _new(choices),
    )
    return Page(title, [head, body], None, "admin/schedules", is_sure=False)


def _schedule(one: ScheduleOut, all_of_them: Schedules, choices: WaveChoices) -> Any:
    state = html.Span(t(f"admin.schedules.state.{one.state}"), className=f"state {one.state}")
    return html.Section(
        [
            html.Div([html.H2(one.title, className="card-title"), state], className="run-head"),
            html.Dl(
                [
                    part
                    for name, said in _facts(one, all_of_them, choices)
                    for part in (html.Dt(t(f"admin.schedules.{name}")), html.Dd(said))
                ],
                className="facts",
            ),
            *_occasions(one),
            html.Div(_acts(one), className="acts"),
            *_edit(one, choices),
        ],
        className="card",
        id=f"schedule-{one.id}",
    )


def _facts(one: ScheduleOut, all_of_them: Schedules, choices: WaveChoices) -> list[tuple[str, str]]:
    titles = {known.id: known.title for known in choices.instruments}
    rhythm = t(f"admin.schedules.every.{one.every}")
    facts = [
        ("rhythm", t("admin.schedules.rhythm.is", rhythm=rhythm, days=one.days_open)),
        ("asked", titles.get(one.instrument, one.instrument)),
        ("rule", t("admin.waves.rule", policy=t(f"policy.{one.policy}"), k=one.k)),
        ("mails", t("admin.schedules.mails.are", hour=one.send_hour,
                    reminders=plural(_reminders(one), one.reminders))),
        ("days", t("admin.schedules.days.are", zone=all_of_them.time_zone,
                   region=one.region or t("admin.schedules.weekends"))),
    ]  # fmt: skip
    if one.parts:
        counts = ", ".join(map(str, one.parts))
        facts.insert(2, ("cycle", t("admin.schedules.parts", n=len(one.parts), counts=counts)))
    return facts


def _reminders(one: ScheduleOut) -> str:
    return "admin.schedules.reminders." + ("targeted" if one.targeted else "are")


def _occasions(one: ScheduleOut) -> list[Any]:
    if one.state == ENDED or not (one.next or one.missed):
        return []
    head = [t(f"admin.schedules.{name}") for name in ("opens", "occasion", "act")]
    rows = [_row(one, each) for each in (*one.missed[-3:], *one.next)]
    told = [html.H3(t("admin.schedules.next"), className="under-title")]
    if one.missed:
        why = plural("admin.schedules.missed", len(one.missed))
        told.append(html.P([icon("alert"), why], className="note-line"))
    return [*told, html.Div(table(head, rows), className="scroller plain-table", tabIndex="0")]


def _row(one: ScheduleOut, each: OccasionOut) -> list[Any]:
    if each.wave:
        state = t("admin.schedules.is_wave", n=each.wave, state=_state(each.state))
    else:
        state = _state(each.state)
    skip: Any = ""
    if each.state in CAN_BE_SKIPPED:
        named = {"on": each.on.isoformat()}
        skip = forms.act(
            t("admin.schedules.skip"),
            f"/schedules/{one.id}/skip",
            said=named,
            sure=t("admin.schedules.skip.sure", day=day(each.opens_on)),
        )
    days = t("admin.waves.span", begin=day(each.opens_on), end=day(each.closes_on))
    return [days, state, skip]


def _state(name: str) -> str:
    own = {"planned", "skipped", "missed"}
    return t(f"admin.schedules.is.{name}") if name in own else t(f"admin.waves.state.{name}")


def _acts(one: ScheduleOut) -> list[Any]:
    at = f"/schedules/{one.id}"
    if one.state == ENDED:
        return []
    is_active = one.state == ACTIVE
    first = (
        forms.act(t("admin.schedules.pause"), f"{at}/pause")
        if is_active
        else forms.act(t("admin.schedules.resume"), f"{at}/resume")
    )
    end = t("admin.schedules.end")
    return [first, forms.act(end, f"{at}/end", sure=t("admin.schedules.end.sure"))]


def _edit(one: ScheduleOut, choices: WaveChoices) -> list[Any]:
    if one.state == ENDED:
        return []
    return [
        forms.folded(
            t("admin.schedules.change"),
            forms.api_form(
                f"/schedules/{one.id}",
                *schedule_form.fields(choices, one),
                forms.submit(t("admin.schedules.save")),
                verb="PUT",
            ),
        )
    ]


def _new(choices: WaveChoices) -> Any:
    return card(
        t("admin.schedules.new"),
        t("admin.schedules.new.finding"),
        forms.api_form(
            "/schedules",
            *schedule_form.fields(choices),
            html.P(html.A(t("admin.waves.cost"), href="/dashboard/admin/policy")),
            forms.submit(t("admin.schedules.create")),
        ),
        classes="wide-5",
        id_="new-schedule",
    )
