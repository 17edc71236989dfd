"""The shipped HAProxy configuration, run by HAProxy itself over replicas on this machine."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "deploy" / "haproxy" / "haproxy.cfg"
PROGRAM = shutil.which("haproxy") or "/usr/sbin/haproxy"
LISTEN = {"app": 8000, "survey": 8001, "ballots": 8002, "dashboard": 8003}
Replicas = Mapping[str, Sequence[int]]


@dataclass
class Balancer:
    """HAProxy at ``ports`` in front of the ``replicas`` of each origin."""

    home: Path
    ports: Mapping[str, int]
    replicas: Replicas

    def __enter__(self) -> Self:
        self.config = self.home / "haproxy.cfg"
        self.config.write_text(self._configuration())
        with (self.home / "haproxy.log").open("wb") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "-f", str(self.config)], stdout=log, stderr=log, env={**os.environ}
            )
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(10)

    def told(self) -> str:
        return (self.home / "haproxy.log").read_text()

    def _configuration(self) -> str:
        text = SHIPPED.read_text().replace("inter 2s fastinter 500ms", "inter 200ms")
        for name, shipped in LISTEN.items():
            text = text.replace(f"bind :{shipped}\n", f"bind 127.0.0.1:{self.ports[name]}\n")
            servers = iter(self.replicas[name])
            text = re.sub(
                rf"server (\w+) [\w-]+:{shipped} ",
                lambda part, ports=servers: f"server {part[1]} 127.0.0.1:{next(ports)} ",  # type: ignore[misc]
                text,
            )
        return text


def checked(path: Path) -> str:
    """What HAProxy itself says of a configuration; empty when it has nothing to say."""
    run = subprocess.run([PROGRAM, "-c", "-f", str(path)], check=False, capture_output=True)
    return "" if run.returncode == 0 else (run.stdout + run.stderr).decode()
