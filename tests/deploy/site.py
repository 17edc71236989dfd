"""An installation whose processes share nothing but the database server: roles, URLs, keys."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
from psycopg import sql

from survey_api.settings import Settings
from tests import postgres
from tests.installing import settings_in

ROOT = Path(__file__).resolve().parents[2]
GRANTS = ROOT / "deploy" / "grants"
ROOMS = ("identity", "ballots", "published")
ROOMS_OF = {
    "api": ("identity", "published"),
    "ballots": ("ballots",),
    "dashboard": (),
    "worker": ROOMS,
}


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


def made_site(home: Path) -> Site:
    """Roles, databases, tables, keys and grants, as the containers make them."""
    cluster = postgres.cluster()
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
