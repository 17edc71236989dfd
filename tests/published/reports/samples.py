"""Reports over a made-up company, from the real rule, with whatever must be hard to render."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from survey_api.published import stages, statistics_view, unit_view
from survey_api.published.reports.model import Report
from survey_api.published.schemas.figures import Score
from survey_api.published.schemas.results import (
    Continuity,
    ScaleMeta,
    Trend,
    TrendPoint,
    UnitResult,
)
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.words import ContinuityState, PublicText
from survey_api.published.wording import Wording
from tests.dashboard.samples import score
from tests.published.test_complete import PARENTS, SUMMARY, bundle

NAMES = {
    "org": "Northwind Logistics",
    "ops": "Operations",
    "hall": "Sorting hall",
    "yard": "Yard & loading",
    "desk": "Customer desk",
    "night": "Night shift",
}
MEAN = {"org": 3.6, "ops": 3.7, "hall": 3.9, "yard": 3.1, "desk": 4.2, "night": 4.6}
LAST = {"wave": SUMMARY.id, "title": SUMMARY.title, "closes_on": SUMMARY.closes_on}
HIDDEN_AT, BREAK_AT = 2, 5
HIDDEN = "night"
SAME = ContinuityState.CONTINUES


@cache
def results(locale: str = "en") -> tuple[UnitResult, ...]:
    """Every unit of the company, in the order of the tree; the night shift is not shown."""
    seen = unit_view.Page(SUMMARY, release(), frozenset(PARENTS), Wording(locale))
    return tuple(named(unit_view.unit_result(seen, unit)) for unit in PARENTS)


def release(wave: int = 1) -> dict[str, Any]:
    """The release of a wave, but the night shift is not shown."""
    hidden = {"shown": False, "text": PublicText.NOT_THIS_TIME, "nearest": "org"}
    units = [
        {**stages.masked(one), **hidden} if one["unit"] == HIDDEN else one
        for one in bundle(wave)["units"]
    ]
    return {**bundle(wave), "units": units}


def named(result: UnitResult) -> UnitResult:
    """Under names a person would give."""
    path = [one.model_copy(update={"label": NAMES[one.unit]}) for one in result.path]
    return result.model_copy(update={"label": NAMES[result.unit], "path": path})


def trend(unit: str, scale: ScaleMeta, n: int = 8) -> Trend:
    """Eight waves: the third is not shown, before the sixth the people changed."""
    points = [
        TrendPoint(
            wave=f"w{at}",
            number=at + 1,
            title=f"Wave {at + 1}",
            closes_on=date(2025, 3, 6) + timedelta(days=84 * at),
            figure=_score(unit, at),
            n_band=None if at == HIDDEN_AT else "8–11",
            organisation=score(f"{3.4 + 0.05 * at:.1f}"),
            continuity=Continuity(
                state=ContinuityState.PEOPLE_CHANGED if at == BREAK_AT else SAME, wave=None
            ),
        )
        for at in range(n)
    ]
    now = next(one for one in results() if one.unit == unit)
    own = next(one for one in now.scales if one.scale.id == scale.id)
    last = {**LAST, "figure": own.figure, "organisation": own.organisation, "n_band": now.n_band}
    points[-1] = points[-1].model_copy(update=last)
    return Trend(unit=unit, label=NAMES[unit], scale=scale, points=points)


def _score(unit: str, at: int) -> Score:
    if at == HIDDEN_AT:
        return score(None)
    value = min(MEAN[unit] - 0.3 + 0.06 * at, 4.8)
    return score(f"{value:.1f}", ends=(f"{value - 0.3:.1f}", f"{min(value + 0.3, 5):.1f}"))


def never_shown() -> Report:
    """A whole organisation of which nothing was ever shown."""
    head = next(one for one in results() if one.unit == HIDDEN).model_copy(update={"path": []})
    found = trend(HIDDEN, head.scales[0].scale)
    hidden = [one.model_copy(update={"figure": score(None)}) for one in found.points]
    trends = (found.model_copy(update={"points": hidden}),)
    return Report(NAMES["org"], SUMMARY, (head,), trends, statistics("en"), "en")


def hostile(text: str, locale: str = "en") -> Report:
    """A report on two groups with ``text`` wherever people may write something."""
    found = team("hall", locale)
    two = (found.head, team(HIDDEN, locale).head)
    found = replace(found, results=two, trends=found.trends[:2])
    wave = found.wave.model_copy(update={"title": text})
    results = tuple(_renamed(one, text) for one in found.results)
    trends = tuple(
        one.model_copy(
            update={
                "label": text,
                "scale": one.scale.model_copy(update={"label": text}),
                "points": [point.model_copy(update={"title": text}) for point in one.points],
            }
        )
        for one in found.trends
    )
    return Report(text, wave, results, trends, found.statistics, locale)


def _renamed(result: UnitResult, text: str) -> UnitResult:
    label = {"label": text}
    scales = [
        one.model_copy(update={"scale": one.scale.model_copy(update=label)})
        for one in result.scales
    ]
    levels = [
        cut.model_copy(
            update={**label, "levels": [one.model_copy(update=label) for one in cut.levels]}
        )
        for cut in result.cuts
    ]
    items = [one.model_copy(update={"text": text}) for one in result.items]
    path = [one.model_copy(update=label) for one in result.path]
    parts = {"wave": result.wave.model_copy(update={"title": text}), "path": path, "cuts": levels}
    return result.model_copy(update={**label, **parts, "scales": scales, "items": items})


def statistics(locale: str) -> OrganisationStatistics:
    return statistics_view.statistics(bundle(), Wording(locale))


def whole(locale: str = "en") -> Report:
    """The organisation's report, as HR gets it."""
    found = results(locale)
    trends = tuple(trend(one.unit, scale.scale) for one in found for scale in one.scales)
    return Report(NAMES["org"], SUMMARY, found, trends, statistics(locale), locale)


def team(unit: str, locale: str = "en") -> Report:
    """One unit's report."""
    found = next(one for one in results(locale) if one.unit == unit)
    trends = tuple(trend(unit, one.scale) for one in found.scales)
    return Report(NAMES["org"], SUMMARY, (found,), trends, None, locale)
