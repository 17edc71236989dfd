"""One unit's page as the API says it, with the organisation's figures beside it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from survey_api.access import VisibleUnit
from survey_api.published import stages, views
from survey_api.published.schemas.figures import Figure, Range
from survey_api.published.schemas.results import (
    Conversation,
    Cut,
    CutLevel,
    CutScale,
    Gain,
    ItemFigure,
    ScaleFigure,
    ScaleMeta,
    UnitResult,
    Zone,
)
from survey_api.published.schemas.waves import UnitRef, WaveSummary
from survey_api.published.schemas.words import Standing
from survey_api.published.sight import Sight
from survey_api.published.views import Bundle, Record
from survey_api.published.wording import Wording


@dataclass(frozen=True)
class Page:
    """One release as one reader sees it: its units in view, in the reader's language."""

    wave: WaveSummary
    bundle: Bundle
    in_view: frozenset[VisibleUnit]
    wording: Wording
    sight: Sight | None = None

    @cached_property
    def units(self) -> dict[str, Record]:
        """unit → record."""
        return views.by_unit(self.bundle)

    @property
    def whole(self) -> Record:
        """The organisation's own record."""
        return self.units[self.bundle["organisation_unit"]]

    def record(self, unit: str) -> Record:
        """What this reader may know of a unit today."""
        found = self.units[unit]
        return stages.masked(found) if self.expected_on(unit) else found

    def beside(self, unit: str) -> Record:
        """The organisation beside a unit: as little as of the unit itself."""
        return stages.masked(self.whole) if self.expected_on(unit) else self.whole

    def expected_on(self, unit: str) -> date | None:
        """The day of this reader, while it is still to come."""
        return self.sight.expected_on(unit) if self.sight else None

    def ref(self, unit: str | None) -> UnitRef | None:
        """A unit to be named beside another; None for none."""
        found = self.units.get(unit or "")
        if found is None:
            return None
        return UnitRef(unit=found["unit"], label=self.wording.unit(found, self.units))


def unit_result(page: Page, unit_id: str) -> UnitResult:
    """Everything a released wave says about one unit."""
    wave, bundle, wording, unit = page.wave, page.bundle, page.wording, page.record(unit_id)
    whole, sight = page.beside(unit_id), page.sight
    labels = views.labels_of(bundle, wording)
    return UnitResult(
        wave=wave,
        unit=unit_id,
        label=wording.unit(unit, page.units),
        path=path_of(page, unit_id),
        shown=unit["shown"],
        text=unit["text"],
        nearest=page.ref(unit["nearest"]),
        one_wave_only=unit["one_wave_only"],
        n_band=unit["n_band"],
        participation=unit["participation"],
        level=unit["level"],
        continuity=views.continuity(unit),
        scales=[_scale(meta, unit, whole) for meta in views.scale_metas(bundle, wording)],
        items=[_item(item, unit, whole, page) for item in bundle["instrument"]["items"]],
        zone=zone_of(unit["zone"]),
        strongest_gain=_gain(unit["strongest_gain"], labels),
        worth_a_conversation=_conversation(unit["worth_a_conversation"], labels),
        cuts=_cuts(unit, page, labels),
        k=bundle["policy"]["k"],
        relation=sight.standing(unit_id) if sight else Standing.OTHER,
        expected_on=page.expected_on(unit_id),
        supporter=sight.supporter(unit_id) if sight else None,
    )


def _scale(meta: ScaleMeta, unit: Record, whole: Record) -> ScaleFigure:
    return ScaleFigure(
        scale=meta,
        figure=views.score(unit["figures"].get(meta.id), unit["text"]),
        organisation=views.score(whole["figures"].get(meta.id)),
    )


def _item(item: Record, unit: Record, whole: Record, page: Page) -> ItemFigure:
    own = views.item_score(unit["items"].get(item["id"]), unit["text"])
    lender = page.units.get(own.borrowed or "")
    if lender is not None:
        lent = views.item_score(lender["items"][item["id"]])
        own = own.model_copy(update={"value": lent.value, "relation": lent.relation})
    return ItemFigure(
        item=item["id"],
        text=page.wording.pick(item["text"]),
        scale=item["scale"],
        reversed=item["reversed"],
        figure=own,
        borrowed_from=page.ref(own.borrowed),
        organisation=views.item_score(whole["items"].get(item["id"])),
    )


def zone_of(raw: Record | None) -> Zone | None:
    """Where a unit stands, or None where that is not told."""
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


def _cuts(unit: Record, page: Page, labels: dict[str, str]) -> list[Cut]:
    asked = {one["id"]: one for one in page.bundle["instrument"]["cuts"]}
    return [
        Cut(
            cut=raw["cut"],
            label=page.wording.pick(asked[raw["cut"]]["label"]),
            levels=[
                _level(one, page.wording.level(asked[raw["cut"]], one["levels"]), labels)
                for one in raw["levels"]
            ],
        )
        for raw in unit["cuts"]
    ]


def _level(raw: Record, label: str, labels: dict[str, str]) -> CutLevel:
    return CutLevel(
        levels=raw["levels"],
        label=label,
        n_band=raw["n_band"],
        scales=[
            CutScale(scale=scale, label=labels[scale], figure=Figure(**figure))
            for scale, figure in raw["figures"].items()
        ],
        items={item: views.item_score(one) for item, one in raw["items"].items()},
    )


def path_of(page: Page, unit_id: str) -> list[UnitRef]:
    """The units above one, as far as they are in view, from the top."""
    path: list[UnitRef] = []
    at = page.units[unit_id]["parent"]
    while at is not None and at in page.units:
        above = page.ref(at)
        if at in page.in_view and above is not None:
            path.append(above)
        at = page.units[at]["parent"]
    return path[::-1]
