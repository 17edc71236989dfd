"""From a release's frozen figures to what the API says; no statistics, no second rounding."""

import json
from functools import lru_cache
from typing import Any

from survey_api.published.schemas import (
    Change,
    Continuity,
    Favourable,
    ItemScore,
    Move,
    PublicText,
    Range,
    ScaleMeta,
    Score,
    UnitNode,
)

INDEX = "index"
Bundle = dict[str, Any]
Record = dict[str, Any]


@lru_cache(maxsize=64)
def bundle_of(raw: bytes) -> Bundle:
    """A release bundle as parsed JSON; bundles never change, so the parse is kept."""
    found: Bundle = json.loads(raw)
    return found


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


def node(unit: Record) -> UnitNode:
    """A unit in the tree of a wave."""
    keys = ("unit", "label", "parent", "kind", "shown", "text", "n_band")
    return UnitNode(**{key: unit[key] for key in keys})


def scale_metas(bundle: Bundle) -> list[ScaleMeta]:
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


def labels_of(bundle: Bundle) -> dict[str, str]:
    """scale → label."""
    return {one.id: one.label for one in scale_metas(bundle)}


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
