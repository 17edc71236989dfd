"""Compare: units side by side with their likely ranges, by name and never by rank."""

from typing import Any

from dashboard.components import ranges, sites, sureness
from dashboard.components.common import empty, grid
from dashboard.components.header import chooser, header, unit_crumbs
from dashboard.components.participation import participation
from dashboard.elements import html
from dashboard.pages.view import Page, View
from dashboard.texts import t
from survey_api.published.schemas.results import Below

INDEX = "index"


def page(view: View) -> Page:
    """A unit, the units directly under it, and the organisation as a reference."""
    below = view.api.below(view.released.id, view.focus)
    title = t("compare.title", label=below.unit.label)
    crumbs = unit_crumbs("compare", below.path, below.wave.id)
    head = header(view, title, crumbs=crumbs, unit=below.unit.unit)
    body: list[Any] = [head]
    if not below.lines:
        body.append(empty("users", t("compare.alone.title"), t("compare.alone.why")))
    else:
        body += _side_by_side(view, below)
    return Page(title, body, below.unit.unit, "compare")


def _side_by_side(view: View, below: Below) -> list[Any]:
    scale = view.asked.get("scale", INDEX)
    if scale not in {one.id for one in below.scales}:
        scale = INDEX
    worth = view.api.statistics(below.wave.id)
    is_whole = below.unit.unit in view.wholes
    options = [(one.id, one.label) for one in below.scales]
    return [
        html.Div(chooser("scale", t("compare.scale"), options, scale), className="tools choosers"),
        *sureness.caution(worth, scale),
        grid(
            ranges.ranges(below, scale, classes="wide-12"),
            participation(below),
            sites.sites(view.api.sites(below.wave.id), scale) if is_whole else None,
            sureness.drivers(worth) if is_whole else None,
            sureness.sureness(worth, alone=False) if is_whole else None,
        ),
    ]
