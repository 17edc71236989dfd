"""Routes of those who run a survey: the roster and the life of a wave."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse

from survey_api import audit, languages
from survey_api.access import Permission, Requires, Viewer
from survey_api.catalogue.models import WaveState
from survey_api.conduct import policy_preview, roster, roster_lines, roster_today, wave_desk
from survey_api.conduct.rooms import Rooms
from survey_api.disclosure.policy import STANDARD
from survey_api.identity.csrf import same_origin
from survey_api.published.schemas.running import (
    PolicyPreview,
    RosterReport,
    RosterToday,
    WaveChoices,
    WaveIn,
    WaveOut,
)

router = APIRouter(tags=["conduct"], dependencies=[Depends(same_origin)])
ManagesWaves = Annotated[Viewer, Depends(Requires(Permission.MANAGE_WAVES))]
ManagesRoster = Annotated[Viewer, Depends(Requires(Permission.MANAGE_ROSTER))]


@router.get("/waves", response_model=list[WaveOut])
def list_waves(request: Request, viewer: ManagesWaves) -> list[WaveOut]:
    """All waves, oldest first."""
    return wave_desk.every(_rooms(request))


@router.get("/waves/choices", response_model=WaveChoices)
def show_choices(request: Request, viewer: ManagesWaves) -> WaveChoices:
    """What a new wave can be made of today."""
    language = languages.asked_for(request.headers.get("accept-language", ""))
    return wave_desk.choices(_rooms(request), language)


@router.post("/waves", response_model=WaveOut, status_code=201)
def create_wave(request: Request, viewer: ManagesWaves, said: WaveIn) -> WaveOut:
    """Create a draft."""
    _record(request, viewer, "create wave", said.title)
    return wave_desk.create(_rooms(request), said)


@router.post("/waves/{wave}/open", response_model=WaveOut, status_code=202)
def open_wave(request: Request, viewer: ManagesWaves, wave: str) -> WaveOut:
    """Ask the worker to freeze, sign, push and invite."""
    _record(request, viewer, "open wave", wave)
    return wave_desk.ask(_rooms(request), wave, WaveState.OPEN, viewer.id)


@router.post("/waves/{wave}/close", response_model=WaveOut, status_code=202)
def close_wave(request: Request, viewer: ManagesWaves, wave: str) -> WaveOut:
    """Ask the worker to close, tally once and publish."""
    _record(request, viewer, "close wave", wave)
    return wave_desk.ask(_rooms(request), wave, WaveState.CLOSED)


@router.delete("/waves/{wave}", response_model=WaveOut, status_code=202)
def discard_wave(request: Request, viewer: ManagesWaves, wave: str) -> WaveOut:
    """Ask the worker to throw away a draft that was made by mistake."""
    _record(request, viewer, "discard wave", wave)
    return wave_desk.ask_to_discard(_rooms(request), wave)


@router.get("/policy/preview", response_model=PolicyPreview)
def preview_policy(
    request: Request, viewer: ManagesWaves, k_from: int = 5, k_to: int = 10, policy: str = STANDARD
) -> PolicyPreview:
    """What each smallest group would publish of today's organisation."""
    return policy_preview.of_today(_rooms(request), range(k_from, k_to + 1), policy)


@router.get("/roster", response_model=RosterToday)
def show_roster(request: Request, viewer: ManagesRoster) -> RosterToday:
    """Today's organisation in numbers; no person."""
    return roster_today.show(_rooms(request))


@router.post("/roster/lines", response_class=StreamingResponse)
async def import_roster_telling(
    request: Request, viewer: ManagesRoster, dry_run: bool = True
) -> StreamingResponse:
    """The same, telling how far it is: one line of JSON for each step, the last with the report
    or with the problem."""
    body = await roster.read_body(request.stream())
    _record(request, viewer, "preview roster" if dry_run else "import roster", "roster")
    told = roster_lines.lines(_rooms(request), body, dry_run=dry_run)
    return StreamingResponse(told, media_type=roster_lines.MEDIA_TYPE)


@router.post("/roster", response_model=RosterReport)
async def import_roster(
    request: Request, viewer: ManagesRoster, dry_run: bool = True
) -> RosterReport:
    """Apply a roster CSV (the raw body) as a diff; ``dry_run`` only says what would change."""
    body = await roster.read_body(request.stream())
    _record(request, viewer, "preview roster" if dry_run else "import roster", "roster")
    return await roster.import_in_thread(_rooms(request), body, dry_run=dry_run)


def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.rooms
    return rooms


def _record(request: Request, viewer: Viewer, action: str, subject: str) -> None:
    audit.record(_rooms(request).published_engine, viewer, action, subject)
