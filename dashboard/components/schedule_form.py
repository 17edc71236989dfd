"""The fields of a schedule, empty with what is usual or filled with what was chosen."""

from typing import Any

from dashboard.components import forms
from dashboard.texts import t
from survey_api.published.schemas.running import WaveChoices
from survey_api.published.schemas.schedules import ScheduleOut

RHYTHMS = ("monthly", "quarterly", "fortnightly", "weekly", "dates")
USUAL = {"days_open": 7, "k": 5, "team_days": 3, "send_hour": 9, "reminders": 2}
LEAST = {"days_open": 2, "k": 5, "team_days": 0, "send_hour": 6, "reminders": 0}


def fields(choices: WaveChoices, of: ScheduleOut | None = None) -> list[Any]:
    """All of them; ids are the schedule's own, so that several forms stand on one page."""
    return [*_asked(choices, of), *_mails(of), *_rule(choices, of), *_days_off(of)]


def _asked(choices: WaveChoices, of: ScheduleOut | None) -> list[Any]:
    asked = [
        (one.id, t("admin.waves.items", title=one.title, n=one.n_items))
        for one in choices.instruments
    ]
    rhythms = [(one, t(f"admin.schedules.every.{one}")) for one in RHYTHMS]
    return [
        forms.slot("title", t("admin.schedules.name"), value=of.title if of else "",
                   is_required=True, longest=100, id_=_id("title", of)),
        forms.choice("instrument", t("admin.waves.instrument"), asked,
                     chosen=of.instrument if of else "pulse_short", id_=_id("instrument", of)),
        forms.row(
            forms.choice("every", t("admin.schedules.every"), rhythms,
                         chosen=of.every if of else "monthly", id_=_id("every", of)),
            forms.slot("first_on", t("admin.schedules.first_on"), kind="date",
                       value=(of.first_on if of else choices.today).isoformat(),
                       is_required=True, id_=_id("first_on", of)),
            _count("days_open", of),
        ),
        forms.check("rotates", t("admin.schedules.rotates"), is_on=bool(of and of.rotates),
                    id_=_id("rotates", of)),
    ]  # fmt: skip


def _mails(of: ScheduleOut | None) -> list[Any]:
    return [
        forms.row(_count("send_hour", of), _count("reminders", of)),
        forms.check("targeted", t("admin.schedules.targeted"), is_on=bool(of and of.targeted),
                    id_=_id("targeted", of)),
    ]  # fmt: skip


def _rule(choices: WaveChoices, of: ScheduleOut | None) -> list[Any]:
    rules = [(one, t(f"admin.policy.name.{one}")) for one in choices.policies]
    return [
        forms.row(
            forms.choice("policy", t("admin.waves.policy"), rules,
                         chosen=of.policy if of else "standard", id_=_id("policy", of)),
            _count("k", of),
            _count("team_days", of),
        )
    ]  # fmt: skip


def _days_off(of: ScheduleOut | None) -> list[Any]:
    return [
        forms.slot("region", t("admin.schedules.region"), value=(of.region or "") if of else "",
                   hint=t("admin.schedules.region.hint"), longest=12, id_=_id("region", of)),
        forms.area("breaks", t("admin.schedules.breaks"), rows=2,
                   value="\n".join(of.breaks) if of else "", kind="lines",
                   hint=t("admin.schedules.breaks.hint"), id_=_id("breaks", of)),
        forms.area("dates", t("admin.schedules.dates"), rows=2, kind="lines",
                   value="\n".join(map(str, of.dates)) if of else "",
                   hint=t("admin.schedules.dates.hint"), id_=_id("dates", of)),
    ]  # fmt: skip


def _id(name: str, of: ScheduleOut | None) -> str:
    return f"{name}-{of.id}" if of else name


def _count(name: str, of: ScheduleOut | None) -> Any:
    value = getattr(of, name) if of else USUAL[name]
    return forms.slot(
        name,
        t(f"admin.schedules.{name}"),
        kind="number",
        value=str(value),
        least=LEAST[name],
        is_required=True,
        id_=_id(name, of),
    )
