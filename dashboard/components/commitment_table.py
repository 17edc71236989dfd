"""Promises unit by unit, in the order of the tree: for whoever sees several of them."""

from typing import Any

from dashboard.components.common import empty, table
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.texts import plural, t
from survey_api.published.schemas.commitments import UnitTally

COUNTS = ("made", "open", "overdue", "done", "withdrawn")


def tallies(found: list[UnitTally], wave: str) -> Any:
    """The table, or why there is none yet."""
    told = [one for one in found if one.made]
    if not told:
        return empty("check", t("commitments.empty.title"), t("commitments.empty.why"))
    head = [t("commitments.unit"), *(t(f"commitments.count.{name}") for name in COUNTS)]
    rows = [[_link(one, wave), *(str(getattr(one, name)) for name in COUNTS)] for one in told]
    return html.Section(
        [
            html.H2(plural("commitments.overview", sum(one.made for one in told))),
            html.P(t("commitments.overview.why"), className="finding"),
            html.Div(table(head, rows), className="scroller promised-table", tabIndex="0"),
            *_others([one for one in found if not one.made], wave),
        ],
        className="card promised",
    )


def _others(found: list[UnitTally], wave: str) -> list[Any]:
    """Groups nothing was promised to; there may be good reasons."""
    if not found:
        return []
    links = html.Ul([html.Li(_link(one, wave)) for one in found], className="promised-others")
    summary = html.Summary(plural("commitments.others", len(found)))
    return [html.Details([summary, links], className="promised-fold")]


def _link(one: UnitTally, wave: str) -> Any:
    return html.A(one.label, href=address("commitments", one.unit, wave=wave))
