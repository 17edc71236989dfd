"""Destroying what could still open or trace a wave, once objections to it are no longer possible.

Every step may be repeated; an erasure that was interrupted is taken up where it stopped. The
signed statement comes last, after a look at whether anything is left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from survey_api import audit, clock, database
from survey_api.ballots import lifecycle
from survey_api.catalogue import assurance, waves
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import Wave, WaveManifest, WaveState
from survey_api.conduct import holder, keyring
from survey_api.conduct.rooms import Rooms
from survey_api.credentials import keys
from survey_api.credentials.manifest import manifest_hash
from survey_api.errors import Conflict, SafeToSayError
from survey_api.identity import erasing as identity_erasing
from survey_api.identity import issuing
from survey_api.published.models import Erasure, Release
from survey_api.release.erasure import Part, erasure_document

Progress = Callable[[str], None]
SERVER = "server"
OVER = (WaveState.RELEASED, WaveState.ANNULLED)
HERE = (Part.ENVELOPES, Part.TOKEN_KEY, Part.UNIT_PASSES, Part.INVITATIONS, Part.ANNEXES)


class NotReleased(Conflict):
    """Only a wave that was released can be erased: before that its ballots have not been counted.
    Close it first."""


class ObjectionsPossible(Conflict):
    """Objections to this release are still possible; nothing was erased."""


class SomethingRemains(SafeToSayError):
    """The erasure is not complete: something is still there. Nothing was stated. Run it again."""


@dataclass(frozen=True)
class Erased:
    """What was destroyed on this server, and on which day."""

    wave: str
    number: int
    on: date
    parts: tuple[str, ...]


def objections_until(session: PublishedReader, wave: Wave) -> date | None:
    """The last day on which a release can be annulled; None before there is one."""
    manifest = session.get(WaveManifest, wave.id)
    if wave.released_on is None or manifest is None:
        return None
    return wave.released_on + timedelta(days=assurance.of(manifest.manifest).objection_days)


def erase_wave(rooms: Rooms, reference: str, *, say: Progress = lambda _text: None) -> Erased:
    """Erase a wave whose objection period is over; one that is erased only reports itself."""
    wave, level = _due(rooms, reference)
    found = _stated(rooms, wave)
    if found is None:
        _destroy(rooms, wave, say)
        found = _state(rooms, wave, level, say)
    return found


def erase_due(rooms: Rooms) -> list[Erased]:
    """Erase every wave whose day has come; what was done."""
    with rooms.reading() as session:
        done = set(session.scalars(select(Erasure.wave_id).where(Erasure.by == SERVER)))
        due = [
            one.id
            for one in waves.every(session)
            if one.state in OVER and one.id not in done and _is_over(session, one)
        ]
    for wave in due:
        audit.record(rooms.published_engine, None, "erase wave", f"wave {wave}")
    return [erase_wave(rooms, wave) for wave in due]


def _due(rooms: Rooms, reference: str) -> tuple[Wave, int]:
    with rooms.reading() as session:
        wave = waves.find(session, reference)
        if wave.state not in OVER:
            raise NotReleased
        if not _is_over(session, wave):
            raise ObjectionsPossible(
                f"Objections to wave {wave.number} are possible until "
                f"{objections_until(session, wave)}; nothing was erased. Its keys and sealed "
                "ballots are destroyed by the worker the day after, or by this command from then."
            )
        return wave, assurance.of(session.get_one(WaveManifest, wave.id).manifest).level


def _is_over(session: PublishedReader, wave: Wave) -> bool:
    until = objections_until(session, wave)
    return until is not None and clock.today() > until


def _destroy(rooms: Rooms, wave: Wave, say: Progress) -> None:
    say("The key that opens ballots, if it is on this server")
    with rooms.reading() as session:
        ledger = session.get_one(Release, wave.id).ledger
    holder.destroy(rooms.settings, wave.id, ledger)
    say("Token key, group passes, links and marks")
    with rooms.identity() as identity:
        identity_erasing.forget(identity, wave.id)
    issuing.scrub(rooms.identity_engine)
    database.scrub(rooms.identity_engine)
    say("Sealed ballots")
    with rooms.ballots() as ballots:
        lifecycle.erase_envelopes(ballots, wave.id)
    database.scrub(rooms.ballots_engine)


def _state(rooms: Rooms, wave: Wave, level: int, say: Progress) -> Erased:
    """Look, then sign: the statement says what was seen to be gone."""
    say("Signing what is gone")
    with rooms.identity() as identity:
        n_left = identity_erasing.remains(identity, wave.id)
    with rooms.ballots() as ballots:
        n_left += len(lifecycle.read_box(ballots, wave.id))
    if n_left or holder.holds(rooms.settings, wave.id):
        raise SomethingRemains
    parts = [*HERE, Part.TALLY_KEY] if level == 1 else list(HERE)
    seed, today = keyring.read(keyring.Keyring(rooms.settings).manifest), clock.today()
    with rooms.published() as session:
        mh = manifest_hash(session.get_one(WaveManifest, wave.id).manifest)
        document = erasure_document(wave.id, mh, parts, today)
        session.add(
            Erasure(
                wave_id=wave.id,
                by=SERVER,
                document=document,
                signature=keys.sign(seed, document),
                parts=" ".join(sorted(parts)),
                erased_on=today,
            )
        )
    return Erased(wave.id, wave.number, today, tuple(sorted(parts)))


def _stated(rooms: Rooms, wave: Wave) -> Erased | None:
    with rooms.reading() as session:
        found = session.get(Erasure, (wave.id, SERVER))
    if found is None:
        return None
    return Erased(wave.id, wave.number, found.erased_on, tuple(found.parts.split()))
