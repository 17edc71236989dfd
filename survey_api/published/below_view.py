"""A unit and the units directly under it, side by side: no ranks, in the order of their names."""

from survey_api.published import views
from survey_api.published.schemas.results import Below, ItemMeta, Line
from survey_api.published.unit_view import Page, path_of, zone_of
from survey_api.published.views import Record


def below(page: Page, unit_id: str) -> Below:
    """Every figure here is one that a unit's own page has too."""
    under = [one for one in page.units.values() if one["parent"] == unit_id]
    seen = [page.record(one["unit"]) for one in under if one["unit"] in page.in_view]
    lines = [_line(page, one) for one in seen]
    asked = page.bundle["instrument"]["items"]
    return Below(
        wave=page.wave,
        scales=views.scale_metas(page.bundle, page.wording),
        items=[
            ItemMeta(
                item=one["id"],
                text=page.wording.pick(one["text"]),
                scale=one["scale"],
                reversed=one["reversed"],
            )
            for one in asked
        ],
        organisation=_line(page, page.beside(unit_id)),
        unit=_line(page, page.record(unit_id)),
        path=path_of(page, unit_id),
        lines=sorted(lines, key=lambda one: (one.label.casefold(), one.unit)),
    )


def _line(page: Page, unit: Record) -> Line:
    measures = [one.id for one in views.scale_metas(page.bundle, page.wording)]
    items = [one["id"] for one in page.bundle["instrument"]["items"]]
    return Line(
        unit=unit["unit"],
        label=page.wording.unit(unit, page.units),
        shown=unit["shown"],
        text=unit["text"],
        n_band=unit["n_band"],
        participation=unit["participation"],
        scales={one: views.score(unit["figures"].get(one), unit["text"]) for one in measures},
        items={one: views.item_score(unit["items"].get(one), unit["text"]) for one in items},
        zone=zone_of(unit["zone"]),
    )
