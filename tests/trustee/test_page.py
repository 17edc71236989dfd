"""The key holder's page in a real browser: the whole rehearsal, without any other request."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Request, expect

from survey_api.trustee.page.app import page_app
from survey_api.trustee.page.desk import CHECKED_WORDS, Desk
from survey_api.trustee.page.guard import Address
from tests.browser import chromium
from tests.trustee.conftest import Held

AXE = Path(__file__).parents[2] / "survey_api" / "web" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass(frozen=True)
class Served:
    """A desk behind a real port."""

    address: Address
    desk: Desk

    def ask(self, path: str, method: str = "GET", **headers: str) -> int:
        """The status of a hand-made request."""
        link = http.client.HTTPConnection("127.0.0.1", self.address.port, timeout=5)
        given = {"Host": f"127.0.0.1:{self.address.port}"} | headers
        link.request(method, path, headers=given)
        status = link.getresponse().status
        link.close()
        return status


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    address, desk = Address(listener.getsockname()[1]), Desk(tmp_path / "keys")
    config = uvicorn.Config(page_app(desk, address), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield Served(address, desk)
    server.should_exit = True
    thread.join(5)
    desk.end_rehearsal()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@dataclass
class Watched:
    """A page whose foreign requests and complaints are remembered; foreign ones are stopped."""

    page: Page
    home: str
    foreign: list[str]
    complaints: list[str]

    def look(self) -> None:
        """No fault that axe finds, and nothing wider than the screen."""
        found = self.page.evaluate(
            f"async () => {{ {AXE.read_text(encoding='utf-8')}; const found = await axe.run();"
            "if (found.passes.length < 10) throw new Error('axe looked at nothing');"
            "return found.violations.map((one) => one.id) }"
        )
        assert found == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def press(self, name: str) -> None:
        """A button or a link, by its name."""
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=name, exact=True)).click()


@pytest.fixture
def watched(browser: Browser, served: Served) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    context.set_default_timeout(10_000)
    page = context.new_page()
    found = Watched(page, served.address.url, [], [])

    def only_ours(request: Request) -> None:
        if not request.url.startswith((served.address.url, "data:")):
            found.foreign.append(request.url)

    page.on("request", only_ours)
    page.on("console", lambda said: found.complaints.append(said.text))
    page.goto(served.address.url)
    yield found
    context.close()


@pytest.mark.browser
def test_a_lay_person_is_led_through_the_whole_rehearsal_offline(
    watched: Watched, served: Served
) -> None:
    page = watched.page
    watched.look()
    watched.press("Start a rehearsal")
    folder = served.desk.practice
    assert folder is not None
    watched.look()
    watched.press("Make the keys")
    _confirm_the_sheets(watched)
    watched.press("Count")
    watched.look()
    words = page.locator("#words1").input_value()
    page.locator("#words1").fill("xylophone " + words.partition(" ")[2])
    watched.press("Count")
    expect(page.get_by_role("alert")).to_contain_text("Sheet 1, word 1")
    watched.look()
    page.locator("#words1").fill(words)
    watched.press("Count")
    page.wait_for_url("**/counted")
    expect(page.locator("dl")).to_contain_text("Counted31")
    watched.look()
    watched.press("Back to the overview")
    watched.press("Count again and compare")
    watched.press("Count again and compare")
    page.wait_for_url("**/recounted")
    watched.press("Deutsch")
    expect(page.locator("main")).to_contain_text("Byte für Byte")
    watched.press("Zurück zur Übersicht")
    watched.press("Umfrage wählen und Schlüssel löschen")
    page.get_by_label("Dies ist die letzte").check()
    watched.look()
    watched.press("Diesen Schlüssel endgültig löschen")
    expect(page.locator("main")).to_contain_text("unterschriebene Erklärung")
    expect(page.locator(".banner")).to_contain_text("PROBE")
    page.locator("main").get_by_role("button", name="Probe beenden").click()
    expect(page.locator(".steps li").first).to_contain_text("erledigt")
    assert not folder.exists() and not served.desk.home.exists()  # type: ignore[union-attr]
    assert (watched.foreign, watched.complaints) == ([], [])


def _confirm_the_sheets(watched: Watched) -> None:
    """One sheet for each page of print; a word that is not on the paper is noticed."""
    page = watched.page
    watched.look()
    expect(page.locator(".stamp")).to_have_count(4)
    page.emulate_media(media="print")
    assert not page.locator(".banner").is_visible() and not page.locator("h1").is_visible()
    assert (
        page.locator(".sheet").first.evaluate("one => getComputedStyle(one).breakAfter") == "page"
    )
    page.emulate_media(media="screen")
    watched.press("The sheets are on paper and handed out")
    expect(page.get_by_role("alert")).to_contain_text("Look at the paper again")
    for number, place in enumerate(CHECKED_WORDS, start=1):
        words = page.locator(".sheet").nth(number - 1).locator(".words li")
        page.locator(f"#word{number}").fill(words.nth(place - 1).inner_text())
    watched.press("The sheets are on paper and handed out")
    page.goto(watched.home + "sheets")
    expect(page.locator("main")).to_contain_text("Words are shown once only")
    page.goto(watched.home)


@pytest.mark.browser
def test_real_keys_are_made_by_keyboard_and_the_page_ends_itself(
    watched: Watched, served: Served
) -> None:
    page = watched.page
    page.goto(watched.home + "keys")
    page.locator("#holder").focus()
    page.keyboard.type("Works council of Test & Sons")
    for n in range(1, 4):
        for part in ("Ada", "member", "Ben"):
            page.keyboard.press("Tab")
            page.keyboard.type(f"{part} {n}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheets")
    assert page.locator(".stamp").count() == 0
    expect(page.locator(".sheet").nth(1)).to_contain_text("Kept by Ada 2 (member 2)")
    assert served.desk.folder.public.keepers[2].stand_in == "Ben 3"
    watched.press("Finish and close the program")
    expect(page.locator("h1")).to_have_text("The program has ended")


def test_only_the_browser_with_the_address_gets_anything(served: Served) -> None:
    home, port = f"/{served.address.token}/", served.address.port
    assert served.ask(home) == 200
    assert served.ask("/") == served.ask("/wrong/") == served.ask("/keys") == 404
    assert served.ask(home, Host=f"evil.example:{port}") == 404
    assert served.ask(home, Host=f"localhost:{port}") == 404
    assert served.ask(home + "rehearsal", "POST") == 404
    assert served.ask(home + "rehearsal", "POST", Origin="https://evil.example") == 404
    assert served.ask(home + "rehearsal", "POST", Origin="null") == 404
    assert served.desk.practice is None
    assert served.ask(home + "rehearsal", "POST", Origin=served.address.origin) == 303
    assert served.desk.practice is not None


def test_the_page_allows_no_script_and_nothing_foreign(served: Served) -> None:
    link = http.client.HTTPConnection("127.0.0.1", served.address.port, timeout=5)
    link.request("GET", f"/{served.address.token}/")
    reply = link.getresponse()
    policy, body = reply.headers["Content-Security-Policy"], reply.read()
    link.close()
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "form-action 'self'" in policy and "frame-ancestors 'none'" in policy
    assert b"<script" not in body and b"http:" not in body and b"https:" not in body
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.browser
def test_a_damaged_folder_or_a_stick_that_is_gone_is_said_and_stops_nothing(
    watched: Watched, held: Held, served: Served
) -> None:
    served.desk.home = held.folder.path
    watched.page.goto(watched.home + "count")
    assert watched.page.locator("#words1").count() == 1
    (held.folder.path / "history.json").write_text("{")
    watched.page.goto(watched.home + "erase")
    expect(watched.page.get_by_role("alert")).to_contain_text("damaged or incomplete")
    shutil.rmtree(held.folder.path)
    watched.page.goto(watched.home + "recount")
    expect(watched.page.get_by_role("alert")).to_contain_text("no key folder here")
    watched.page.goto(watched.home)
    expect(watched.page.locator(".steps")).to_contain_text("First make keys")


def test_the_command_opens_the_page_on_this_computer_only_and_its_button_ends_it(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-m", "survey_api.cli", "trustee", "--no-browser"]
    environment = {**os.environ, "COLUMNS": "40", "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path / "keys"), "--lang", "de"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    ) as child:  # fmt: skip
        assert child.stdout is not None and child.stderr is not None
        url = urlsplit(child.stdout.readline().split()[-1])
        assert url.hostname == "127.0.0.1" and url.port is not None
        elsewhere = socket.socket()
        with pytest.raises(OSError):
            elsewhere.connect(("127.0.0.2", url.port))
        elsewhere.close()
        link = http.client.HTTPConnection("127.0.0.1", url.port, timeout=10)
        for name, expected in (("rehearsal", 303), ("end", 200)):
            origin = {"Origin": f"http://{url.netloc}"}
            link.request("POST", f"{url.path}{name}", headers=origin)
            reply = link.getresponse()
            reply.read()
            assert reply.status == expected
        link.close()
        assert child.wait(20) == 0
        assert child.stderr.read() == ""
    assert [one.name for one in tmp_path.iterdir() if "REHEARSAL" in one.name] == []
