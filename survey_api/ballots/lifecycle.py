"""What conduct may ask of the ballots room: push a wave, close it, read the sealed box.

All of it may be repeated. Only ``seal_box`` opens its own transactions, because SQLite
rewrites a file outside of one.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from survey_api.ballots import sealing
from survey_api.ballots.database import BallotSession
from survey_api.ballots.models import BallotWave, BoxState, Drained, Envelope, LogLeaf, Station
from survey_api.ballots.refusals import (
    ManifestFrozen,
    StationMissing,
    WaveNotClosed,
    WaveUnknown,
)
from survey_api.credentials.manifest import manifest_hash, parse
from survey_api.database import erase

OpenSession = Callable[[], AbstractContextManager[BallotSession]]
LOOK_SECONDS: Final = 0.05
PATIENCE_SECONDS: Final = 60.0


def push(session: BallotSession, wave: str, manifest: bytes) -> None:
    """Give the ballot service a wave. Until it holds ballots another manifest may replace it."""
    parse(manifest)
    mh = manifest_hash(manifest)
    known = session.get(BallotWave, wave)
    if known is None:
        session.add(BallotWave(wave=wave, manifest=manifest, manifest_hash=mh, state=BoxState.OPEN))
    elif known.manifest_hash != mh:
        if known.state != BoxState.OPEN or _has_ballots(session, wave):
            raise ManifestFrozen
        known.manifest, known.manifest_hash = manifest, mh


def begin_closing(session: BallotSession, wave: str) -> None:
    """From the stations' next look on, nothing more of this wave is accepted."""
    found = _found(session, wave)
    if found.state == BoxState.OPEN:
        found.state = BoxState.CLOSING


def missing_stations(session: BallotSession, wave: str) -> list[str]:
    """Stations that may still hold ballots of this wave."""
    done = select(Drained.station).where(Drained.wave == wave)
    return sorted(session.scalars(select(Station.name).where(Station.name.not_in(done))))


def await_drained(
    open_session: OpenSession,
    wave: str,
    *,
    abandon: frozenset[str] = frozenset(),
    patience: float = PATIENCE_SECONDS,
) -> None:
    """Wait until every station has handed its ballots over; else say which one has not.

    An abandoned station is struck off: what its disk held is lost to this wave.
    """
    give_up = time.monotonic() + patience
    while True:
        with open_session() as session:
            if _found(session, wave).state == BoxState.CLOSED:
                return
            session.execute(delete(Station).where(Station.name.in_(abandon)))
            missing = missing_stations(session, wave)
        if not missing:
            return
        if time.monotonic() >= give_up:
            raise StationMissing(_what_to_do(missing))
        time.sleep(LOOK_SECONDS)


def seal_box(engine: Engine, wave: str) -> None:
    """Rewrite the box sorted by leaf and close the wave for good."""
    with Session(engine) as session, session.begin():
        state = _found(session, wave).state
        missing = missing_stations(session, wave)  # type: ignore[arg-type]
    if state == BoxState.OPEN or (state == BoxState.CLOSING and missing):
        raise StationMissing(_what_to_do(missing))
    sealing.seal(engine, wave)


def read_box(session: BallotSession, wave: str) -> list[Envelope]:
    """All envelopes of a closed wave, sorted by leaf."""
    _closed(session, wave)
    chosen = select(Envelope).where(Envelope.wave == wave).order_by(Envelope.leaf)
    return list(session.scalars(chosen))


def read_log(session: BallotSession, wave: str) -> list[bytes]:
    """All leaves of a closed wave, sorted."""
    _closed(session, wave)
    return list(
        session.scalars(select(LogLeaf.leaf).where(LogLeaf.wave == wave).order_by(LogLeaf.leaf))
    )


def publish_checkpoint(
    session: BallotSession, wave: str, document: bytes, signature: bytes
) -> None:
    """Store the signed checkpoint (``log.checkpoint_document``) that the service then serves."""
    found = _closed(session, wave)
    found.checkpoint, found.checkpoint_signature = document, signature


def erase_envelopes(session: BallotSession, wave: str) -> int:
    """Delete a closed wave's envelopes after the objection period; its leaves stay. Their number.

    The bytes are gone from the database's files after ``survey_api.database.scrub``.
    """
    _closed(session, wave)
    query = select(func.count()).select_from(Envelope).where(Envelope.wave == wave)
    n_gone = session.scalar(query) or 0
    erase(session, Envelope.__table__, Envelope.wave == wave)  # type: ignore[arg-type]
    return n_gone


def _found(session: Session, wave: str) -> BallotWave:
    found = session.get(BallotWave, wave)
    if found is None:
        raise WaveUnknown
    return found


def _closed(session: Session, wave: str) -> BallotWave:
    found = _found(session, wave)
    if found.state != BoxState.CLOSED:
        raise WaveNotClosed
    return found


def _has_ballots(session: Session, wave: str) -> bool:
    return session.scalar(select(LogLeaf.leaf).where(LogLeaf.wave == wave).limit(1)) is not None


def _what_to_do(missing: list[str]) -> str:
    names = ", ".join(missing)
    return (
        f"The wave cannot be closed yet: ballots may still wait with station {names}. Start the "
        "ballot service (safetosay serve ballots) on the machine that ran it and close again. If "
        "that machine's disk is lost, close with --abandon-station and the name: ballots that "
        "waited there are then missing, and whoever cast one can prove it by its receipt."
    )
