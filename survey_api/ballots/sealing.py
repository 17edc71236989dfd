"""Writes the box anew, sorted by leaf, so that neither file nor row tells when a ballot came.

PostgreSQL: the wave's rows are deleted and inserted again in one statement per table, so that
they share one ``xmin`` and their ``ctid`` and TOAST numbers follow the leaf. SELECT, INSERT and
DELETE suffice; the old rows, which were written in sorted batches, go with the next VACUUM.
SQLite: VACUUM writes every table in the order of its key.
"""

from sqlalchemy import Engine, delete, text, update
from sqlalchemy.orm import Session

from survey_api.ballots.models import BallotWave, BoxState, VersionCount

_REWRITTEN = ("log_leaf", "envelope")  # in the order in which a flush locks them


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
        for table in _REWRITTEN:
            session.execute(text(f"LOCK TABLE {table} IN EXCLUSIVE MODE"))
        for table in _REWRITTEN:
            session.execute(
                text(
                    f"WITH gone AS (DELETE FROM {table} WHERE wave = :wave RETURNING *)"  # noqa: S608
                    f" INSERT INTO {table} SELECT * FROM gone ORDER BY leaf"
                ),
                {"wave": wave},
            )
        session.execute(delete(VersionCount).where(VersionCount.wave == wave))
        _close(session, wave)


def _vacuum(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM")
    finally:
        connection.close()


def _close(session: Session, wave: str) -> None:
    session.execute(update(BallotWave).where(BallotWave.wave == wave).values(state=BoxState.CLOSED))
