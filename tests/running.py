"""The real processes of an installation, started as an operator would, for journeys."""

import time
from dataclasses import dataclass, field
from subprocess import Popen
from types import TracebackType
from typing import Self

import httpx2

from survey_api.cli.serve import Part, start, stop
from survey_api.conduct.rooms import Rooms
from survey_api.demo.sink import Mailbox, listen
from survey_api.settings import Settings

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
            while part in addresses and not _answers(addresses[part] + "/healthz"):
                if time.monotonic() > until or self.children[part].poll() is not None:
                    raise AssertionError(f"{part} did not start")
                time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address, timeout=2).status_code == 200
    except httpx2.HTTPError:
        return False
