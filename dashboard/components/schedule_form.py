"""The fields of a schedule, empty with what is usual or filled with what was chosen."""

from typing import Any

from dashboard.components import forms
from dashboard.texts import t
from survey_api.published.schemas import ScheduleOut, WaveChoices

RHYTHMS = ("monthly", "quarterly", "fortnightly", "weekly", "dates")
USUAL = {"days_open": 7, "k": 5, "team_days": 3, "send_hour": 9, "reminders": 2}
LEAST = {"days_open": 2, "k": 5, "team_days": 0, "send_hour": 6, "reminders": 0}


def fields(choices: WaveChoices, of: ScheduleOut | None = None) -> list[Any]:
    """All of them; ids are the schedule's own, so that several forms stand on one page."""
    at = f"-{of.id}" if of else ""
    asked = [
        (one.id, t("admin.waves.items", title=one.title, n=one.n_items))
        for one in choices.instruments
    ]
    rhythms = [(one, t(f"admin.schedules.every.{one}")) for one in RHYTHMS]
    rules = [(one, t(f"admin.policy.name.{one}")) for one in choices.policies]
    return [
        forms.slot("title", t("admin.schedules.name"), value=of.title if of else "",
                   is_required=True, longest=100, id_=f"title{at}"),
        forms.choice("instrument", t("admin.waves.instrument"), asked,
                     chosen=of.instrument if of else "pulse_short", id_=f"instrument{at}"),
        forms.row(
            forms.choice("every", t("admin.schedules.every"), rhythms,
                         chosen=of.every if of else "monthly", id_=f"every{at}"),
            forms.slot("first_on", t("admin.schedules.first_on"), kind="date",
                       value=(of.first_on if of else choices.today).isoformat(),
                       is_required=True, id_=f"first_on{at}"),
            _count("days_open", of),
        ),
        forms.check("rotates", t("admin.schedules.rotates"), is_on=bool(of and of.rotates),
                    id_=f"rotates{at}"),
        forms.row(_count("send_hour", of), _count("reminders", of)),
        forms.check("targeted", t("admin.schedules.targeted"), is_on=bool(of and of.targeted),
                    id_=f"targeted{at}"),
        forms.row(
            forms.choice("policy", t("admin.waves.policy"), rules,
                         chosen=of.policy if of else "standard", id_=f"policy{at}"),
            _count("k", of),
            _count("team_days", of),
        ),
        forms.slot("region", t("admin.schedules.region"), value=of.region if of else "",
                   hint=t("admin.schedules.region.hint"), longest=12, id_=f"region{at}"),
        forms.area("breaks", t("admin.schedules.breaks"), rows=2,
                   value="\n".join(of.breaks) if of else "", kind="lines",
                   hint=t("admin.schedules.breaks.hint"), id_=f"breaks{at}"),
        forms.area("dates", t("admin.schedules.dates"), rows=2, kind="lines",
                   value="\n".join(map(str, of.dates)) if of else "",
                   hint=t("admin.schedules.dates.hint"), id_=f"dates{at}"),
    ]  # fmt: skip


def _count(name: str, of: ScheduleOut | None) -> Any:
    value = getattr(of, name) if of else USUAL[name]
    return forms.slot(
        name,
        t(f"admin.schedules.{name}"),
        kind="number",
        value=str(value),
        least=LEAST[name],
        is_required=True,
        id_=f"{name}-{of.id}" if of else name,
    )
