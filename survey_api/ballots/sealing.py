"""Writes the box anew, sorted by leaf, so that neither file nor row tells when a ballot came.

PostgreSQL: the tables move to new files in one transaction, so that all rows share one ``xmin``,
``ctid`` and TOAST numbers follow the leaf, and the old rows, which showed the batches, are gone.
SQLite: VACUUM writes every table in the order of its key.
"""

from typing import Any

from sqlalchemy import Engine, delete, update
from sqlalchemy.orm import Session

from survey_api.ballots.models import BallotWave, BoxState, Envelope, LogLeaf, VersionCount
from survey_api.rewriting import lock, rewrite

# in the order in which a flush locks them
_REWRITTEN: tuple[Any, ...] = tuple(one.__table__ for one in (LogLeaf, Envelope, VersionCount))


def seal(engine: Engine, wave: str) -> None:
    """Close one wave; a second time only rewrites again."""
    if engine.dialect.name == "postgresql":
        _rewrite_rows(engine, wave)
        return
    with Session(engine) as session, session.begin():
        session.execute(delete(VersionCount).where(VersionCount.wave == wave))
    _vacuum(engine)
    with Session(engine) as session, session.begin():
        _close(session, wave)


def _rewrite_rows(engine: Engine, wave: str) -> None:
    with Session(engine) as session, session.begin():
        lock(session, *_REWRITTEN)
        session.execute(delete(VersionCount).where(VersionCount.wave == wave))
        rewrite(session, *_REWRITTEN)
        _close(session, wave)


def _vacuum(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM")
    finally:
        connection.close()


def _close(session: Session, wave: str) -> None:
    session.execute(update(BallotWave).where(BallotWave.wave == wave).values(state=BoxState.CLOSED))
