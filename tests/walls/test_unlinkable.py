"""Nothing that is stored tells in which order ballots came, measured where an order could hide."""

import math
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import psycopg
import pytest

from survey_api.credentials.envelope import parse_cast
from tests import postgres
from tests.ballots.casts import SampleWave
from tests.ballots.stations import BallotRoom, ballot_room

N_FIRST, N_SECOND, N_LAST = 60, 60, 15
NOISE = 4.0  # standard deviations: a fair shuffle exceeds it once in 16,000 tests
each_database = pytest.mark.parametrize(
    "where", ["on_sqlite", pytest.param("on_postgres", marks=pytest.mark.postgres)]
)
DIGEST = 48  # bytes of an envelope that are searched for


@pytest.fixture(scope="module")
def tmp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("order")


@pytest.fixture(scope="module")
def on_sqlite(tmp: Path) -> Iterator["Arrivals"]:
    with ballot_room(tmp / "sqlite") as room:
        yield Arrivals(room)


@pytest.fixture(scope="module")
def on_postgres(tmp: Path) -> Iterator["Arrivals"]:
    if not postgres.available():
        pytest.skip("no PostgreSQL programs here")
    url = postgres.cluster().create_database("order")
    with ballot_room(tmp / "postgres", url=url) as room:
        yield Arrivals(room)


class Arrivals:
    """Ballots cast one after the other; two flushes while open, a few pending, then the close."""

    def __init__(self, room: BallotRoom) -> None:
        self.room = room
        self.wave: SampleWave = room.open_wave()
        bodies = self.wave.casts(N_FIRST + N_SECOND + N_LAST)
        self.sealed = [parse_cast(body, 4096).sealed for body in bodies]
        for start, end in ((0, N_FIRST), (N_FIRST, N_FIRST + N_SECOND)):
            self._cast(bodies[start:end])
            self._cast([])  # a restart flushes what suffices for a batch
        self.while_open = self.places()
        self._cast(bodies[N_FIRST + N_SECOND :], stop=False)
        self.leaves = [self.wave.leaf(body) for body in bodies]
        self.in_box = room.close(self.wave)
        self.when_sealed = self.places()

    def _cast(self, bodies: Sequence[bytes], *, stop: bool = True) -> None:
        child = self.room.start()
        for body in bodies:
            assert self.room.post(self.wave.wave, body).status_code == 202
        if stop:
            child.terminate()
            child.wait()

    def places(self) -> dict[str, list[float]]:
        """Where each ballot lies, by every measure of this database, in order of arrival."""
        if self.room.settings.ballots_url.startswith("sqlite"):
            return {"byte offset": self._offsets(self.room.settings.data_dir / "ballots.sqlite")}
        return _rows(self.room.settings.ballots_url, self.sealed)

    def _offsets(self, path: Path) -> list[float]:
        raw = path.read_bytes()
        found = [raw.find(one[-DIGEST:]) for one in self.sealed]
        return [float(one) if one >= 0 else math.nan for one in found]


def _rows(url: str, sealed: list[bytes]) -> dict[str, list[float]]:
    """Row address, transaction and TOAST number of each envelope."""
    heap = (
        "SELECT sealed, (ctid::text::point)[0] * 1000 + (ctid::text::point)[1], xmin::text::bigint"
    )
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        rows = connection.execute(heap + " FROM envelope").fetchall()
        (oid,) = connection.execute(
            "SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'envelope'"
        ).fetchone() or ("",)
        toast = f"SELECT chunk_data, chunk_id::bigint FROM {oid} WHERE chunk_seq = 0"  # noqa: S608
        chunks = connection.execute(toast).fetchall()  # type: ignore[call-overload]
    ctid = {row[0][:DIGEST]: row[1] for row in rows}
    xmin = {row[0][:DIGEST]: row[2] for row in rows}
    number = {chunk[0][:DIGEST]: chunk[1] for chunk in chunks}
    return {
        name: [float(found.get(one[:DIGEST], math.nan)) for one in sealed]
        for name, found in {"ctid": ctid, "xmin": xmin, "toast number": number}.items()
    }


def kendall_z(places: Sequence[float]) -> float:
    """Kendall's tau between order of arrival and place, in standard deviations of chance."""
    n = len(places)
    pairs = combinations(places, 2)
    concordance = sum((later > earlier) - (later < earlier) for earlier, later in pairs)
    return concordance / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)


def test_the_measure_sees_an_order_where_there_is_one() -> None:
    assert kendall_z(range(N_FIRST)) > NOISE
    assert kendall_z(range(N_FIRST, 0, -1)) < -NOISE


@each_database
def test_a_sealed_box_shows_no_order_by_any_measure(
    where: str, request: pytest.FixtureRequest
) -> None:
    arrivals: Arrivals = request.getfixturevalue(where)
    assert arrivals.in_box == sorted(arrivals.leaves)
    for measure, places in arrivals.when_sealed.items():
        assert not any(map(math.isnan, places)), measure
        assert abs(kendall_z(places)) < NOISE, measure


@each_database
def test_a_batch_shows_no_order_while_the_wave_is_open(
    where: str, request: pytest.FixtureRequest
) -> None:
    arrivals: Arrivals = request.getfixturevalue(where)
    for measure, places in arrivals.while_open.items():
        for batch in (places[:N_FIRST], places[N_FIRST : N_FIRST + N_SECOND]):
            assert not any(map(math.isnan, batch)), measure
            assert abs(kendall_z(batch)) < NOISE, measure
        assert all(map(math.isnan, places[N_FIRST + N_SECOND :])), "not in the box yet"


@each_database
def test_no_file_of_the_ballot_process_keeps_what_was_handed_over(
    where: str, request: pytest.FixtureRequest
) -> None:
    arrivals: Arrivals = request.getfixturevalue(where)
    settings = arrivals.room.settings
    files = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert any(path.is_relative_to(settings.spool_dir) for path in files)
    for path in files:
        raw = path.read_bytes()
        n_expected = len(arrivals.sealed) if path.name == "ballots.sqlite" else 0
        assert sum(raw.count(one[-DIGEST:]) for one in arrivals.sealed) == n_expected, path.name


@pytest.mark.postgres
def test_on_postgresql_all_envelopes_share_one_transaction(on_postgres: Arrivals) -> None:
    assert len(set(on_postgres.when_sealed["xmin"])) == 1


def test_on_sqlite_rows_have_no_number(on_sqlite: Arrivals) -> None:
    with sqlite3.connect(on_sqlite.room.settings.data_dir / "ballots.sqlite") as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            if not name.startswith("alembic")
        ]
        assert len(tables) == 6
        for table in tables:
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                connection.execute(f"SELECT rowid FROM {table}")  # noqa: S608
