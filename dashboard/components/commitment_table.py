"""Promises unit by unit, in the order of the tree: for whoever sees several of them."""

from typing import Any

from dashboard.components.common import empty, table
from dashboard.components.shell import address
from dashboard.elements import html
from dashboard.texts import plural, t
from survey_api.published.schemas import UnitTally

COUNTS = ("made", "open", "overdue", "done", "withdrawn")


def tallies(found: list[UnitTally], wave: str) -> Any:
    """The table, or why there is none yet."""
    made = sum(one.made for one in found)
    if not made:
        return empty("check", t("commitments.empty.title"), t("commitments.empty.why"))
    head = [t("commitments.unit"), *(t(f"commitments.count.{name}") for name in COUNTS)]
    rows = [
        [
            html.A(one.label, href=address("commitments", one.unit, wave=wave)),
            *(str(getattr(one, name)) for name in COUNTS),
        ]
        for one in found
    ]
    return html.Section(
        [
            html.H2(plural("commitments.overview", made), className="card-title"),
            html.P(t("commitments.overview.why"), className="finding"),
            html.Div(table(head, rows), className="scroller promised-table", tabIndex="0"),
        ],
        className="card",
    )
