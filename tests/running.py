"""The real processes of an installation, started as an operator would, for journeys."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from subprocess import Popen
from types import TracebackType
from typing import Self

import httpx2

from survey_api.cli.serve import Part, start, stop
from survey_api.conduct.rooms import Rooms
from survey_api.demo.sink import Mailbox, listen
from survey_api.settings import Settings
from tests.ports import answers, free_ports

PATIENCE_SECONDS = 40
DEFAULT_PARTS = (Part.BALLOTS, Part.API)


@dataclass
class Running:
    """Processes, a mail server and the rooms; ``with Running(settings) as place: …``."""

    settings: Settings
    parts: tuple[Part, ...] = DEFAULT_PARTS
    environments: dict[Part, dict[str, str]] = field(default_factory=dict)
    children: dict[Part, Popen[bytes]] = field(default_factory=dict)
    mailbox: Mailbox = field(default_factory=Mailbox)

    def __enter__(self) -> Self:
        self.rooms = Rooms(self.settings)
        self.smtp = listen(self.mailbox, self.settings.smtp_host, self.settings.smtp_port)
        for part in self.parts:
            self.start(part)
        self.await_answers()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stop(list(self.children.values()))
        self.smtp.stop()
        self.rooms.dispose()

    def start(self, part: Part) -> None:
        """Start one process with its own environment."""
        given = self.environments.get(part) or self.settings.environment()
        self.children[part] = start(part, given)

    def await_answers(self) -> None:
        """Wait until every origin answers."""
        addresses = {
            Part.BALLOTS: self.settings.ballot_url,
            Part.FRONT: self.settings.app_url,
            Part.API: self.settings.app_url,
        }
        until = time.monotonic() + PATIENCE_SECONDS
        for part in self.parts:
            while part in addresses and not answers(addresses[part] + "/healthz"):
                if time.monotonic() > until or self.children[part].poll() is not None:
                    raise AssertionError(f"{part} did not start")
                time.sleep(0.1)


@contextmanager
def beside(running: Running, n: int) -> Iterator[list[Running]]:
    """The installation, and ``n`` more API and ballot processes of it on ports of their own."""
    everything = [running]
    try:
        for _ in range(n):
            another = Running(_other_ports(running.settings))
            everything.append(another)
            for part in another.parts:
                another.start(part)
            another.await_answers()
        yield everything
    finally:
        stop([child for one in everything[1:] for child in one.children.values()])


def _other_ports(settings: Settings) -> Settings:
    app, survey, ballot = free_ports(3)
    return replace(
        settings,
        app_port=app,
        survey_port=survey,
        ballot_port=ballot,
        app_url=f"http://localhost:{app}",
        ballot_url=f"http://127.0.0.1:{ballot}",
    )


def bring(client: httpx2.Client, wave: str, deed: str, *, until: str) -> None:
    """Ask the application for a move of a wave and wait for the worker."""
    assert client.post(f"/waves/{wave}/{deed}").status_code == 202
    for _try in range(400):
        now = next(one for one in client.get("/waves").json() if one["id"] == wave)
        assert not now["trouble"]
        if now["state"] == until and not now["asked_for"]:
            return
        time.sleep(0.1)
    raise AssertionError(f"the worker did not {deed} the wave: {now}")
