"""A throw-away PostgreSQL cluster for the suite: started when first asked for, gone at exit.

Each test process (also each pytest-xdist worker) has its own, so nothing needs a lock.
"""

import atexit
import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from tests.ports import free_port

SUPERUSER = "postgres"
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")
WATCHED = ("track_commit_timestamp=on",)  # for attackers of our own
START_SECONDS = 30


class NoPostgres(Exception):
    """There are no PostgreSQL programs here. Install PostgreSQL 14 or newer to run these tests."""


def binaries() -> Path | None:
    """The folder with ``initdb`` and ``postgres``: PATH first, else the newest Debian one."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((one for one in found if (one / "postgres").exists()), None)


def available() -> bool:
    """Whether these tests can run here."""
    return binaries() is not None


@dataclass(frozen=True)
class Cluster:
    """A running server on 127.0.0.1 that trusts everybody on this machine."""

    port: int
    home: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str, *, role: str = SUPERUSER) -> str:
        """The SQLAlchemy URL of a database, as any role."""
        return f"postgresql+psycopg://{role}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: LiteralString | sql.Composed, *, database: str = "postgres") -> None:
        """One statement as superuser, outside a transaction."""
        address = f"host=127.0.0.1 port={self.port} user={SUPERUSER} dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def create_database(self, name: str = "room") -> str:
        """A new empty database; a random ending keeps names apart. Returns its URL."""
        unique = re.sub(r"\W+", "_", name.lower())[:40] + "_" + secrets.token_hex(4)
        self.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unique)))
        return self.url(unique)

    def create_role(self, name: str = "role") -> str:
        """A new role without any right; returns its unique name, for ``url(…, role=…)``."""
        unique = re.sub(r"\W+", "_", name.lower())[:40] + "_" + secrets.token_hex(4)
        self.run(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(unique)))
        return unique

    def stop(self) -> None:
        """Stop the server at once and remove its files."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


@cache
def cluster() -> Cluster:
    """This process's cluster, started on the first call."""
    programs = binaries()
    if programs is None:
        raise NoPostgres(NoPostgres.__doc__)
    home = Path(tempfile.mkdtemp(prefix="safetosay-pg-"))
    prefix = become_nobody_special(home)
    made = [str(programs / "initdb"), "-D", str(home / "data"), "-U", SUPERUSER, "-A", "trust"]
    made += ["-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([*prefix, *made], cwd=home, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={home}"]
    server = [str(programs / "postgres"), "-D", str(home / "data")]
    server += [part for one in (*options, *SPEED, *WATCHED) for part in ("-c", one)]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([*prefix, *server], cwd=home, stdout=log, stderr=log)
    started = Cluster(port, home, process)
    atexit.register(started.stop)
    _await_ready(started)
    return started


def become_nobody_special(home: Path) -> list[str]:
    """PostgreSQL and its pooler refuse root; the server also ends when this process does."""
    if os.getuid() != 0:
        return []
    names = {one.pw_name: one for one in pwd.getpwall()}
    account = names.get("postgres") or names["nobody"]
    os.chown(home, account.pw_uid, account.pw_gid)
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    return ["setpriv", *ids, "--pdeathsig=INT", "--"]


def _await_ready(started: Cluster) -> None:
    for _ in range(START_SECONDS * 20):
        try:
            started.run("SELECT 1")
            return
        except psycopg.OperationalError:
            if started.process.poll() is not None:
                break
            time.sleep(0.05)
    raise NoPostgres("PostgreSQL did not start:\n" + (started.home / "log").read_text()[-2000:])
