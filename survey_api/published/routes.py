"""The published API: what a signed-in viewer may read; every reply is a frozen release."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter

from survey_api import audit
from survey_api.access import AnyViewer, Permission, Requires, Viewer
from survey_api.catalogue.database import PublishedRead
from survey_api.published import reader
from survey_api.published.glance import glance
from survey_api.published.reports.csv import to_csv
from survey_api.published.schemas.results import Below, Trend, UnitResult
from survey_api.published.schemas.statistics import OrganisationStatistics
from survey_api.published.schemas.waves import Glance, Me, UnitNode, WaveSummary
from survey_api.published.wording import INDEX, Spoken

router = APIRouter(prefix="/published", tags=["published"])
SeesResults = Annotated[Viewer, Depends(Requires(Permission.SEE_RESULTS))]
Exports = Annotated[Viewer, Depends(Requires(Permission.EXPORT))]
CSV = "text/csv; charset=utf-8"


def files(*kinds: str) -> dict[str, Any]:
    """What a route says in its decorator that answers with a file of one of these kinds."""
    content: dict[str, Any] = {kind.partition(";")[0]: {} for kind in kinds}
    return {"response_class": Response, "responses": {200: {"content": content}}}


@router.get("/me", response_model=Me)
def who_am_i(request: Request, session: PublishedRead, viewer: AnyViewer, said: Spoken) -> Me:
    """Who is looking, and where their view begins."""
    groups = reader.own_groups(session, viewer, said)
    return Me(
        name=viewer.name,
        organisation=request.app.state.settings.organisation,
        roles=sorted(viewer.roles),
        permissions=sorted(one for one in Permission if viewer.may(one)),
        units=groups,
        own_unit=reader.own_unit(session, viewer, groups),
        demo=request.app.state.settings.demo,
        withheld=tuple(sorted(viewer.withheld)),
    )


@router.get("/glance", response_model=Glance)
def take_glance(session: PublishedRead, viewer: AnyViewer) -> Glance:
    """Whether a page that was kept for this viewer may still be shown."""
    return glance(session, viewer)


@router.get("/waves", response_model=list[WaveSummary])
def list_waves(session: PublishedRead, viewer: AnyViewer, said: Spoken) -> list[WaveSummary]:
    """All waves past their draft, newest first."""
    return reader.waves(session, said)


@router.get("/waves/{wave}/units", response_model=list[UnitNode])
def list_units(
    request: Request, session: PublishedRead, viewer: SeesResults, said: Spoken, wave: str
) -> Response:
    """The units in view of a released wave."""
    found = reader.units(session, viewer, wave=wave, wording=said)
    return cacheable(request, TypeAdapter(list[UnitNode]), found)


@router.get("/waves/{wave}/units/{unit}", response_model=UnitResult)
def show_unit(
    request: Request,
    session: PublishedRead,
    viewer: SeesResults,
    said: Spoken,
    wave: str,
    unit: str,
) -> Response:
    """Everything a released wave says about one unit."""
    found = reader.unit_result(session, viewer, wave=wave, unit=unit, wording=said)
    return cacheable(request, TypeAdapter(UnitResult), found)


@router.get("/waves/{wave}/units/{unit}/below", response_model=Below)
def show_below(
    request: Request,
    session: PublishedRead,
    viewer: SeesResults,
    said: Spoken,
    wave: str,
    unit: str,
) -> Response:
    """A unit beside the units directly under it."""
    found = reader.below(session, viewer, wave=wave, unit=unit, wording=said)
    return cacheable(request, TypeAdapter(Below), found)


@router.get("/waves/{wave}/statistics", response_model=OrganisationStatistics)
def show_statistics(
    request: Request, session: PublishedRead, viewer: SeesResults, said: Spoken, wave: str
) -> Response:
    """Reliability, agreement and what goes together, for the whole organisation."""
    found = reader.statistics(session, viewer, wave=wave, wording=said)
    return cacheable(request, TypeAdapter(OrganisationStatistics), found)


@router.get("/units/{unit}/trend", response_model=Trend)
def show_trend(
    request: Request,
    session: PublishedRead,
    viewer: SeesResults,
    said: Spoken,
    unit: str,
    scale: str = INDEX,
) -> Response:
    """One measure of one unit over all released waves."""
    found = reader.trend(session, viewer, unit=unit, scale=scale, wording=said)
    return cacheable(request, TypeAdapter(Trend), found)


@router.get("/waves/{wave}/export.csv", **files(CSV))
def export_wave(
    request: Request, session: PublishedRead, viewer: Exports, said: Spoken, wave: str
) -> Response:
    """All units in view as CSV."""
    audit.record(request.app.state.engines["published"], viewer, "export csv", f"wave {wave}")
    found = reader.all_results(session, viewer, wave=wave, wording=said)
    return csv_file(request, to_csv(found, said.locale))


@router.get("/waves/{wave}/units/{unit}/export.csv", **files(CSV))
def export_unit(
    request: Request, session: PublishedRead, viewer: Exports, said: Spoken, wave: str, unit: str
) -> Response:
    """One unit as CSV."""
    found = reader.unit_result(session, viewer, wave=wave, unit=unit, wording=said)
    audit.record(
        request.app.state.engines["published"], viewer, "export csv", f"wave {wave} unit {unit}"
    )
    return csv_file(request, to_csv([found], said.locale))


def cacheable(request: Request, kind: TypeAdapter[Any], value: Any) -> Response:
    """JSON with a strong ETag; 304 when the client already holds these bytes."""
    return tagged(request, kind.dump_json(value), "application/json", {})


def csv_file(request: Request, content: bytes) -> Response:
    """CSV as a download with a strong ETag."""
    disposition = {"Content-Disposition": 'attachment; filename="safe-to-say.csv"'}
    return tagged(request, content, CSV, disposition)


def tagged(request: Request, content: bytes, kind: str, headers: dict[str, str]) -> Response:
    """``content`` under the SHA-256 of its bytes as ETag, kept by this client only."""
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    common = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=common)
    return Response(content, media_type=kind, headers={**common, **headers})
