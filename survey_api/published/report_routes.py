"""Reports and charts as downloads: complete before the first byte leaves, and recorded."""

from dataclasses import dataclass
from enum import StrEnum

from fastapi import APIRouter, Request, Response

from survey_api import audit
from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedRead
from survey_api.published import reader
from survey_api.published.material import Desk
from survey_api.published.reports import formats
from survey_api.published.reports.formats import Format
from survey_api.published.reports.model import Report
from survey_api.published.reports.words import Words, file_name
from survey_api.published.routes import Exports, files, tagged
from survey_api.published.wording import INDEX, Spoken

router = APIRouter(prefix="/published", tags=["published"])


class Drawing(StrEnum):
    """As what a chart can be had."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True)
class File:
    """Bytes with the name under which they are saved."""

    content: bytes
    name: str
    kind: str


@router.get("/waves/{wave}/report.{kind}", **files(*formats.MEDIA.values()))
def report_wave(
    request: Request,
    session: PublishedRead,
    viewer: Exports,
    said: Spoken,
    wave: str,
    kind: Format,
) -> Response:
    """All units in view as one report."""
    found = Desk(session, wave, said, _organisation(request)).wave(viewer)
    return _sent(request, viewer, _file(found, kind), f"wave {wave}")


@router.get("/waves/{wave}/units/{unit}/report.{kind}", **files(*formats.MEDIA.values()))
def report_unit(
    request: Request,
    session: PublishedRead,
    viewer: Exports,
    said: Spoken,
    wave: str,
    unit: str,
    kind: Format,
) -> Response:
    """One unit as a report."""
    found = Desk(session, wave, said, _organisation(request)).unit(viewer, unit)
    return _sent(request, viewer, _file(found, kind), f"wave {wave} unit {unit}")


@router.get("/units/{unit}/chart.{kind}", **files(*formats.DRAWN.values()))
def chart_unit(
    request: Request,
    session: PublishedRead,
    viewer: Exports,
    said: Spoken,
    unit: str,
    kind: Drawing,
    scale: str = INDEX,
) -> Response:
    """The trend of one unit as a picture."""
    found = reader.trend(session, viewer, unit=unit, scale=scale, wording=said)
    content = formats.chart(found, Words(said.locale), kind)
    name = file_name(found.label, found.scale.label, ending=kind)
    file = File(content, name, formats.DRAWN[kind])
    return _sent(request, viewer, file, f"chart of unit {unit}")


def _file(report: Report, kind: Format) -> File:
    content = formats.rendered(report, kind)
    name = file_name(report.wave.title, report.head.label, ending=kind)
    return File(content, name, formats.MEDIA[kind])


def _sent(request: Request, viewer: Viewer, file: File, subject: str) -> Response:
    """The export is on record before it leaves."""
    ending = file.name.rsplit(".", 1)[-1]
    audit.record(request.app.state.engines["published"], viewer, f"export {ending}", subject)
    disposition = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return tagged(request, file.content, file.kind, disposition)


def _organisation(request: Request) -> str:
    return str(request.app.state.settings.organisation)
