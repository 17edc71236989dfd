"""The TLS front in nginx: accepted by nginx itself, three origins, and it keeps nothing."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy.front import CANARY, HOSTS, Front
from tests.ports import free_port


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


@pytest.fixture
def start(tmp_path: Path, prepared: Path) -> Iterator[object]:
    running: list[Front] = []

    def begin(upstream: int) -> Front:
        running.append(Front(tmp_path, prepared, upstream).begin())
        return running[-1]

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
