"""One measure of one unit over all released waves, as the API says it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from survey_api.catalogue.models import Wave
from survey_api.errors import NotFound
from survey_api.published import views
from survey_api.published.earlier_models import EarlierResult
from survey_api.published.schemas.earlier import EarlierKind
from survey_api.published.schemas.results import EarlierPoint, ScaleMeta, Trend, TrendPoint
from survey_api.published.schemas.words import Relation
from survey_api.published.sight import Sight
from survey_api.published.views import Bundle, Record
from survey_api.published.wording import CYCLE, INDEX, Wording


@dataclass(frozen=True)
class Past:
    """One released wave as one reader sees it."""

    wave: Wave
    bundle: Bundle
    seen: Sight
    wording: Wording

    @cached_property
    def units(self) -> dict[str, Record]:
        """unit → record."""
        return views.by_unit(self.bundle)

    @cached_property
    def measures(self) -> dict[str, ScaleMeta]:
        """Everything that has a trend."""
        return views.measures(self.bundle, self.wording)

    def has(self, unit: str) -> bool:
        """Whether it tells of a unit that lives on: groups of one wave only are other people."""
        return unit in self.seen.units and not self.units[unit]["one_wave_only"]


def trend(
    past: Iterable[Past], unit: str, scale: str, earlier: Sequence[EarlierResult] = ()
) -> Trend:
    """Oldest first. A wave in which the unit is out of view is left out, and one whose day has
    not come; a unit seen in none is ``NotFound``. Where a bank is spread over several waves, only
    those that asked the same are put in a line."""
    past, points = list(past), list[TrendPoint]()
    part = past[-1].bundle["instrument"].get(CYCLE) if past else None
    label, meta, since = None, None, None
    for one in past:
        if not one.has(unit):
            continue
        meta = one.measures.get(scale) or meta
        label = one.wording.unit(one.units[unit], one.units)
        since = one.seen.led_since(unit)
        if one.seen.expected_on(unit) is None and _asks_the_same(one, scale, part):
            points.append(_point(one, one.units[unit], scale))
    if label is None or meta is None:
        raise NotFound
    return Trend(
        unit=unit,
        label=label,
        scale=meta,
        points=points,
        led_since=since,
        earlier=tuple(
            _earlier(one, unit, scale) for one in earlier if scale in one.figures.get(unit, {})
        ),
    )


def _earlier(one: EarlierResult, unit: str, scale: str) -> EarlierPoint:
    relation, value, band = one.figures[unit][scale]
    return EarlierPoint(
        title=one.title,
        source=one.source,
        kind=EarlierKind(one.kind),
        held_on=one.held_on,
        relation=Relation(relation),
        value=value,
        n_band=band,
    )


def _asks_the_same(one: Past, scale: str, part: Mapping[str, Any] | None) -> bool:
    """Whether a wave's figure of a measure can stand beside the newest wave's."""
    of = one.bundle["instrument"].get(CYCLE)
    if of is None and part is None:
        return True
    return of == part if scale == INDEX else scale in one.measures


def _point(one: Past, unit: Record, scale: str) -> TrendPoint:
    wave, whole = one.wave, one.units[one.bundle["organisation_unit"]]
    return TrendPoint(
        wave=wave.id,
        number=wave.number,
        title=wave.title,
        closes_on=wave.closes_on,
        figure=views.score(_measured(unit, scale), unit["text"]),
        n_band=unit["n_band"],
        organisation=views.score(_measured(whole, scale)),
        continuity=views.continuity(unit),
    )


def _measured(unit: Record, measure: str) -> Record | None:
    """A unit's figure of a scale or of a single item."""
    found: Record | None = unit["figures"].get(measure) or unit["items"].get(measure)
    return found
