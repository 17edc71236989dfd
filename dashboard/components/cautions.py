"""What speaks against asking people again; it stops nothing."""

from collections.abc import Iterable
from typing import Any

from dashboard.components.common import icon
from dashboard.elements import html
from dashboard.texts import t
from survey_api.published.schemas.schedules import Caution


def told(cautions: Iterable[Caution]) -> list[Any]:
    """A card for each."""
    return [_card(one) for one in cautions]


def _card(one: Caution) -> Any:
    why = t(f"admin.schedules.caution.{one.kind}", title=one.title)
    return html.Section(
        [
            html.H2(t("admin.schedules.caution"), className="card-title"),
            html.P([icon("alert"), why], className="note-line"),
        ],
        className="card",
    )
