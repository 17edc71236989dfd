"""Of several workers one goes the rounds, and another soon after it is gone."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey_api.catalogue.database import PublishedReader, revision
from survey_api.conduct.leases import Lease
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.rounds import alone
from survey_api.database import transaction
from survey_api.identity.notify.worker import Timer, run_worker
from tests.installing import installed

ENGINES = ["sqlite", "postgresql"]


@pytest.fixture(params=ENGINES)
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path, engine=request.param))
    yield made
    made.dispose()


def becomes(what: bool, lease: Lease) -> bool:
    """Wait until a lease is held, or is not."""
    for _ in range(200):
        if lease.is_held() == what:
            return True
        time.sleep(0.02)
    return False


def test_one_of_two_has_it_and_the_other_as_soon_as_it_is_given_back(rooms: Rooms) -> None:
    engine = rooms.published_engine
    with Lease(engine, "rounds", 0.6) as first, Lease(engine, "rounds", 0.6) as second:
        assert first.is_held()
        assert not second.is_held()
        time.sleep(1.0)  # longer than a term: it is renewed
        assert (first.is_held(), second.is_held()) == (True, False)
        first.__exit__()
        assert becomes(True, second)
        assert not first.is_held()


def test_another_takes_over_from_one_that_died(rooms: Rooms) -> None:
    dead = Lease(rooms.published_engine, "rounds", 0.6)
    dead._renew()
    with Lease(rooms.published_engine, "rounds", 0.6) as heir:
        assert not heir.is_held()
        assert becomes(True, heir)
        dead._renew()
        assert not dead.is_held()


def test_of_many_who_ask_at_once_one_gets_it(rooms: Rooms) -> None:
    asking = [Lease(rooms.published_engine, "rounds") for _ in range(8)]
    threads = [threading.Thread(target=one._renew) for one in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.is_held() for one in asking].count(True) == 1


def test_taking_a_lease_makes_no_page_stale(rooms: Rooms) -> None:
    def now() -> int:
        with transaction(rooms.reader_engine, PublishedReader) as session:
            return revision(session)

    before = now()
    with Lease(rooms.published_engine, "rounds"):
        assert now() == before


def test_two_workers_do_each_round_once_and_the_second_goes_on_when_the_first_stops(
    rooms: Rooms,
) -> None:
    done: list[str] = []
    leases = [Lease(rooms.published_engine, "rounds", 0.6) for _ in range(2)]
    stops = [threading.Event() for _ in leases]

    def work(name: str, lease: Lease, stop: threading.Event) -> None:
        with lease:
            rounds = [Timer("a round", 3600.0, lambda: done.append(name))]
            run_worker(rooms.settings, alone(lease, rounds), stop=stop, pause_seconds=0.05)

    threads = [
        threading.Thread(target=work, args=(name, *pair))
        for name, pair in zip("ab", zip(leases, stops, strict=True), strict=True)
    ]
    for thread in threads:
        thread.start()
    for _ in range(100):
        if done:
            break
        time.sleep(0.02)
    assert len(done) == 1
    stops[0 if done == ["a"] else 1].set()
    for _ in range(200):
        if len(done) == 2:
            break
        time.sleep(0.02)
    for stop, thread in zip(stops, threads, strict=True):
        stop.set()
        thread.join()
    assert sorted(done) == ["a", "b"]
