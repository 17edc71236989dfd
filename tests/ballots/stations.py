"""Ballot processes as an operator would start them, on a real port with a real spool."""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

from survey_api import migrations
from survey_api.ballots import lifecycle
from survey_api.ballots.database import JOURNAL_MODE, BallotSession
from survey_api.ballots.promise import ensure_promise_key
from survey_api.database import make_engine, transaction
from survey_api.settings import Settings
from tests.ballots.casts import SampleWave
from tests.ports import answers, free_port

RUN = (
    "from survey_api.ballots.service import run_ballots;"
    "from survey_api.settings import Settings;"
    "run_ballots(Settings.load())"
)
START_SECONDS = 20
NO_TLS = False  # else every request reads all certificates of the system


@dataclass
class BallotRoom:
    """A ballots database with its key, and as many processes as a test starts."""

    settings: Settings
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        url = self.settings.ballots_url
        self.engine = make_engine(url, journal_mode=JOURNAL_MODE)
        self.promise_public = ensure_promise_key(self.settings.keys_dir / "promise.key")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in self.children:
            child.kill()
            child.wait()
        self.engine.dispose()

    def open_wave(self, *, comments: bool = False) -> SampleWave:
        """A wave that the ballot service takes ballots for."""
        wave = SampleWave(self.promise_public, comments)
        with self.session() as session:
            lifecycle.push(session, wave.wave, wave.manifest)
        return wave

    def session(self):  # type: ignore[no-untyped-def]
        """One transaction, as conduct opens it."""
        return transaction(self.engine, BallotSession)

    def begin_closing(self, wave: SampleWave) -> None:
        """The first step of a close."""
        with self.session() as session:
            lifecycle.begin_closing(session, wave.wave)

    def close(self, wave: SampleWave, *, patience: float = 15) -> list[bytes]:
        """All three steps of a close; returns the leaves in the box."""
        self.begin_closing(wave)
        lifecycle.await_drained(self.session, wave.wave, patience=patience)
        lifecycle.seal_box(self.engine, wave.wave)
        with self.session() as session:
            return [one.leaf for one in lifecycle.read_box(session, wave.wave)]

    def start(self, settings: Settings | None = None) -> subprocess.Popen[bytes]:
        """Start a ballot process and wait until it answers."""
        chosen = settings or self.settings
        child = self.launch(chosen)
        for _ in range(START_SECONDS * 50):
            if child.poll() is not None:
                raise AssertionError("the ballot process ended")
            if answers(chosen.ballot_url + "/healthz"):
                return child
            time.sleep(0.02)
        raise AssertionError("the ballot process does not answer")

    def launch(self, settings: Settings) -> subprocess.Popen[bytes]:
        """Start a ballot process without waiting for it."""
        log = (settings.data_dir / "ballots.log").open("ab")
        child = subprocess.Popen(
            [sys.executable, "-c", RUN], env=settings.environment(), stdout=log, stderr=log
        )
        self.children.append(child)
        return child

    def post(self, wave: str, body: bytes) -> httpx2.Response:
        """Cast as a browser does."""
        address = f"{self.settings.ballot_url}/cast/{wave}"
        return httpx2.post(
            address, content=body, headers={"content-type": "text/plain"}, verify=NO_TLS
        )


def ballot_room(folder: Path, *, url: str = "") -> BallotRoom:
    """A migrated ballots database in ``folder``, or at ``url``."""
    port = free_port()
    settings = Settings(
        data_dir=folder,
        ballots_url=url,
        ballot_port=port,
        ballot_url=f"http://127.0.0.1:{port}",
    ).with_defaults()
    folder.mkdir(parents=True, exist_ok=True)
    migrations.command.upgrade(migrations.config("ballots", settings.ballots_url), "head")
    return BallotRoom(settings)
