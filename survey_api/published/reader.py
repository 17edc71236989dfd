"""Every query on releases; each is scoped by the viewer and reads frozen bytes only."""

from typing import Any

from sqlalchemy import select

from survey_api.access import Viewer, VisibleUnit, visible
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import ReportingUnit, Wave, WaveManifest, WaveState
from survey_api.errors import NotFound
from survey_api.published import statistics_view, unit_view, views
from survey_api.published.models import Release
from survey_api.published.schemas import (
    OrganisationStatistics,
    Trend,
    TrendPoint,
    UnitNode,
    UnitRef,
    UnitResult,
    WaveSummary,
)

LEVEL_SENTENCES = {
    1: "In this wave the ballots could be opened by whoever holds the key file of this "
    "installation; they were opened once, by the program, after the close.",
}


def waves(session: PublishedReader) -> list[WaveSummary]:
    """All waves past their draft, newest first."""
    query = (
        select(Wave, WaveManifest.fingerprint)
        .outerjoin(WaveManifest, WaveManifest.wave_id == Wave.id)
        .where(Wave.state != WaveState.DRAFT)
        .order_by(Wave.number.desc())
    )
    return [_summary(wave, fingerprint) for wave, fingerprint in session.execute(query)]


def units(session: PublishedReader, viewer: Viewer, *, wave: str) -> list[UnitNode]:
    """The tree of a released wave, as far as the viewer may see it."""
    _, bundle = _released(session, wave)
    seen = in_view(viewer, bundle)
    return [views.node(unit) for unit in bundle["units"] if unit["unit"] in seen]


def unit_result(session: PublishedReader, viewer: Viewer, *, wave: str, unit: str) -> UnitResult:
    """One unit's page. Unknown and forbidden units raise the same ``NotFound``."""
    summary, bundle = _released(session, wave)
    seen = in_view(viewer, bundle)
    return unit_view.unit_result(summary, bundle, visible(unit, seen), frozenset(seen))


def all_results(session: PublishedReader, viewer: Viewer, *, wave: str) -> list[UnitResult]:
    """Every unit in view of one wave, in the order of the tree."""
    summary, bundle = _released(session, wave)
    seen = in_view(viewer, bundle)
    order = [unit["unit"] for unit in bundle["units"] if unit["unit"] in seen]
    return [unit_view.unit_result(summary, bundle, unit, frozenset(seen)) for unit in order]


def statistics(session: PublishedReader, *, wave: str) -> OrganisationStatistics:
    """What the scores of a released wave are worth, in the whole organisation."""
    return statistics_view.statistics(_released(session, wave)[1])


def trend(session: PublishedReader, viewer: Viewer, *, unit: str, scale: str) -> Trend:
    """One measure of one unit over all released waves, oldest first.

    A wave in which the unit is out of view is left out; a unit seen in none is ``NotFound``.
    So is a group that exists in one wave only: the next of its name are other people.
    """
    points: list[TrendPoint] = []
    label, meta = None, None
    for wave, release in session.execute(_releases().order_by(Wave.number)):
        bundle = views.bundle_of(release)
        if unit not in in_view(viewer, bundle):
            continue
        record = views.by_unit(bundle)[unit]
        if record["one_wave_only"]:
            continue
        found = {one.id: one for one in views.scale_metas(bundle)}.get(scale)
        meta = found or meta
        label = record["label"]
        points.append(_point(wave, bundle, record, scale))
    if label is None or meta is None:
        raise NotFound
    return Trend(unit=unit, label=label, scale=meta, points=points)


def in_view(viewer: Viewer, bundle: dict[str, Any]) -> frozenset[VisibleUnit]:
    """Units of a release the viewer may see: the subtrees of their roots, and the groups
    that stand for roots too small to be shown by themselves."""
    parents = views.parents_of(bundle)
    own = viewer.units_in_view(parents)
    groups = {bundle["pooled"].get(unit) for unit in (*own, *viewer.roots)}
    direct = {f"{root}.direct" for root in viewer.roots}
    extra = {group for group in (*groups, *direct) if group in parents}
    return own | frozenset(VisibleUnit(str(unit)) for unit in extra)


def leads(session: PublishedReader, viewer: Viewer, *, wave: str, unit: str) -> bool:
    """Whether the viewer answers for ``unit`` in that wave, or for one it stands for."""
    _, bundle = _released(session, wave)
    parents = views.parents_of(bundle)
    stands_for = {small for small, group in bundle["pooled"].items() if group == unit}
    own = {unit, unit.removesuffix(".direct")} | (stands_for & viewer.lead_roots)
    return any(viewer.leads(one, parents) for one in own)


def own_groups(session: PublishedReader, viewer: Viewer) -> list[UnitRef]:
    """The units the viewer's page opens with: roots as shown in the newest release."""
    bundle = _newest(session)
    if bundle is None:
        return _labels_today(session, viewer)
    names = views.by_unit(bundle)
    roots = {bundle["organisation_unit"] if root == "" else root for root in viewer.roots}
    shown = [_stand_in(root, bundle, names) for root in sorted(roots)]
    return [UnitRef(unit=one, label=names[one]["label"]) for one in shown if one is not None]


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
        select(Release.bundle).join(Wave, Wave.id == Release.wave_id).order_by(Wave.number.desc())
    ).first()
    return views.bundle_of(raw) if raw is not None else None


def _stand_in(unit: str, bundle: dict[str, Any], names: dict[str, Any]) -> str | None:
    group = bundle["pooled"].get(unit, unit)
    return str(group) if group in names else None


def _labels_today(session: PublishedReader, viewer: Viewer) -> list[UnitRef]:
    query = select(ReportingUnit).where(ReportingUnit.id.in_(viewer.roots))
    return [UnitRef(unit=unit.id, label=unit.label) for unit in session.scalars(query)]


def _releases() -> Any:
    return select(Wave, Release.bundle).join(Release, Release.wave_id == Wave.id)


def _released(session: PublishedReader, wave: str) -> tuple[WaveSummary, dict[str, Any]]:
    query = (
        select(Wave, WaveManifest.fingerprint, Release.bundle)
        .join(Release, Release.wave_id == Wave.id)
        .join(WaveManifest, WaveManifest.wave_id == Wave.id)
        .where(Wave.id == wave)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound
    return _summary(found[0], found[1]), views.bundle_of(found[2])


def _summary(wave: Wave, fingerprint: str | None) -> WaveSummary:
    return WaveSummary(
        id=wave.id,
        number=wave.number,
        title=wave.title,
        state=wave.state,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        released_on=wave.released_on,
        participation=wave.participation,
        level_sentence=LEVEL_SENTENCES[1],
        fingerprint=fingerprint,
    )


def _point(wave: Wave, bundle: dict[str, Any], unit: dict[str, Any], scale: str) -> TrendPoint:
    whole = views.by_unit(bundle)[bundle["organisation_unit"]]
    return TrendPoint(
        wave=wave.id,
        number=wave.number,
        title=wave.title,
        closes_on=wave.closes_on,
        figure=views.score(unit["figures"].get(scale), unit["text"]),
        n_band=unit["n_band"],
        organisation=views.score(whole["figures"].get(scale)),
        continuity=views.continuity(unit),
    )
