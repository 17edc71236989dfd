"""The life of a wave as the API offers it: asked for in the browser, done by the worker."""

from survey_api import clock
from survey_api.catalogue import instrument_store, waves
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Wave, WaveManifest, WaveState
from survey_api.conduct import approvals, cautions, frames, instrument_desk, trustees
from survey_api.conduct.closing import close_wave
from survey_api.conduct.discarding import discard_wave
from survey_api.conduct.opening import open_wave
from survey_api.conduct.rooms import Rooms
from survey_api.disclosure.policy import PROFILES
from survey_api.errors import SafeToSayError
from survey_api.published.schemas.running import InstrumentChoice, WaveChoices, WaveIn, WaveOut

LONGEST_TROUBLE = 500
DISCARD = "discard"


def every(rooms: Rooms) -> list[WaveOut]:
    """All waves, oldest first."""
    missing = approvals.missing(rooms)
    with rooms.reading() as session:
        found = [_out(session, one) for one in waves.every(session)]
    return [one.model_copy(update={"awaits_approval": one.id in missing}) for one in found]


def choices(rooms: Rooms, language: str) -> WaveChoices:
    """What a new wave can be made of today: newest versions, titled in ``language`` where they
    can be, rules, and how many people."""
    with rooms.reading() as session:
        said = cautions.before_asking(session)
    return WaveChoices(
        instruments=tuple(
            InstrumentChoice(
                id=one.id,
                version=one.version,
                title=one.title.get(language) or next(iter(one.title.values())),
                n_items=one.n_items,
            )
            for one in sorted(instrument_desk.every(rooms), key=lambda one: one.id)
        ),
        policies=tuple(PROFILES),
        n_people=sum(frames.today(rooms)[1].values()),
        team_days=waves.TEAM_DAYS,
        today=clock.today(),
        cautions=said,
    )


def create(rooms: Rooms, said: WaveIn) -> WaveOut:
    """A draft."""
    with rooms.published() as session:
        wave = waves.create(
            session,
            title=said.title,
            instrument=instrument_store.newest(session, said.instrument),
            k=said.k,
            policy=said.policy,
            opens_on=said.opens_on,
            closes_on=said.closes_on,
        )
        waves.plan_stages(wave, said.team_days)
        if said.by_itself:
            waves.let_go(wave)
        return _out(session, wave)


def ask(rooms: Rooms, reference: str, to: WaveState, opener: str = "") -> WaveOut:
    """Ask the worker to open or close a wave; refused at once when that move is not allowed.

    The process that serves the browser cannot reach the ballots room and is not meant to.
    """
    if to is WaveState.OPEN:
        approvals.check(rooms, reference, opener=opener)
    with rooms.published() as session:
        wave = waves.find(session, reference)
        waves.check_may_move(wave, to)
        wave.asked_for, wave.trouble = to, None
        return _out(session, wave)


def ask_to_discard(rooms: Rooms, reference: str) -> WaveOut:
    """Ask the worker to throw a draft away."""
    with rooms.published() as session:
        wave = waves.find(session, reference)
        waves.check_may_discard(wave)
        wave.asked_for, wave.trouble = DISCARD, None
        return _out(session, wave)


def bring_about(rooms: Rooms) -> None:
    """Do what was asked for; a known refusal is kept for whoever asked, and not retried."""
    with rooms.reading() as session:
        asked = [(one.id, one.asked_for) for one in waves.every(session) if one.asked_for]
    for wave_id, to in asked:
        trouble = _attempt(rooms, wave_id, str(to))
        with rooms.published() as session:
            for wave in waves.every(session):
                if wave.id == wave_id:
                    wave.asked_for, wave.trouble = None, trouble


def _attempt(rooms: Rooms, wave_id: str, to: str) -> str | None:
    try:
        if to == DISCARD:
            discard_wave(rooms, wave_id)
        elif to == WaveState.OPEN:
            open_wave(rooms, wave_id)
        else:
            close_wave(rooms, wave_id)
    except SafeToSayError as error:
        return error.detail[:LONGEST_TROUBLE]
    return None


def show(rooms: Rooms, wave: str) -> WaveOut:
    """One wave."""
    with rooms.reading() as session:
        return _out(session, waves.find(session, wave))


def _out(session: PublishedReader, wave: Wave) -> WaveOut:
    manifest = session.get(WaveManifest, wave.id)
    return WaveOut(
        id=wave.id,
        number=wave.number,
        title=wave.title,
        state=wave.state,
        instrument=f"{wave.instrument_id} {wave.instrument_version}",
        k=wave.k,
        policy=wave.policy,
        team_days=wave.team_days,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        fingerprint=manifest.fingerprint if manifest else None,
        participation=wave.participation,
        asked_for=wave.asked_for,
        trouble=wave.trouble,
        waits_for=trustees.awaited(session, wave),
        by_itself=wave.by_itself,
    )
