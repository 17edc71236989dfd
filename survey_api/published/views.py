"""From a release's frozen figures to what the API says; no statistics, no second rounding."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from survey_api.published.schemas.figures import Change, Favourable, ItemScore, Move, Range, Score
from survey_api.published.schemas.results import Continuity, ScaleMeta
from survey_api.published.schemas.waves import UnitNode
from survey_api.published.schemas.words import PublicText
from survey_api.published.wording import CYCLE, INDEX, Wording

Bundle = dict[str, Any]
Record = dict[str, Any]


@lru_cache(maxsize=64)
def bundle_of(raw: bytes) -> Bundle:
    """A release bundle as parsed JSON; bundles never change, so the parse is kept."""
    found: Bundle = json.loads(raw)
    return found


def apart_from(bundle: Bundle, annulled: frozenset[str]) -> Bundle:
    """The bundle without what it says in comparison with annulled waves."""
    if not annulled:
        return bundle
    if annulled & set(bundle.get(CYCLE, ())):
        bundle = _without_cycle(bundle)
    return {**bundle, "units": [_apart(one, annulled) for one in bundle["units"]]}


def _without_cycle(bundle: Bundle) -> Bundle:
    units = [
        {**one, "figures": {name: of for name, of in one["figures"].items() if name != CYCLE}}
        for one in bundle["units"]
    ]
    return {**bundle, "units": units}


def _apart(unit: Record, annulled: frozenset[str]) -> Record:
    if unit["continuity"]["with"] not in annulled:
        return unit
    figures = {name: {**one, "change": None} for name, one in unit["figures"].items()}
    return {**unit, "figures": figures, "strongest_gain": None}


def parents_of(bundle: Bundle) -> dict[str, str | None]:
    """unit → parent for the whole frozen tree."""
    return {unit["unit"]: unit["parent"] for unit in bundle["units"]}


def by_unit(bundle: Bundle) -> dict[str, Record]:
    """unit id → its record in the bundle."""
    return {unit["unit"]: unit for unit in bundle["units"]}


def score(raw: Record | None, text: str | None = None) -> Score:
    """A scale as published; one the release does not mention is not shown, for ``text``."""
    raw = raw or _nothing(text)
    return Score(
        **_figure(raw),
        range=between(raw.get("range")),
        bin=raw.get("bin"),
        shrunken=raw.get("shrunken"),
        change=_change(raw.get("change")),
    )


def item_score(raw: Record | None, text: str | None = None) -> ItemScore:
    """An item as published; one the release does not mention is not shown, for ``text``."""
    raw = raw or _nothing(text)
    liked = raw.get("favourable")
    return ItemScore(
        **_figure(raw),
        shares=raw.get("shares"),
        favourable=liked
        and Favourable(share=liked["share"], low=liked["range"][0], high=liked["range"][1]),
    )


def between(ends: list[str] | None) -> Range | None:
    """A likely range."""
    return Range(low=ends[0], high=ends[1]) if ends else None


def continuity(unit: Record) -> Continuity:
    """Whether this unit is the one of the wave before."""
    return Continuity(state=unit["continuity"]["state"], wave=unit["continuity"]["with"])


def node(unit: Record, label: str, expected_on: date | None = None) -> UnitNode:
    """A unit in the tree of a wave."""
    keys = ("unit", "parent", "kind", "shown", "text", "n_band")
    return UnitNode(label=label, expected_on=expected_on, **{key: unit[key] for key in keys})


def scale_metas(bundle: Bundle, wording: Wording) -> list[ScaleMeta]:
    """The index first, then the named sub-scales in the instrument's order."""
    instrument = bundle["instrument"]
    part = instrument.get(CYCLE)
    named = "index_of_part" if part else "index"
    values = {name: str(part[name]) for name in ("part", "of")} if part else {}
    index = ScaleMeta(
        id=INDEX,
        label=wording.word(f"{named}.label"),
        description=wording.word(f"{named}.description", **values),
        items=[item["id"] for item in instrument["items"]],
    )
    scales = [
        ScaleMeta(
            id=one["id"],
            label=wording.pick(one["label"]),
            description=wording.pick(one["description"]),
            items=one["items"],
        )
        for one in instrument["scales"]
    ]
    return [index, *_cycle(bundle, wording), *scales]


def _cycle(bundle: Bundle, wording: Wording) -> list[ScaleMeta]:
    """The score of the cycle that this wave completes."""
    if not any(CYCLE in one["figures"] for one in bundle["units"]):
        return []
    label, description = (wording.word(f"cycle.{one}") for one in ("label", "description"))
    return [ScaleMeta(id=CYCLE, label=label, description=description, items=[])]


def measures(bundle: Bundle, wording: Wording) -> dict[str, ScaleMeta]:
    """Everything that has a trend: the scales, then the single items under their wording."""
    scales = {one.id: one for one in scale_metas(bundle, wording)}
    items = {
        one["id"]: ScaleMeta(
            id=one["id"],
            label=wording.pick(one["text"]),
            description=scales[one["scale"]].label if one["scale"] in scales else "",
            items=[one["id"]],
        )
        for one in bundle["instrument"]["items"]
    }
    return {**items, **scales}


def labels_of(bundle: Bundle, wording: Wording) -> dict[str, str]:
    """scale → label."""
    return {one.id: one.label for one in scale_metas(bundle, wording)}


def _figure(raw: Record) -> Record:
    return {key: raw[key] for key in ("shown", "value", "relation", "text", "borrowed")}


def _nothing(text: str | None) -> Record:
    nothing = dict.fromkeys(("value", "relation", "borrowed"))
    return {"shown": False, **nothing, "text": text or PublicText.NOT_THIS_TIME}


def _change(raw: Record | None) -> Change | None:
    if raw is None:
        return None
    return Change(last=_move(raw["last"]), baseline=_move(raw["baseline"]))


def _move(raw: Record | None) -> Move | None:
    if raw is None:
        return None
    return Move(difference=raw["difference"], beyond=raw["beyond"], everyone=raw["with"])
