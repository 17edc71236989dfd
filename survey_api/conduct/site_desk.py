"""The second reporting tree of a wave: which unit lies at which site, said before it opens."""

from survey_api import audit
from survey_api.access import Viewer
from survey_api.answer_files.site_rows import read_sites
from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveState
from survey_api.conduct.earlier_desk import unit_names
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict
from survey_api.published.schemas.sites import SitesOut


class SitesAreFixed(Conflict):
    """Sites are said before a wave opens; this one has been opened, and nothing was changed."""


def place(rooms: Rooms, viewer: Viewer | None, reference: str, content: str) -> SitesOut:
    """Take the sites of a draft from a file, in place of those it had; an empty file is none."""
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        sites = read_sites(content.encode(), unit_names(session)) if content.strip() else {}
        _check_draft(wave.state)
    audit.record(rooms.published_engine, viewer, "place sites", f"wave {wave.number}")
    with rooms.published() as writing:
        draft = waves.find(writing, reference)
        _check_draft(draft.state)
        draft.sites = sites or None
    return SitesOut(n_units=len(sites), sites=tuple(sorted(set(sites.values()), key=str.casefold)))


def _check_draft(state: str) -> None:
    if state != WaveState.DRAFT:
        raise SitesAreFixed
