"""Every query on releases; each is scoped by the viewer and reads frozen bytes only."""

from typing import Any

from sqlalchemy import select

from survey_api.access import Viewer, visible
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import ReportingUnit, Wave, WaveState
from survey_api.errors import NotFound
from survey_api.published import (
    below_view,
    sight,
    site_view,
    statistics_view,
    trend_view,
    unit_view,
    views,
    wave_view,
)
from survey_api.published.earlier_models import EarlierResult
from survey_api.published.models import Release
from survey_api.published.schemas.results import Below, Trend, UnitResult
from survey_api.published.schemas.sites import Sites
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.waves import UnitNode, UnitRef, WaveSummary
from survey_api.published.schemas.words import Standing
from survey_api.published.trend_view import Past
from survey_api.published.wording import Wording

ENGLISH = Wording()
IS_SHOWN = Wave.state == WaveState.RELEASED  # an annulled release is stored and not shown


def waves(session: PublishedReader, wording: Wording = ENGLISH) -> list[WaveSummary]:
    """All waves past their draft, newest first."""
    query = select(Wave).where(Wave.state != WaveState.DRAFT).order_by(Wave.number.desc())
    found = list(session.scalars(query))
    told = wave_view.every(session, [one.id for one in found])
    return [wave_view.summary(one, told[one.id], wording) for one in found if one.id in told]


def units(
    session: PublishedReader, viewer: Viewer, *, wave: str, wording: Wording = ENGLISH
) -> list[UnitNode]:
    """The tree of a released wave, as far as the viewer may see it."""
    page = _page(session, viewer, wave, wording)
    order = [unit["unit"] for unit in page.bundle["units"] if unit["unit"] in page.in_view]
    return [
        views.node(
            page.record(unit), wording.unit(page.units[unit], page.units), page.expected_on(unit)
        )
        for unit in order
    ]


def unit_result(
    session: PublishedReader, viewer: Viewer, *, wave: str, unit: str, wording: Wording = ENGLISH
) -> UnitResult:
    """One unit's page. Unknown and forbidden units raise the same ``NotFound``."""
    page = _page(session, viewer, wave, wording)
    return unit_view.unit_result(page, visible(unit, page.in_view))


def below(
    session: PublishedReader, viewer: Viewer, *, wave: str, unit: str, wording: Wording = ENGLISH
) -> Below:
    """A unit beside the units directly under it; unknown and forbidden ones are ``NotFound``."""
    page = _page(session, viewer, wave, wording)
    return below_view.below(page, visible(unit, page.in_view))


def all_results(
    session: PublishedReader, viewer: Viewer, *, wave: str, wording: Wording = ENGLISH
) -> list[UnitResult]:
    """Every unit in view of one wave, in the order of the tree."""
    page = _page(session, viewer, wave, wording)
    order = [unit["unit"] for unit in page.bundle["units"] if unit["unit"] in page.in_view]
    return [unit_view.unit_result(page, unit) for unit in order]


def units_of(
    session: PublishedReader, viewer: Viewer, *, wave: str, standing: Standing
) -> list[str]:
    """The units of a wave to which the viewer stands so, in the order of the tree."""
    page = _page(session, viewer, wave, ENGLISH)
    return [
        unit["unit"]
        for unit in page.bundle["units"]
        if unit["unit"] in page.in_view and page.sight and page.sight.is_to(unit["unit"], standing)
    ]


def statistics(
    session: PublishedReader, viewer: Viewer, *, wave: str, wording: Wording = ENGLISH
) -> OrganisationStatistics:
    """What the scores of a released wave are worth, in the whole organisation; ``NotFound``
    until there is any unit the viewer may see."""
    page = _page(session, viewer, wave, wording)
    if page.sight is None or not page.sight.has_begun:
        raise NotFound
    return statistics_view.statistics(page.bundle, wording)


def sites(
    session: PublishedReader, viewer: Viewer, *, wave: str, wording: Wording = ENGLISH
) -> Sites:
    """A released wave by the sites that were said before it opened."""
    page = _page(session, viewer, wave, wording)
    return site_view.by_site(page, released(session, wave)[0].sites or {})


