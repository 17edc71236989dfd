"""The life of a wave as the API offers it: the same verbs as on the command line."""

from survey_api.catalogue import instrument_store, waves
from survey_api.catalogue.models import Wave, WaveManifest
from survey_api.catalogue.schemas import WaveIn, WaveOut
from survey_api.conduct.closing import close_wave
from survey_api.conduct.opening import open_wave
from survey_api.conduct.rooms import Rooms


def every(rooms: Rooms) -> list[WaveOut]:
    """All waves, oldest first."""
    with rooms.reading() as session:
        return [_out(one, session.get(WaveManifest, one.id)) for one in waves.every(session)]


def create(rooms: Rooms, said: WaveIn) -> WaveOut:
    """A draft."""
    with rooms.published() as session:
        wave = waves.create(
            session,
            title=said.title,
            instrument=instrument_store.newest(session, said.instrument),
            k=said.k,
            opens_on=said.opens_on,
            closes_on=said.closes_on,
        )
        return _out(wave, None)


def open_(rooms: Rooms, wave: str) -> WaveOut:
    """Open it and say how it stands."""
    return show(rooms, open_wave(rooms, wave).wave)


def close(rooms: Rooms, wave: str) -> WaveOut:
    """Close and release it and say how it stands."""
    return show(rooms, close_wave(rooms, wave).wave)


def show(rooms: Rooms, wave: str) -> WaveOut:
    """One wave."""
    with rooms.reading() as session:
        found = waves.find(session, wave)
        return _out(found, session.get(WaveManifest, found.id))


def _out(wave: Wave, manifest: WaveManifest | None) -> WaveOut:
    return WaveOut(
        id=wave.id,
        number=wave.number,
        title=wave.title,
        state=wave.state,
        instrument=f"{wave.instrument_id} {wave.instrument_version}",
        k=wave.k,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        fingerprint=manifest.fingerprint if manifest else None,
        participation=wave.participation,
    )
