"""The composition without a container engine: each process with only its own role and keys."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
import psycopg
import pytest
from psycopg import sql

from survey_api.cli.serve import Part
from survey_api.conduct.closing import close_wave
from survey_api.published.models import Release
from survey_api.settings import Settings
from tests import factories, postgres
from tests.installing import settings_in
from tests.running import Running

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).resolve().parents[2]
GRANTS = ROOT / "deploy" / "grants"
ROOMS = ("identity", "ballots", "published")
ROOMS_OF = {
    "api": ("identity", "published"),
    "ballots": ("ballots",),
    "dashboard": (),
    "worker": ROOMS,
}
N_PEOPLE = 54


@dataclass(frozen=True)
class Site:
    """An installation whose processes share nothing but the database server."""

    home: Path
    databases: dict[str, str]
    shared: Settings

    def url(self, room: str, role: str) -> str:
        return postgres.cluster().url(self.databases[room], role=f"safetosay_{role}")

    def settings(self, name: str, rooms: tuple[str, ...], keys: Path, role: str) -> Settings:
        """What one container is given: its own folder, its own URLs, its own keys."""
        folder = self.home / name
        urls = {f"{room}_url": self.url(room, role) for room in rooms}
        missing = {f"{room}_url": "" for room in ROOMS if room not in rooms}
        changes = {"data_dir": folder, "keys_dir": keys, "spool_dir": folder / "spool"}
        holder = self.home / "holder" if name in {"init", "worker"} else folder / "none"
        own = replace(self.shared, **changes, holder_dir=holder, **urls, **missing)
        return own.with_defaults()

    def of(self, name: str) -> Settings:
        return self.settings(name, ROOMS_OF[name], self.home / "dealt" / name, name)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    cluster, home = postgres.cluster(), tmp_path_factory.mktemp("site")
    cluster.run((GRANTS / "roles.sql").read_text())
    databases = {room: cluster.create_database(room).rsplit("/", 1)[1] for room in ROOMS}
    for name in databases.values():
        owned = sql.SQL("ALTER DATABASE {} OWNER TO safetosay_owner").format(sql.Identifier(name))
        cluster.run(owned)
    shared = settings_in(home / "shared")
    made = Site(home, databases, replace(shared, api_url=shared.app_url))
    run_init(made)
    grant(made)
    return made


def run_init(site: Site) -> None:
    """deploy/init.sh as the container runs it."""
    for name in ROOMS_OF:
        (site.home / "dealt" / name).mkdir(parents=True, exist_ok=True)
    settings = site.settings("init", ROOMS, site.home / "keys", "owner")
    program = site.home / "bin" / "safetosay"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m survey_api.cli "$@"\n')
    program.chmod(0o755)
    given = {**settings.environment(), "DEALT_KEYS": str(site.home / "dealt")}
    given |= {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["sh", str(ROOT / "deploy" / "init.sh")],
        check=False, capture_output=True, text=True, env=given, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def grant(site: Site) -> None:
    for room in ROOMS:
        address = site.url(room, "owner").replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(address) as connection:
            connection.execute((GRANTS / f"{room}.sql").read_text())  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def place(site: Site) -> Iterator[Running]:
    parts = (Part.BALLOTS, Part.API, Part.DASHBOARD, Part.WORKER)
    environments = {part: site.of(part).environment() for part in parts}
    with Running(site.of("worker"), parts=parts, environments=environments) as running:
        yield running


@pytest.fixture(scope="module")
def bundle(place: Running) -> dict[str, dict[str, object]]:
    factories.staffed(place.rooms, N_PEOPLE)
    wave = factories.open_wave(place.rooms)
    factories.answer_all(factories.links(place.rooms, wave))
    close_wave(place.rooms, wave)
    with place.rooms.reading() as session:
        found: dict[str, dict[str, object]] = json.loads(session.get_one(Release, wave).bundle)
        return found


def test_a_whole_wave_runs_with_every_process_in_its_own_role(
    bundle: dict[str, dict[str, object]],
) -> None:
    assert bundle["statement"]["accepted"] == N_PEOPLE


def test_init_and_grants_may_be_repeated_after_an_update(
    site: Site, bundle: dict[str, dict[str, object]]
) -> None:
    keys = {path: path.read_bytes() for path in site.home.rglob("*.key")}
    assert len(keys) >= 8
    run_init(site)
    grant(site)
    assert {path: path.read_bytes() for path in site.home.rglob("*.key")} == keys


@pytest.mark.parametrize(("role", "room"), [("api", "ballots"), ("ballots", "identity")])
def test_a_role_is_refused_the_foreign_room(site: Site, role: str, room: str) -> None:
    address = site.url(room, role).replace("postgresql+psycopg", "postgresql")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(address)


def test_the_dashboard_process_answers_without_any_database(place: Running, site: Site) -> None:
    settings = site.of("dashboard")
    reply = httpx2.get(
        f"http://{settings.bind_host}:{settings.dashboard_port}/dashboard/", timeout=20
    )
    assert reply.status_code < 500
    assert not list((site.home / "dashboard").rglob("*.sqlite"))


@pytest.mark.parametrize("name", ["api", "ballots", "dashboard"])
def test_no_process_made_itself_a_database_it_was_not_given(
    site: Site, bundle: dict[str, dict[str, object]], name: str
) -> None:
    files = [path.name for path in (site.home / name).rglob("*.sqlite") if "spool" not in str(path)]
    assert not files
