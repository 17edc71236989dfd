"""PostgreSQL on two nodes under Patroni, with etcd and HAProxy, from the system's packages and
the shipped configuration; only addresses and paths are the test's own."""

import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

import psycopg

from tests import postgres
from tests.ports import free_ports

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "patroni"
NEEDED = ("patroni", "etcd", "haproxy")
PASSWORD = "quite-a-long-word-1"
PATIENCE_SECONDS = 60


def lacking() -> list[str]:
    """Programs that are not here."""
    found = "/usr/sbin:" + os.environ["PATH"]
    return [name for name in NEEDED if shutil.which(name, path=found) is None]


@dataclass
class Node:
    """One machine's PostgreSQL with the Patroni that looks after it."""

    name: str
    home: Path
    rest: int
    sql: int
    process: subprocess.Popen[bytes] | None = None

    def is_primary(self) -> bool:
        return self._status("/primary") == 200

    def is_synchronous(self) -> bool:
        return self._status("/synchronous") == 200

    def _status(self, path: str) -> int:
        line = HTTPConnection("127.0.0.1", self.rest, timeout=2)
        try:
            line.request("GET", path)
            return line.getresponse().status
        except OSError:
            return 0
        finally:
            line.close()

    def kill(self) -> None:
        """The machine is gone: Patroni and every process of PostgreSQL at once."""
        assert self.process
        os.kill(self.process.pid, signal.SIGKILL)
        pid = (self.home / "data" / "postmaster.pid").read_text().split()[0]
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *children):
            try:
                os.kill(int(one), signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()


@dataclass
class Nodes:
    """etcd, two nodes, and HAProxy, whose port is the database's address."""

    home: Path = field(default_factory=lambda: Path(mkdtemp(prefix="safetosay-nodes-")))
    others: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.prefix = postgres.become_nobody_special(self.home)
        self.etcd, peer, self.port, *own = free_ports(7)
        self.nodes = [Node(name, self.home / name, *own[at * 2 : at * 2 + 2])
                      for at, name in enumerate(("one", "two"))]  # fmt: skip
        here = f"http://127.0.0.1:{self.etcd}"
        among = f"http://127.0.0.1:{peer}"
        self._begin(
            "etcd", "--data-dir", str(self.home / "etcd"), "--listen-client-urls", here,
            "--advertise-client-urls", here, "--listen-peer-urls", among,
            "--initial-advertise-peer-urls", among, "--initial-cluster", f"default={among}",
        )  # fmt: skip
        (self.home / "haproxy.cfg").write_text(self._balancer())
        self._begin("haproxy", "-f", str(self.home / "haproxy.cfg"))
        self.start(self.nodes[0])
        self.await_state(self.nodes[0].is_primary)
        self.start(self.nodes[1])
        self.await_state(self.nodes[1].is_synchronous)
        return self

    def __exit__(self, *_error: object) -> None:
        for node in self.nodes:
            if node.process and node.process.poll() is None:
                node.process.terminate()
        for node in self.nodes:
            if node.process:
                node.process.wait(30)
        for one in self.others:
            one.terminate()
            one.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        address = self.url("postgres").replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        return self.url(name)

    def start(self, node: Node) -> None:
        node.home.mkdir(exist_ok=True)
        if os.getuid() == 0:
            shutil.chown(node.home, "postgres")
        given = {**os.environ, **self._environment(node)}
        with (self.home / f"{node.name}.log").open("ab") as log:
            command = [*self.prefix, "patroni", str(DEPLOY / "patroni.yml")]
            node.process = subprocess.Popen(
                command, env=given, cwd=node.home, stdout=log, stderr=log
            )

    def await_state(self, is_so) -> None:  # type: ignore[no-untyped-def]
        until = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > until:
                told = "".join(one.read_text()[-3000:] for one in self.home.glob("*.log"))
                raise AssertionError(f"the nodes did not get there:\n{told}")
            time.sleep(0.1)

    def _begin(self, name: str, *options: str) -> None:
        found = shutil.which(name, path="/usr/sbin:" + os.environ["PATH"]) or name
        with (self.home / f"{name}.log").open("wb") as log:
            command = [*self.prefix, found, *options]
            self.others.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=self.home))

    def _balancer(self) -> str:
        shipped = (DEPLOY / "haproxy.cfg").read_text()
        changed = shipped.replace("bind :5000", f"bind 127.0.0.1:{self.port}")
        for node in self.nodes:
            there = f"server {node.name} 127.0.0.1:{node.sql} check port {node.rest}"
            changed, n = re.subn(rf"server {node.name} \S+ check port \d+", there, changed)
            assert n == 1
        return changed

    def _environment(self, node: Node) -> dict[str, str]:
        programs = postgres.binaries()
        rest, sql = f"127.0.0.1:{node.rest}", f"127.0.0.1:{node.sql}"
        known = {
            "NAME": node.name, "ETCD3_HOSTS": f"'127.0.0.1:{self.etcd}'", "RESTAPI_LISTEN": rest,
            "RESTAPI_CONNECT_ADDRESS": rest, "POSTGRESQL_LISTEN": sql,
            "POSTGRESQL_CONNECT_ADDRESS": sql, "POSTGRESQL_DATA_DIR": str(node.home / "data"),
            "POSTGRESQL_BIN_DIR": str(programs), "POSTGRESQL_PGPASS": str(node.home / "pgpass"),
        }  # fmt: skip
        users = {"SUPERUSER": "postgres", "REPLICATION": "replicator", "REWIND": "rewinder"}
        for role, name in users.items():
            known |= {f"{role}_USERNAME": name, f"{role}_PASSWORD": PASSWORD}
        return {f"PATRONI_{name}": value for name, value in known.items()}


def named_in_example() -> set[str]:
    """The settings that the shipped example names, to compare with those used here."""
    lines = (DEPLOY / "node.env.example").read_text().splitlines()
    return {line.split("=")[0] for line in lines if line.startswith("PATRONI_")}
