"""The TLS front in nginx: accepted by nginx itself, three origins, and it keeps nothing."""

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
HOSTS = {"APP": "pulse.localhost", "SURVEY": "survey.localhost", "BALLOT": "ballots.localhost"}
CANARY = "canary-3f1b"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Echo(BaseHTTPRequestHandler):
    """An upstream that answers with the headers it was given."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return None


class Front:
    """A running nginx with the shipped configuration; only ports and paths are local ones."""

    def __init__(self, home: Path, prepared: Path, upstream: int) -> None:
        self.home, self.port = home, free_port()
        self.config = home / "nginx.conf"
        hosts = (prepared / "nginx" / "hosts.conf.template").read_text()
        for name, host in HOSTS.items():
            hosts = hosts.replace(f"${{SAFETOSAY_{name}_HOST}}", host)
        for name in ("api:8000", "api:8001", "ballots:8002", "dashboard:8003"):
            hosts = hosts.replace(f"http://{name}", f"http://127.0.0.1:{upstream}")
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


@pytest.fixture
def start(tmp_path: Path, prepared: Path) -> Iterator[object]:
    running: list[Front] = []

    def begin(upstream: int) -> Front:
        front = Front(tmp_path, prepared, upstream)
        tested = front.run("-t")
        assert tested.returncode == 0, tested.stderr
        assert front.run().returncode == 0
        running.append(front)
        for _try in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", front.port)) == 0:
                    return front
            time.sleep(0.05)
        raise AssertionError("nginx did not start")

    yield begin
    for front in running:
        front.run("-s", "quit")


@pytest.fixture
def echo() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.mark.parametrize("origin", ["SURVEY", "BALLOT"])
def test_nothing_about_the_visitor_is_passed_on(start, echo: int, origin: str) -> None:
    status, headers = start(echo).post(HOSTS[origin], "/cast/x", bytes(4690))
    assert status == 200
    assert "Content-Length: 4690" in headers
    assert CANARY not in headers
    assert "127.0.0.1" not in headers


def test_the_application_is_given_the_cookie(start, echo: int) -> None:
    status, headers = start(echo).post(HOSTS["APP"], "/published/me")
    assert status == 200
    assert f"Cookie: a={CANARY}" in headers


def test_no_request_leaves_a_trace_on_disk_even_when_it_fails(start, tmp_path: Path) -> None:
    front = start(free_port())
    for host in HOSTS.values():
        assert front.post(host, f"/w/{CANARY}", CANARY.encode() * 400)[0] == 502
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert front.config in written
    for path in written:
        assert CANARY.encode() not in path.read_bytes(), path


def test_a_body_larger_than_any_ballot_is_refused(start, echo: int) -> None:
    front = start(echo)
    assert front.post(HOSTS["BALLOT"], "/cast/x", bytes(100_000))[0] == 413
