"""One unit's page as the API says it, with the organisation's figures beside it."""

from typing import Any

from survey_api.published import views
from survey_api.published.schemas import (
    Conversation,
    Cut,
    CutLevel,
    CutScale,
    Figure,
    Gain,
    ItemFigure,
    Range,
    ScaleFigure,
    ScaleMeta,
    UnitRef,
    UnitResult,
    WaveSummary,
    Zone,
)
from survey_api.published.views import Bundle, Record


def unit_result(
    wave: WaveSummary, bundle: Bundle, unit_id: str, in_view: frozenset[str]
) -> UnitResult:
    """Everything a released wave says about one unit."""
    units = views.by_unit(bundle)
    unit, whole = units[unit_id], units[bundle["organisation_unit"]]
    labels = views.labels_of(bundle)
    return UnitResult(
        wave=wave,
        unit=unit_id,
        label=unit["label"],
        path=_path(unit_id, units, in_view),
        shown=unit["shown"],
        text=unit["text"],
        nearest=_ref(units.get(unit["nearest"] or "")),
        one_wave_only=unit["one_wave_only"],
        n_band=unit["n_band"],
        participation=unit["participation"],
        level=unit["level"],
        continuity=views.continuity(unit),
        scales=[_scale(meta, unit, whole) for meta in views.scale_metas(bundle)],
        items=[_item(item, bundle, unit, units) for item in bundle["instrument"]["items"]],
        zone=_zone(unit["zone"]),
        strongest_gain=_gain(unit["strongest_gain"], labels),
        worth_a_conversation=_conversation(unit["worth_a_conversation"], labels),
        cuts=[_cut(one, labels) for one in unit["cuts"]],
        k=bundle["policy"]["k"],
    )


def _scale(meta: ScaleMeta, unit: Record, whole: Record) -> ScaleFigure:
    return ScaleFigure(
        scale=meta,
        figure=views.score(unit["figures"].get(meta.id), unit["text"]),
        organisation=views.score(whole["figures"].get(meta.id)),
    )


def _item(item: Record, bundle: Bundle, unit: Record, units: dict[str, Record]) -> ItemFigure:
    own = views.item_score(unit["items"].get(item["id"]), unit["text"])
    whole = views.item_score(units[bundle["organisation_unit"]]["items"].get(item["id"]))
    lender = units.get(own.borrowed or "")
    if lender is not None:
        lent = views.item_score(lender["items"][item["id"]])
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


def _zone(raw: Record | None) -> Zone | None:
    if raw is None:
        return None
    safety, accountability = (
        Range(low=raw[name][0], high=raw[name][1]) for name in ("safety", "accountability")
    )
    return Zone(zone=raw["zone"], safety=safety, accountability=accountability)


def _gain(raw: Record | None, labels: dict[str, str]) -> Gain | None:
    if raw is None:
        return None
    scale = raw["measure"]
    return Gain(scale=scale, label=labels[scale], difference=raw["difference"])


def _conversation(raw: Record | None, labels: dict[str, str]) -> Conversation | None:
    if raw is None:
        return None
    scale = raw["measure"]
    return Conversation(scale=scale, label=labels[scale], because=raw["because"])


def _cut(raw: Record, labels: dict[str, str]) -> Cut:
    levels = [_level(one, labels) for one in raw["levels"]]
    return Cut(cut=raw["cut"], label=raw["label"], levels=levels)


def _level(raw: Record, labels: dict[str, str]) -> CutLevel:
    return CutLevel(
        levels=raw["levels"],
        label=raw["label"],
        n_band=raw["n_band"],
        scales=[
            CutScale(scale=scale, label=labels[scale], figure=Figure(**figure))
            for scale, figure in raw["figures"].items()
        ],
        items={item: views.item_score(one) for item, one in raw["items"].items()},
    )


def _ref(unit: dict[str, Any] | None) -> UnitRef | None:
    return UnitRef(unit=unit["unit"], label=unit["label"]) if unit else None


def _path(unit_id: str, units: dict[str, Record], in_view: frozenset[str]) -> list[UnitRef]:
    path: list[UnitRef] = []
    at = units[unit_id]["parent"]
    while at is not None and at in units:
        if at in in_view:
            path.append(UnitRef(unit=at, label=units[at]["label"]))
        at = units[at]["parent"]
    return path[::-1]