def trend(
    session: PublishedReader, viewer: Viewer, *, unit: str, scale: str, wording: Wording = ENGLISH
) -> Trend:
    """One measure of one unit over all released waves, oldest first; ``NotFound`` for a unit that
    is in view in none."""
    before = session.scalars(select(EarlierResult).order_by(EarlierResult.held_on)).all()
    return trend_view.trend(past(session, viewer, wording=wording), unit, scale, before)


def past(
    session: PublishedReader,
    viewer: Viewer,
    *,
    wording: Wording = ENGLISH,
    until: int | None = None,
) -> list[Past]:
    """Every released wave as the viewer sees it, oldest first, to the one with number ``until``."""
    found, gone = session.execute(_releases().order_by(Wave.number)), _annulled(session)
    read = [(wave, views.apart_from(views.bundle_of(raw), gone)) for wave, raw in found]
    return [
        Past(
            wave,
            bundle,
            sight.of(session, viewer, wave.id, bundle, wave_view.stages_of(wave)),
            wording,
        )
        for wave, bundle in read
        if until is None or wave.number <= until
    ]


def own_groups(
    session: PublishedReader, viewer: Viewer, wording: Wording = ENGLISH
) -> list[UnitRef]:
    """The units the viewer's page opens with: roots as shown in the newest release."""
    bundle = _newest(session)
    if bundle is None:
        return _labels_today(session, viewer)
    names = views.by_unit(bundle)
    roots = {bundle["organisation_unit"] if root == "" else root for root in viewer.roots}
    shown = [_stand_in(root, bundle, names) for root in sorted(roots)]
    return [
        UnitRef(unit=one, label=wording.unit(names[one], names)) for one in shown if one is not None
    ]


def own_unit(session: PublishedReader, viewer: Viewer, groups: list[UnitRef]) -> str | None:
    """The group whose page is the viewer's own team page."""
    bundle = _newest(session)
    if bundle is None:
        return groups[0].unit if groups else None
    names = views.by_unit(bundle)
    direct = f"{viewer.own_unit}.direct"
    return _stand_in(direct if direct in names else viewer.own_unit, bundle, names)


def _newest(session: PublishedReader) -> dict[str, Any] | None:
    raw = session.scalars(
        select(Release.bundle)
        .join(Wave, Wave.id == Release.wave_id)
        .where(IS_SHOWN)
        .order_by(Wave.number.desc())
    ).first()
    return views.bundle_of(raw) if raw is not None else None


def _stand_in(unit: str, bundle: dict[str, Any], names: dict[str, Any]) -> str | None:
    group = bundle["pooled"].get(unit, unit)
    return str(group) if group in names else None


def _labels_today(session: PublishedReader, viewer: Viewer) -> list[UnitRef]:
    query = select(ReportingUnit).where(ReportingUnit.id.in_(viewer.roots))
    return [UnitRef(unit=unit.id, label=unit.label) for unit in session.scalars(query)]


def _page(session: PublishedReader, viewer: Viewer, wave: str, wording: Wording) -> unit_view.Page:
    found, bundle = released(session, wave)
    seen = sight.of(session, viewer, wave, bundle, wave_view.stages_of(found))
    summary = wave_view.summary(found, wave_view.known(session, wave), wording)
    return unit_view.Page(summary, bundle, seen.units, wording, seen)


def _releases() -> Any:
    return select(Wave, Release.bundle).join(Release, Release.wave_id == Wave.id).where(IS_SHOWN)


def released(session: PublishedReader, wave: str) -> tuple[Wave, dict[str, Any]]:
    """A wave whose results may be shown, with them; else ``NotFound``."""
    found = session.execute(_releases().where(Wave.id == wave)).first()
    if found is None:
        raise NotFound
    return found[0], views.apart_from(views.bundle_of(found[1]), _annulled(session))


def _annulled(session: PublishedReader) -> frozenset[str]:
    return frozenset(session.scalars(select(Wave.id).where(Wave.state == WaveState.ANNULLED)))
