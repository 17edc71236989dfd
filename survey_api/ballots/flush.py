"""Moves ballots from a spool file into the box: sorted by leaf, all or nothing, repeatable."""

import logging
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from survey_api.ballots import spool
from survey_api.ballots.models import BallotWave, BoxState, Envelope, LogLeaf, VersionCount
from survey_api.ballots.pushed import PADDED_OF
from survey_api.ballots.refusals import SpoolUnavailable
from survey_api.ballots.spool import Pending
from survey_api.credentials.envelope import parse_cast

log = logging.getLogger("survey_api.ballots")
CHUNK = 500


def hand_over(
    engine: Engine, path: Path, waves: frozenset[str], kept: frozenset[bytes] = frozenset()
) -> set[bytes]:
    """Append a set-aside spool file's ballots of these waves to the box, but for those that are
    kept for later; returns their leaves.

    One transaction. A wave that was sealed meanwhile takes nothing more.
    """
    leaves: set[bytes] = set()
    with engine.begin() as connection:
        takes = _unsealed(connection, waves)
        source = (one for one in spool.read(path) if one.wave in takes and one.leaf not in kept)
        while chunk := list(islice(source, CHUNK)):
            append(connection, chunk)
            leaves.update(one.leaf for one in chunk)
        if _unsealed(connection, waves) != takes:
            raise SpoolUnavailable("A wave was sealed during a flush; the flush is repeated.")
    return leaves


def append(connection: Connection, chunk: list[Pending]) -> None:
    """Append what the box does not have yet; the leaf decides, so that repeating is harmless."""
    rows = {one.leaf: _row(one) for one in sorted(chunk)}
    logged = _insert(connection, LogLeaf).on_conflict_do_nothing().returning(LogLeaf.leaf)
    new = connection.execute(logged, [_log_row(row) for row in rows.values()]).scalars().all()
    if not new:
        return
    fresh = [rows[leaf] for leaf in sorted(new)]
    connection.execute(_insert(connection, Envelope).on_conflict_do_nothing(), fresh)
    added = Counter((row["bpk"], row["wave"]) for row in fresh)
    counted = _insert(connection, VersionCount)
    counted = counted.on_conflict_do_update(
        index_elements=[VersionCount.bpk], set_={"n": VersionCount.n + counted.excluded.n}
    )
    counts = [{"bpk": bpk, "wave": wave, "n": n} for (bpk, wave), n in sorted(added.items())]
    connection.execute(counted, counts)


def read_box(engine: Engine, waves: Iterable[str]) -> tuple[frozenset[bytes], dict[bytes, int]]:
    """Leaves and version counts of whole waves: never a question about one ballot."""
    chosen = list(waves)
    with engine.connect() as connection:
        leaves = connection.scalars(select(LogLeaf.leaf).where(LogLeaf.wave.in_(chosen)))
        found = frozenset(leaves)
        counted = select(VersionCount.bpk, VersionCount.n).where(VersionCount.wave.in_(chosen))
        versions = {bpk: n for bpk, n in connection.execute(counted)}
    return found, versions


def report_late(path: Path, closed: frozenset[str]) -> None:
    """Say how many ballots an abandoned station brings after its wave was sealed."""
    n_late = sum(one.wave in closed for one in spool.read(path))
    if n_late:
        log.warning("%d ballots came after their wave was sealed and are destroyed.", n_late)


def _unsealed(connection: Connection, waves: frozenset[str]) -> set[str]:
    columns = select(BallotWave.wave).where(BallotWave.state != BoxState.CLOSED)
    return set(connection.scalars(columns.where(BallotWave.wave.in_(waves))))


def _insert(connection: Connection, table: Any) -> Any:
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def _row(one: Pending) -> dict[str, Any]:
    message = parse_cast(one.body, PADDED_OF[len(one.body)])
    parts = {name: getattr(message, name) for name in ("prefix", "bpk", "sig", "sealed", "sigma")}
    return {"leaf": one.leaf, "wave": one.wave, **parts}


def _log_row(row: dict[str, Any]) -> dict[str, Any]:
    return {"leaf": row["leaf"], "wave": row["wave"]}
