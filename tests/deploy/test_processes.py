"""The composition without a container engine: each process with only its own role and keys."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx2
import psycopg
import pytest
from psycopg import sql

from survey_api import clock
from survey_api.access import Role
from survey_api.cli.serve import Part
from survey_api.conduct import cards
from survey_api.conduct.publishing import released_statement
from survey_api.credentials.ballot_code import BallotCode
from survey_api.identity import roles
from survey_api.respondent.code import taken_up
from survey_api.respondent.transport import HttpTransport, open_wave, seal_ballot, send
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
N_PEOPLE, N_CARDS = 54, 6
ADMINISTRATOR, PASSWORD = "ada@example.org", "quite-a-long-word-1"


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
def administrator(place: Running) -> Iterator[httpx2.Client]:
    """Somebody in charge, signed in at the application over HTTP."""
    with place.rooms.identity() as session:
        roles.add_user(
            session, email=ADMINISTRATOR, role=Role.ADMINISTRATOR, name="Ada", password=PASSWORD
        )
    with httpx2.Client(base_url=place.settings.app_url, timeout=20) as client:
        given = {"email": ADMINISTRATOR, "password": PASSWORD}
        assert client.post("/sign-in", json=given).status_code == 204
        yield client


@pytest.fixture(scope="module")
def wave(place: Running, administrator: httpx2.Client) -> str:
    """A wave that was opened, answered and closed by asking the application for it."""
    silent = b"".join(b"\nx%d,Somebody,,Finance," % at for at in range(N_CARDS))
    roster = factories.roster_csv(N_PEOPLE) + silent
    assert administrator.post("/roster?dry_run=false", content=roster).status_code == 200
    today = clock.today()
    asked = {"title": "First", "instrument": factories.INSTRUMENT, "opens_on": str(today)}
    asked["closes_on"] = str(today + timedelta(days=14))
    made = administrator.post("/waves", json=asked)
    assert made.status_code == 201
    found = str(made.json()["id"])
    bring(administrator, found, "open", until="open")
    factories.answer_all(factories.links(place.rooms, found))
    answer_by_card(place, found)
    bring(administrator, found, "close", until="released")
    return found


def answer_by_card(place: Running, wave: str) -> None:
    """Cards are printed in the worker's role and cast like any ballot."""
    printing = cards.prepare(place.rooms, wave, "Finance", few=False)
    cards.finish(place.rooms, printing)
    with HttpTransport(place.settings.survey_url) as over:
        view = open_wave(over, wave)
        for number, (_label, code) in enumerate(printing.pack.cards):
            draft, token = taken_up(view, BallotCode.read(code))
            send(over, view, seal_ballot(view, draft, token, factories.answers_of(number)))


def bring(client: httpx2.Client, wave: str, deed: str, *, until: str) -> None:
    """Ask for a move and wait for the worker."""
    assert client.post(f"/waves/{wave}/{deed}").status_code == 202
    for _try in range(300):
        now = next(one for one in client.get("/waves").json() if one["id"] == wave)
        assert not now["trouble"]
        if now["state"] == until and not now["asked_for"]:
            return
        time.sleep(0.1)
    raise AssertionError(f"the worker did not {deed} the wave: {now}")


def test_a_whole_wave_runs_with_every_process_in_its_own_role(place: Running, wave: str) -> None:
    with place.rooms.reading() as session:
        assert released_statement(session, wave)["accepted"] == N_PEOPLE + N_CARDS


def test_every_deed_of_the_application_is_within_its_role(
    administrator: httpx2.Client, wave: str
) -> None:
    link = administrator.post("/sign-in/request-link", json={"email": ADMINISTRATOR})
    assert link.status_code == 204
    assert administrator.get("/published/waves").status_code == 200
    assert administrator.post("/sign-out").status_code == 303


def test_init_and_grants_may_be_repeated_after_an_update(site: Site, wave: str) -> None:
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
    address = f"http://{settings.bind_host}:{settings.dashboard_port}/dashboard/"
    for _try in range(200):
        try:
            assert httpx2.get(address, timeout=20).status_code < 500
            break
        except httpx2.ConnectError:
            time.sleep(0.1)
    else:
        raise AssertionError("the dashboard did not start")
    assert not list((site.home / "dashboard").rglob("*.sqlite"))


@pytest.mark.parametrize("name", ["api", "ballots", "dashboard"])
def test_no_process_made_itself_a_database_it_was_not_given(
    site: Site, wave: str, name: str
) -> None:
    files = [path.name for path in (site.home / name).rglob("*.sqlite") if "spool" not in str(path)]
    assert not files
