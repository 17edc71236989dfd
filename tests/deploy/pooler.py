"""The shipped pooler configuration, run by PgBouncer itself before the suite's PostgreSQL."""

import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Self

import psycopg

from tests import postgres
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"


@dataclass
class Pooler:
    """PgBouncer with two connections for each database, so that every transaction is a loan."""

    databases: list[str]
    size: int = 2

    def __enter__(self) -> Self:
        self.home = Path(mkdtemp(prefix="safetosay-pooler-"))
        self.port = free_port()
        prefix = postgres.become_nobody_special(self.home)
        (self.home / "userlist.txt").write_text(f'"{postgres.SUPERUSER}" ""\n')
        (self.home / "pgbouncer.ini").write_text(self._configuration())
        command = [*prefix, PROGRAM, str(self.home / "pgbouncer.ini")]
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd=self.home, stdout=log, stderr=log)
        self._await_ready()
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{postgres.SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def told(self) -> str:
        return (self.home / "log").read_text()

    def _configuration(self) -> str:
        shipped = (ROOT / "deploy" / "pgbouncer" / "pgbouncer.ini").read_text()
        server = f"* = host=127.0.0.1 port={postgres.cluster().port}"
        changed = re.sub(r"\[databases\].*?\n\n", f"[databases]\n{server}\n\n", shipped, flags=re.S)
        for name, value in {
            "listen_addr": "127.0.0.1", "listen_port": self.port, "auth_type": "trust",
            "auth_file": self.home / "userlist.txt", "default_pool_size": self.size,
        }.items():  # fmt: skip
            changed, n = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", changed)
            assert n == 1, name
        return changed

    def _await_ready(self) -> None:
        for _try in range(200):
            try:
                psycopg.connect(self.url(self.databases[0]).replace("+psycopg", "")).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise AssertionError("PgBouncer did not start:\n" + self.told())
