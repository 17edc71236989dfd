"""The database ends at once and comes back under load: all goes on by itself, nothing is lost."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from survey_api.access import Role
from survey_api.catalogue.models import WaveState
from survey_api.cli.serve import Part
from survey_api.conduct import wave_desk
from survey_api.settings import Settings
from tests import factories, postgres
from tests.faults.load import Load, await_true, under
from tests.faults.outcome import everything_is_there, mails_came_once
from tests.installing import _install, settings_in
from tests.running import Running
from tests.security import accounts

PARTS = (Part.BALLOTS, Part.API, Part.WORKER)
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not postgres.available(), reason="no PostgreSQL programs here"),
]


@contextmanager
def own_cluster() -> Iterator[postgres.Cluster]:
    """A server that nobody else of this run uses."""
    made = postgres.cluster.__wrapped__()
    made.run("ALTER ROLE postgres SET synchronous_commit = on")  # off for speed elsewhere
    try:
        yield made
    finally:
        made.stop()


def crash(cluster: postgres.Cluster) -> None:
    """The server ends as if its machine lost power; what it had synced stays."""
    cluster.process.send_signal(signal.SIGQUIT)
    cluster.process.wait()


def begin(cluster: postgres.Cluster) -> None:
    """The same server once more."""
    with (cluster.home / "log").open("ab") as log:
        process = subprocess.Popen(cluster.process.args, cwd=cluster.home, stdout=log, stderr=log)
    object.__setattr__(cluster, "process", process)
    await_true(lambda: accepts(cluster), "the database is back")


def accepts(cluster: postgres.Cluster) -> bool:
    try:
        cluster.run("SELECT 1")
    except Exception:
        return False
    return True


def on(cluster: postgres.Cluster, folder: Path) -> Settings:
    urls = {
        f"{one}_url": cluster.create_database(one) for one in ("identity", "ballots", "published")
    }
    settings = settings_in(folder, **urls)
    _install(settings)
    return settings


@pytest.mark.slow
def test_a_database_that_crashes_under_load_loses_no_ballot_and_all_goes_on_by_itself(
    tmp_path: Path,
) -> None:
    with own_cluster() as cluster, Running(on(cluster, tmp_path), PARTS) as running:
        factories.staffed(running.rooms, 20)
        accounts.enlist(running.settings)
        wave = factories.open_wave(running.rooms)
        load = Load.of(factories.links(running.rooms, wave), wave, running.settings.survey_url)
        with under(load):
            for _ in range(2):
                time.sleep(0.3)
                crash(cluster)
                refused_in_words(running.settings)
                begin(cluster)
        running.rooms.dispose()
        wave_desk.ask(running.rooms, wave, WaveState.CLOSED)
        await_true(
            lambda: wave_desk.show(running.rooms, wave).state == WaveState.RELEASED, "the release"
        )
        everything_is_there(running, wave, load)
        mails_came_once(running, len(load.people))


def refused_in_words(settings: Settings) -> None:
    """While it is away: a problem document that says so, and a readiness that names it."""
    said = {"email": accounts.address(Role.ANALYST), "password": accounts.PASSWORD}
    reply = httpx2.post(settings.app_url + "/sign-in", json=said, headers=accounts.OURS, timeout=20)
    assert reply.status_code == 503
    assert reply.json()["type"].endswith("database-away")
    ready = httpx2.get(settings.app_url + "/readyz", timeout=20)
    assert ready.status_code == 503
    assert "identity database" in ready.json()["detail"]
    assert httpx2.get(settings.app_url + "/healthz").status_code == 200
