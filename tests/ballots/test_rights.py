"""On PostgreSQL the whole life of a wave runs with the rights in deploy/grants and no more."""

from dataclasses import replace
from pathlib import Path

import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from survey_api.ballots import lifecycle
from survey_api.database import make_engine
from tests import postgres
from tests.ballots.stations import BallotRoom, ballot_room

GRANTS = Path(__file__).resolve().parents[2] / "deploy" / "grants"
FORBIDDEN = {
    "safetosay_ballots": (
        "SELECT * FROM envelope",
        "DELETE FROM envelope",
        "UPDATE ballot_wave SET state = 'open'",
        "DELETE FROM log_leaf",
    ),
    "safetosay_worker": ("UPDATE envelope SET wave = ''", "UPDATE log_leaf SET wave = ''"),
}
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.available(), reason="no PostgreSQL programs here"),
]


@pytest.fixture
def urls(tmp_path: Path) -> dict[str, str]:
    """Role → URL of a migrated ballots database with the rights of deploy/grants."""
    cluster = postgres.cluster()
    owner = cluster.create_database("rights")
    with ballot_room(tmp_path / "owner", url=owner):
        pass
    engine = make_engine(owner)
    with engine.begin() as connection:
        for name in ("roles", "ballots"):
            script = (GRANTS / f"{name}.sql").read_text(encoding="utf-8")
            connection.exec_driver_sql(script.replace("%", "%%"))
    engine.dispose()
    name = owner.rsplit("/", 1)[1]
    return {role: cluster.url(name, role=role) for role in FORBIDDEN}


def test_a_wave_lives_with_these_rights(urls: dict[str, str], tmp_path: Path) -> None:
    with ballot_room(tmp_path, url="") as template:
        settings = template.settings
    as_worker = BallotRoom(replace(settings, ballots_url=urls["safetosay_worker"]))
    as_ballots = replace(settings, ballots_url=urls["safetosay_ballots"])
    with as_worker as room:
        wave = room.open_wave()
        child = room.start(as_ballots)
        bodies = wave.casts(25)
        assert {room.post(wave.wave, body).status_code for body in bodies} == {202}
        child.terminate()
        child.wait()
        child = room.start(as_ballots)
        bodies += wave.casts(2)
        assert {room.post(wave.wave, body).status_code for body in bodies} == {202}
        assert room.close(wave) == sorted(map(wave.leaf, bodies))
        with room.session() as session:
            lifecycle.publish_checkpoint(session, wave.wave, b"d", b"s")
            assert lifecycle.erase_envelopes(session, wave.wave) == 27
        child.terminate()
        child.wait()
        with room.session() as session:
            assert lifecycle.missing_stations(session, wave.wave) == []


@pytest.mark.parametrize(
    ("role", "statement"), [(role, one) for role, many in FORBIDDEN.items() for one in many]
)
def test_what_a_role_may_not_do_is_refused(urls: dict[str, str], role: str, statement: str) -> None:
    engine = make_engine(urls[role])
    with pytest.raises(ProgrammingError) as refused, engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert isinstance(refused.value.orig, errors.InsufficientPrivilege)
