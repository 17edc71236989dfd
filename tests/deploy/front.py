"""The shipped nginx configuration, run by nginx itself on ports of its own."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Mapping
from http.client import HTTPSConnection
from pathlib import Path
from typing import Self

from tests.ports import free_port

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HOSTS = {"APP": "pulse.localhost", "SURVEY": "survey.localhost", "BALLOT": "ballots.localhost"}
UPSTREAMS = ("api:8000", "api:8001", "ballots:8002", "dashboard:8003")
CANARY = "canary-3f1b"


class Front:
    """A running nginx with the shipped configuration; only ports and paths are local ones."""

    def __init__(self, home: Path, prepared: Path, upstream: int | Mapping[str, int]) -> None:
        self.home, self.port = home, free_port()
        self.config = home / "nginx.conf"
        hosts = (prepared / "nginx" / "hosts.conf.template").read_text()
        for name, host in HOSTS.items():
            hosts = hosts.replace(f"${{SAFETOSAY_{name}_HOST}}", host)
        for name in UPSTREAMS:
            port = upstream if isinstance(upstream, int) else upstream[name]
            hosts = hosts.replace(f"http://{name}", f"http://127.0.0.1:{port}")
        hosts = hosts.replace("listen 8443", f"listen 127.0.0.1:{self.port}")
        hosts = hosts.replace("listen 8080", f"listen 127.0.0.1:{free_port()}")
        hosts = hosts.replace("/certificates/", f"{prepared}/certificates/")
        (home / "conf.d").mkdir()
        (home / "conf.d" / "hosts.conf").write_text(hosts)
        shutil.copy("/etc/nginx/mime.types", home / "mime.types")
        main = (prepared / "nginx" / "nginx.conf").read_text().replace("/tmp/", f"{home}/")
        if os.getuid() == 0:
            main = "user root;\n" + main
        self.config.write_text(main)

    def run(self, *options: str) -> subprocess.CompletedProcess[str]:
        command = [NGINX, "-p", str(self.home), "-c", str(self.config), "-e", "stderr", *options]
        return subprocess.run(command, check=False, capture_output=True, text=True)

    def post(self, host: str, path: str, body: bytes = b"x") -> tuple[int, str]:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = HTTPSConnection("127.0.0.1", self.port, context=context, timeout=10)
        headers = {"Host": host, "User-Agent": CANARY, "Cookie": f"a={CANARY}", "Referer": CANARY}
        headers |= {"X-Forwarded-For": CANARY, "Accept-Language": CANARY}
        connection.request("POST", path, body, headers)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()

    def begin(self) -> Self:
        """Have nginx accept its configuration, start it and wait until it listens."""
        tested = self.run("-t")
        assert tested.returncode == 0, tested.stderr
        assert self.run().returncode == 0
        for _try in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        raise AssertionError("nginx did not start")
