"""Who did what: the record of deeds, for every colleague; with names for those in oversight."""

from typing import Any

from dashboard.components.common import card, empty, grid, icon, table
from dashboard.components.header import header
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import catalogue, day, spoken, t
from survey_api.published.schemas.record import DeedOut, RecordOut

COMMAND_LINE = "command line"


def page(view: View) -> Page:
    """The newest deeds, and whether nothing was changed afterwards."""
    found = view.api.record()
    title = t("record.title")
    head = header(view, title, lead=t("record.lead"))
    body = grid(_deeds(found), _checked(found))
    return Page(title, [head, body], None, "record", is_sure=False)


def _deeds(found: RecordOut) -> Any:
    if not found.deeds:
        return empty("scroll", t("record.none"), t("record.none.why"))
    head = [t("record.number"), t("record.on"), t("record.as")]
    head += [t("record.who")] if found.has_names else []
    head += [t("record.did"), t("record.to")]
    rows = [_row(found, one) for one in found.deeds]
    shown = len(found.deeds)
    return card(
        t("record.deeds"),
        t("record.deeds.finding", shown=shown, n=found.n),
        html.Div(table(head, rows), className="scroller plain-table", tabIndex="0"),
        classes="wide-12",
    )


def _row(found: RecordOut, one: DeedOut) -> list[Any]:
    who = [one.who or "–"] if found.has_names else []
    return [str(one.number), day(one.on), _role(one.role), *who, _action(one.action), one.subject]


def _role(role: str) -> str:
    if role == COMMAND_LINE:
        return t("record.command_line")
    return ", ".join(_named(part) for part in role.split(", "))


def _named(role: str) -> str:
    known = ("respondent", "leader", "analyst", "administrator", "operator", "oversight",
             "comment_reader", "coach")  # fmt: skip
    return t(f"role.{role}") if role in known else role


def _action(action: str) -> str:
    key = f"record.action.{action}"
    return t(key) if key in catalogue(spoken()) else action  # a version to come may know more


def _checked(found: RecordOut) -> Any:
    """What the chain says, and what to do to be sure of it."""
    if found.broken_at is None:
        said = html.P([icon("check"), t("record.holds")], className="note-line")
    else:
        told = t("record.broken", number=found.broken_at)
        said = html.P([icon("alert"), told], className="note-line failed", role="alert")
    loose = html.P(t("record.loose", n=found.n_loose)) if found.n_loose else None
    keep = html.A(t("record.export"), href="/record/export.jsonl", className="download")
    return card(
        t("record.checked"),
        "",
        said,
        loose,
        html.P([t("record.fingerprint"), " ", html.Code(found.fingerprint[:16])]),
        html.P(t("record.keep"), className="under"),
        html.P(keep) if found.has_names else None,
        classes="wide-12",
    )
