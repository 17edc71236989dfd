"""Safety and accountability: units of 20 and more, each with its uncertainty drawn."""

from dashboard.components import zone_map
from dashboard.components.common import empty, grid
from dashboard.components.header import header, unit_crumbs
from dashboard.pages.view import Page, View
from dashboard.texts import t


def page(view: View) -> Page:
    """A unit and the units under it, as far as a zone is told of them."""
    below = view.api.below(view.released.id, view.focus)
    title = t("zones.title", label=below.unit.label)
    crumbs = unit_crumbs("zones", below.path, below.wave.id)
    head = header(view, title, crumbs=crumbs, unit=below.unit.unit, lead=t("zones.lead"))
    placed = zone_map.placed(below)
    if not placed:
        body = [head, empty("lock", t("zones.none.title"), t("zones.none.why"))]
    else:
        body = [head, grid(zone_map.chart_card(below, placed), zone_map.words_card())]
    return Page(title, body, below.unit.unit, "zones")
