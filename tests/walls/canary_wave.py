"""A wave with the processes as they run in earnest, and one person whose every trace is known."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import text

from survey_api import clock
from survey_api.access import SESSION_COOKIE, Role
from survey_api.catalogue import instrument_store, library
from survey_api.cli.serve import Part
from survey_api.conduct import comment_section
from survey_api.conduct.rooms import Rooms
from survey_api.credentials.encoding import b64u
from survey_api.demo.crowd import Answering, answer_all
from survey_api.identity import roles
from survey_api.published.comment_models import CommentSection
from survey_api.respondent.questionnaire import comment
from survey_api.respondent.transport import answer
from survey_api.settings import Settings
from tests import factories, postgres
from tests.deploy.front import Front
from tests.running import Running, bring
from tests.walls import postgres_files
from tests.walls.canaries import Haystack
from tests.walls.canary_browser import ADDRESS, AGENT, E_MAIL, FORWARDED, ThroughTheFront

N_PEOPLE, N_WRITE = 30, 12
NAME, SAID = "Zilvervink Kanarienvogel", "the zebrafinch sings at half past nine"
PASSWORD, OTHERS, READER = "quite-a-long-word-77", "admin@example.org", "r@example.org"
ANSWERS = dict(zip(factories.ITEMS, (1, 5, 2, 4, 1, 3), strict=True))
QUESTION = (
    "\ncomments:\n  - id: wish\n    text: {en: What should change, de: Was soll anders sein}\n"
)
ROOMS = ("identity", "ballots", "published")
TABLES = {"identity": ("person", "invitation"), "published": ("wave",), "ballots": ("station",)}


class Watched(Running):
    """Processes whose output, temporary files and telemetry would be seen."""

    def start(self, part: Part) -> None:
        home = self.settings.data_dir.parent
        given = {**os.environ, **self.settings.environment(), "TMPDIR": str(home / "temp")}
        given |= {"OTEL_TRACES_EXPORTER": "console", "OTEL_LOGS_EXPORTER": "console"}
        with (home / "logs" / f"{part}.log").open("ab") as log:
            command = [sys.executable, "-m", "survey_api.cli", "serve", part]
            self.children[part] = subprocess.Popen(command, env=given, stdout=log, stderr=log)


class CanaryWave:
    """Opened, answered and closed by asking the running processes; then the day of comments."""

    def __init__(self, settings: Settings, prepared: Path) -> None:
        self.settings, self.home = settings, settings.data_dir.parent
        for name in ("logs", "temp", "front", "backups"):
            (self.home / name).mkdir()
        self.is_sqlite = settings.identity_url.startswith("sqlite")
        self._archive = None if self.is_sqlite else postgres_files.Archive(settings.identity_url)
        self.looks: dict[str, Haystack] = {}
        parts = (Part.BALLOTS, Part.FRONT, Part.WORKER)
        with Watched(settings, parts=parts) as self.running:
            self.rooms = self.running.rooms
            ports = (settings.app_port, settings.survey_port, settings.ballot_port)
            names = ("api:8000", "api:8001", "ballots:8002")
            upstream = dict(zip(names, ports, strict=True)) | {"dashboard:8003": ports[0]}
            self.front = Front(self.home / "front", prepared, upstream).begin()
            try:
                self._play()
            finally:
                self.front.run("-s", "quit")
                if self._archive:
                    self._archive.end()

    def _play(self) -> None:
        self._prepare()
        with httpx2.Client(base_url=self.settings.app_url, timeout=30) as client:
            self._sign_in(client)
            self.wave = self._open(client)
            self._everybody_answers()
            self._annoy(client)
            self.looks["open"] = self._look()
            bring(client, self.wave, "close", until="released")
        self.looks["closed"] = self._look()
        self._day_of_comments()
        self.looks["comments' day"] = self._look()

    def _prepare(self) -> None:
        source = library.source(factories.INSTRUMENT)
        version = library.load(factories.INSTRUMENT).version
        changed = source.replace(f"version: {version}", f"version: {version + 1}") + QUESTION
        with self.rooms.published() as session:
            instrument_store.install(session, changed)
        with self.rooms.identity() as session:
            for email, role in (
                (OTHERS, Role.ADMINISTRATOR),
                ("r@example.org", Role.COMMENT_READER),
            ):
                roles.add_user(session, email=email, role=role, name="Ad", password=PASSWORD)

    def _sign_in(self, client: httpx2.Client) -> None:
        given = {"email": OTHERS, "password": PASSWORD}
        assert client.post("/sign-in", json=given).status_code == 204
        roster = factories.roster_csv(N_PEOPLE).decode()
        roster = roster.replace("p5@example.org", E_MAIL).replace("Person 5,", f"{NAME},")
        assert client.post("/roster?dry_run=false", content=roster.encode()).status_code == 200
        with self.rooms.identity() as session:
            roles.add_user(session, email=E_MAIL, role=Role.RESPONDENT, password=PASSWORD)
        with httpx2.Client(base_url=self.settings.app_url, timeout=30) as canary:
            canary.post("/sign-in", json={"email": E_MAIL, "password": PASSWORD})
            canary.get("/dashboard/", headers={"User-Agent": AGENT})
            self.cookie = str(canary.cookies[SESSION_COOKIE])

    def _open(self, client: httpx2.Client) -> str:
        today = clock.today()
        asked = {"title": "Canary", "instrument": factories.INSTRUMENT, "opens_on": str(today)}
        asked["closes_on"] = str(today + timedelta(days=14))
        wave = str(client.post("/waves", json=asked).json()["id"])
        bring(client, wave, "open", until="open")
        return wave

    def _everybody_answers(self) -> None:
        links = factories.links(self.rooms, self.wave)
        others = [(number, one) for number, (who, one) in enumerate(links.items()) if who != E_MAIL]
        said = [
            Answering(
                link,
                factories.answers_of(number),
                comments=[comment("wish", f"Number {number} would like more light")]
                if number < N_WRITE
                else [],
            )
            for number, link in others
        ]
        answer_all(said)
        self.link = self._mailed()
        with ThroughTheFront(self.front) as self.browser:
            answer(self.link, ANSWERS, comments=[comment("wish", SAID)], transport=self.browser)

    def _mailed(self) -> str:
        for _try in range(400):
            for message in self.running.mailbox.to(E_MAIL):
                body = message.get_body(("plain",))
                found = re.search(r"http\S+/w/\S+#\S+", str(body.get_content()) if body else "")
                if found:
                    return found[0]
            time.sleep(0.1)
        raise AssertionError("the invitation did not come")

    def _annoy(self, client: httpx2.Client) -> None:
        """Bad requests with everything in them; the same while tables are away."""
        self._bad_requests(client)
        for rooms in (("published",), ("identity", "ballots")):
            with ExitStack() as outage:
                for room in rooms:
                    outage.enter_context(away(self.rooms, room, TABLES[room]))
                self._bad_requests(client)
                time.sleep(0.7)  # a look of the ballot process, a round of the worker

    def _bad_requests(self, client: httpx2.Client) -> None:
        everything = f"{E_MAIL} {NAME} {SAID} {self.link} {self.cookie} {json.dumps(ANSWERS)}"
        raw = everything.encode()
        with ThroughTheFront(self.front) as bad:
            for size in (400, 4690):
                body = (raw * 20)[:size]
                bad.bad("SURVEY", "POST", "/issue", body)
                bad.bad("SURVEY", "POST", f"/issue?q={E_MAIL}", self._retry())
                bad.bad("BALLOT", "POST", f"/cast/{self.wave}", body)
                bad.bad("BALLOT", "POST", "/cast/" + b64u(body[:16]), body)
            fragment = self.link.split("#")[1]
            for path in (f"/w/{self.wave}%23{fragment}", f"/manifest/{fragment}", "/" + fragment):
                bad.bad("SURVEY", "GET", path)
                bad.bad("BALLOT", "GET", path)
        self._bad_to_the_application(client, raw, fragment)

    def _bad_to_the_application(self, client: httpx2.Client, raw: bytes, fragment: str) -> None:
        headers = {"User-Agent": AGENT, "X-Forwarded-For": FORWARDED}
        wrong = {"email": E_MAIL, "password": self.cookie, "more": {"x": SAID}}
        mine = {**headers, "Cookie": f"{SESSION_COOKIE}={self.cookie}"}
        asked: list[dict[str, Any]] = [
            {"method": "GET", "url": f"/published/waves/{fragment}/units/{SAID}"},
            {"method": "GET", "url": "/published/me", "headers": mine},
            {"method": "POST", "url": "/dashboard/_dash-update-component", "content": raw},
        ]
        for path in ("/sign-in", "/sign-in/request-link", "/sign-in/link", "/waves", "/roster"):
            asked.append({"method": "POST", "url": path, "json": wrong})
            asked.append({"method": "POST", "url": path, "content": raw})
        for one in asked:
            with suppress(httpx2.TransportError):
                client.request(**{"headers": headers, **one})

    def _retry(self) -> bytes:
        return self.browser.seen["invitation"] + os.urandom(384)

    def _day_of_comments(self) -> None:
        with self.rooms.reading() as session:
            day = session.get_one(CommentSection, self.wave).publish_on
        with clock.travel(clock.now() + (day - clock.today()) + timedelta(minutes=1)):
            comment_section.publish_due(self.rooms)

    def canaries(self) -> dict[str, bytes]:
        """Everything that is known of the one person."""
        answers = json.dumps(ANSWERS, separators=(",", ":"))
        return {
            "address": ADDRESS.encode(),
            "forwarded address": FORWARDED.encode(),
            "agent": AGENT.encode(),
            "e-mail": E_MAIL.encode(),
            "name": NAME.encode(),
            "comment": SAID.encode(),
            "answers": answers.encode()[1:-1],
            "answers, sorted": json.dumps(ANSWERS, sort_keys=True).encode()[1:-1],
            "link": self.link.split("#")[1].encode(),
            "password": PASSWORD.encode(),
            "session cookie": self.cookie.encode(),
            **self.browser.seen,
        }

    def _look(self) -> Haystack:
        found = Haystack()
        found.add_files("process output", (self.home / "logs").iterdir())
        found.add_files("front", (self.home / "front").rglob("*"))
        found.add_files("temporary files", (self.home / "temp").rglob("*"))
        found.add_files("spool", self.settings.spool_dir.rglob("*"))
        data = self.settings.data_dir
        named = {path: room for room in ROOMS for path in data.glob(f"{room}.sqlite*")}
        for path, room in named.items():
            found.add_files(room, [path])
        others = (path for path in data.rglob("*") if path not in named)
        outside = [one for one in others if not one.is_relative_to(self.settings.spool_dir)]
        found.add_files("other files", outside)
        self._backups(found)
        return found

    def _backups(self, found: Haystack) -> None:
        for room in ROOMS:
            url = str(getattr(self.settings, f"{room}_url"))
            if self.is_sqlite:
                found.add(f"backup of {room}", "copy", _copy(url.removeprefix("sqlite:///")))
            else:
                found.add(room, "pages", postgres_files.raw(url))
                found.add(f"backup of {room}", "dump", _dump(url))
        if self._archive:
            home = postgres.cluster().home
            found.add_files("database server's log", [home / "log"])
            found.add("write-ahead log", "wal", self._archive.read())


@contextmanager
def away(rooms: Rooms, room: str, tables: tuple[str, ...]) -> Iterator[None]:
    """Take tables from under the running processes, and give them back."""
    engine = getattr(rooms, f"{room}_engine")
    with engine.begin() as connection:
        for one in tables:
            connection.execute(text(f"ALTER TABLE {one} RENAME TO {one}_away"))
    try:
        yield
    finally:
        with engine.begin() as connection:
            for one in tables:
                connection.execute(text(f"ALTER TABLE {one}_away RENAME TO {one}"))


def _copy(path: str) -> bytes:
    """SQLite's own backup."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(":memory:")) as target:
        source.backup(target)
        return target.serialize()


def _dump(url: str) -> bytes:
    programs = postgres.binaries()
    assert programs
    command = [str(programs / "pg_dump"), url.replace("+psycopg", "")]
    return subprocess.run(command, check=True, capture_output=True).stdout
