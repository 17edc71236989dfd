"""Two of every process behind the shipped HAProxy: one of each dies and the survey goes on."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import Popen

import httpx2
import pytest

from survey_api.cli.serve import Part, start, stop
from survey_api.conduct.closing import close_wave
from survey_api.conduct.publishing import released_statement
from survey_api.conduct.rooms import Rooms
from survey_api.demo.sink import Mailbox, listen
from survey_api.settings import Settings
from tests import factories
from tests.deploy.balancer import LISTEN, SHIPPED, Balancer
from tests.installing import installed
from tests.ports import answers, free_ports

ORIGINS = {Part.API: "app_port", Part.BALLOTS: "ballot_port", Part.DASHBOARD: "dashboard_port"}
ALL = (Part.API, Part.BALLOTS, Part.DASHBOARD, Part.WORKER)


@dataclass
class Site:
    """Two hosts that share nothing but the databases, and the address in front of them."""

    settings: Settings
    hosts: list[Settings]
    children: dict[tuple[int, Part], Popen[bytes]]
    balancer: Balancer

    def begin(self, host: int, part: Part) -> None:
        self.children[host, part] = start(part, self.hosts[host].environment())

    def kill(self, host: int, part: Part) -> None:
        child = self.children.pop((host, part))
        child.kill()
        child.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("replicas")
    shared = installed(home / "data", engine="postgresql")
    front = dict(zip(LISTEN, free_ports(4), strict=True))
    settings = replace(
        shared,
        app_url=f"http://127.0.0.1:{front['app']}",
        survey_url=f"http://127.0.0.1:{front['survey']}",
        ballot_url=f"http://127.0.0.1:{front['ballots']}",
        api_url=f"http://127.0.0.1:{front['app']}",
    )
    hosts = [_host(settings, home / name) for name in ("first", "second")]
    replicas = {
        "app": [one.app_port for one in hosts],
        "survey": [one.survey_port for one in hosts],
        "ballots": [one.ballot_port for one in hosts],
        "dashboard": [one.dashboard_port for one in hosts],
    }
    mail = listen(Mailbox(), settings.smtp_host, settings.smtp_port)
    with Balancer(home, front, replicas) as balancer:
        made = Site(settings, hosts, {}, balancer)
        for host in (0, 1):
            for part in ALL:
                made.begin(host, part)
        try:
            _await_all(made)
            yield made
        finally:
            stop(list(made.children.values()))
            mail.stop()


def _host(settings: Settings, folder: Path) -> Settings:
    """Its own folder for the spool, its own ports, the same keys and databases."""
    folder.mkdir()
    app, survey, ballot, dashboard = free_ports(4)
    return replace(
        settings, data_dir=folder, spool_dir=folder / "spool", app_port=app, survey_port=survey,
        ballot_port=ballot, dashboard_port=dashboard,
    )  # fmt: skip


def _await_all(site: Site) -> None:
    ports = [getattr(one, port) for one in site.hosts for port in ORIGINS.values()]
    until = time.monotonic() + 60
    while not all(map(_is_up, ports)):
        assert all(one.poll() is None for one in site.children.values()), "a replica ended"
        assert time.monotonic() < until, "not all replicas started"
        time.sleep(0.1)
    fronts = (site.settings.app_url, site.settings.survey_url, site.settings.ballot_url)
    while not all(answers(one + "/readyz") for one in fronts):
        assert site.balancer.process.poll() is None, site.balancer.told()
        assert time.monotonic() < until, "the front has no replica that is ready"
        time.sleep(0.1)


def _is_up(port: int) -> bool:
    here = f"http://127.0.0.1:{port}"
    return answers(here + "/healthz") or answers(here + "/dashboard/healthz")


@pytest.mark.slow
@pytest.mark.postgres
def test_one_of_each_process_is_killed_and_every_ballot_is_counted(site: Site) -> None:
    rooms = Rooms(site.settings)
    factories.staffed(rooms)
    wave = factories.open_wave(rooms)
    links = list(factories.links(rooms, wave).items())
    factories.answer_all(dict(links[:27]))
    for part in ALL:
        site.kill(0, part)
    factories.answer_all(dict(links[27:]))
    site.begin(0, Part.BALLOTS)  # its spool may hold ballots, and the close waits for them
    close_wave(rooms, wave)
    with rooms.reading() as session:
        assert released_statement(session, wave)["accepted"] == 54
    rooms.dispose()


@pytest.mark.slow
@pytest.mark.postgres
def test_the_balancer_says_nothing_about_visitors(site: Site) -> None:
    assert httpx2.get(site.settings.app_url + "/healthz").status_code == 200
    told = re.sub(r"bind .*|server .*", "", site.balancer.told())
    assert "GET" not in told
    assert "127.0.0.1:4" not in told


def test_the_balancer_is_told_to_keep_no_log() -> None:
    shipped = SHIPPED.read_text()
    assert not re.search(r"^\s*(log|option (tcplog|httplog|forwardfor))\b", shipped, re.M)


class Replica(BaseHTTPRequestHandler):
    """Ready while its server says so; answers with its name."""

    def do_GET(self) -> None:
        is_fine = self.server.is_ready or not self.path.endswith("/readyz")  # type: ignore[attr-defined]
        self.send_response(200 if is_fine else 503)
        self.end_headers()
        self.wfile.write(str(self.server.server_port).encode())  # type: ignore[attr-defined]

    def log_message(self, format: str, *args: object) -> None:
        return None


@contextmanager
def replica() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Replica)
    server.is_ready = True  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_replica_that_lacks_what_it_needs_gets_no_visitors_until_it_has_it(
    tmp_path: Path,
) -> None:
    front = dict(zip(LISTEN, free_ports(4), strict=True))
    with replica() as one, replica() as two:
        both = [one.server_port, two.server_port]
        with Balancer(tmp_path, front, dict.fromkeys(LISTEN, both)):
            for name in LISTEN:
                assert visited(front[name], until=set(both)) == set(both)
            one.is_ready = False  # type: ignore[attr-defined]
            for name in LISTEN:
                assert visited(front[name], until={two.server_port}) == {two.server_port}
            one.is_ready = True  # type: ignore[attr-defined]
            assert visited(front["ballots"], until=set(both)) == set(both)


def visited(port: int, *, until: set[int]) -> set[int]:
    """Who answered a few visitors in a row, once it is those who should."""
    found: set[int] = set()
    for _try in range(150):
        found = {int(one) for _ in range(4) if (one := _answer(port))}
        if found == until:
            break
        time.sleep(0.05)
    return found


def _answer(port: int) -> str:
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().read().decode()
    except (OSError, HTTPException):
        return ""
    finally:
        line.close()
