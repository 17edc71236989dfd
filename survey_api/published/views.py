"""From a release's frozen figures to what the API says; no statistics, no second rounding."""

import json
from functools import lru_cache
from typing import Any

from survey_api.published.schemas import (
    Figure,
    ItemFigure,
    PublicText,
    Relation,
    ScaleFigure,
    ScaleMeta,
    UnitNode,
    UnitRef,
    UnitResult,
    WaveSummary,
)

INDEX = "index"
NOTHING = Figure(
    shown=False, value=None, relation=None, text=PublicText.NOT_THIS_TIME, borrowed=None
)
SMALL_FIGURES_NOTE = "Shown with the same rounding as for small groups."


@lru_cache(maxsize=64)
def bundle_of(raw: bytes) -> dict[str, Any]:
    """A release bundle as parsed JSON; bundles never change, so the parse is kept."""
    found: dict[str, Any] = json.loads(raw)
    return found


def parents_of(bundle: dict[str, Any]) -> dict[str, str | None]:
    """unit → parent for the whole frozen tree."""
    return {unit["unit"]: unit["parent"] for unit in bundle["units"]}


def by_unit(bundle: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """unit id → its record in the bundle."""
    return {unit["unit"]: unit for unit in bundle["units"]}


def figure(raw: dict[str, Any] | None, text: str | None = None) -> Figure:
    """A figure as published; one the release does not mention is not shown, for ``text``."""
    if raw is None:
        return NOTHING.model_copy(update={"text": PublicText(text)}) if text else NOTHING
    return Figure(
        shown=raw["shown"],
        value=raw["value"],
        relation=Relation(raw["relation"]) if raw["relation"] else None,
        text=PublicText(raw["text"]) if raw["text"] else None,
        borrowed=raw["borrowed"],
    )


def node(unit: dict[str, Any]) -> UnitNode:
    """A unit in the tree of a wave."""
    keys = ("unit", "label", "parent", "kind", "shown", "text", "n_band")
    return UnitNode(**{key: unit[key] for key in keys})


def scale_metas(bundle: dict[str, Any]) -> list[ScaleMeta]:
    """The index first, then the named sub-scales in the instrument's order."""
    instrument = bundle["instrument"]
    index = ScaleMeta(
        id=INDEX,
        label="Overall score",
        description="The mean of all questions in this wave.",
        items=[item["id"] for item in instrument["items"]],
    )
    fields = ("id", "label", "description", "items")
    scales = [ScaleMeta(**{key: one[key] for key in fields}) for one in instrument["scales"]]
    return [index, *scales]


def unit_result(
    wave: WaveSummary, bundle: dict[str, Any], unit_id: str, in_view: frozenset[str]
) -> UnitResult:
    """One unit's page, with the organisation's figures beside it."""
    units = by_unit(bundle)
    unit, whole = units[unit_id], units[bundle["organisation_unit"]]
    nearest = units.get(unit["nearest"] or "")
    return UnitResult(
        wave=wave,
        unit=unit_id,
        label=unit["label"],
        path=_path(unit_id, units, in_view),
        shown=unit["shown"],
        text=unit["text"],
        nearest=_ref(nearest),
        one_wave_only=unit["one_wave_only"],
        small_figures_note=SMALL_FIGURES_NOTE if unit["shown"] and unit["small_figures"] else None,
        n_band=unit["n_band"],
        participation=unit["participation"],
        scales=[
            ScaleFigure(
                scale=meta,
                figure=figure(unit["figures"].get(meta.id), unit["text"]),
                organisation=figure(whole["figures"].get(meta.id)),
            )
            for meta in scale_metas(bundle)
        ],
        items=[_item(item, bundle, unit, units) for item in bundle["instrument"]["items"]],
        k=bundle["policy"]["k"],
    )


def _item(
    item: dict[str, Any],
    bundle: dict[str, Any],
    unit: dict[str, Any],
    units: dict[str, dict[str, Any]],
) -> ItemFigure:
    own = figure(unit["items"].get(item["id"]), unit["text"])
    whole = figure(units[bundle["organisation_unit"]]["items"].get(item["id"]))
    lender = units.get(own.borrowed or "")
    if lender is not None:
        lent = figure(lender["items"][item["id"]])
        own = own.model_copy(update={"value": lent.value, "relation": lent.relation})
    return ItemFigure(
        item=item["id"],
        text=item["text"],
        scale=item["scale"],
        reversed=item["reversed"],
        figure=own,
        borrowed_from=_ref(lender),
        organisation=whole,
    )


def _ref(unit: dict[str, Any] | None) -> UnitRef | None:
    return UnitRef(unit=unit["unit"], label=unit["label"]) if unit else None


def _path(unit_id: str, units: dict[str, dict[str, Any]], in_view: frozenset[str]) -> list[UnitRef]:
    path: list[UnitRef] = []
    at = units[unit_id]["parent"]
    while at is not None and at in units:
        if at in in_view:
            path.append(UnitRef(unit=at, label=units[at]["label"]))
        at = units[at]["parent"]
    return path[::-1]
