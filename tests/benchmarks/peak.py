"""Does the service stay responsive while everybody is mailed? And how many mails go out a second?

    python -m tests.benchmarks.peak [mails] [sqlite|postgresql ...]

A real worker hands 20,000 invitations to a real mail server, while 16 respondents at once fetch
manifests and tokens and cast ballots. Waits before and during the peak are from one run.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2
from sqlalchemy import func, select

from survey_api.cli.serve import Part
from survey_api.conduct.rooms import Rooms
from survey_api.identity.models import MailState, OutboxMessage
from survey_api.respondent.client import WaveInView
from survey_api.respondent.link import parse_link
from tests import factories, postgres
from tests.benchmarks.complete import ENGINES, Complete, Place, Servers, complete
from tests.benchmarks.crowds import said
from tests.installing import installed
from tests.ports import free_port
from tests.running import Running

CONNECTIONS, BATCH, WARM = 16, 200, 100
MAILS_A_SECOND = 20_000 / 600


@contextmanager
def mail_server() -> Iterator[int]:
    """A process that takes every mail and keeps none; yields its port."""
    port = free_port()
    listening = ["-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    server = subprocess.Popen([sys.executable, "-m", "aiosmtpd", *listening])
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def sent(rooms: Rooms) -> int:
    """How many mails have left."""
    query = select(func.count()).where(OutboxMessage.state == MailState.SENT)
    with rooms.identity() as session:
        return session.scalar(query) or 0


def measure(running: Running, n: int) -> tuple[Complete, list[Complete], float]:
    """Ballots before the peak, ballots during it, and mails a second."""
    factories.staffed(running.rooms, n)
    wave = factories.open_wave(running.rooms)
    links = factories.links(running.rooms, wave).values()
    settings = running.settings
    raw = httpx2.get(f"{settings.survey_url}/manifest/{wave}").content
    there = Place(
        WaveInView.read(raw, wave),
        Servers([settings.survey_port], [running.children[Part.API].pid]),
        Servers([settings.ballot_port], [running.children[Part.BALLOTS].pid]),
        iter([parse_link(link).inv for link in links]),
    )
    complete(there, WARM, CONNECTIONS)
    calm, during = complete(there, BATCH, CONNECTIONS), []
    running.start(Part.WORKER)
    while not sent(running.rooms):
        time.sleep(0.1)
    begun, already, left = time.monotonic(), sent(running.rooms), n - WARM - BATCH
    while (gone := sent(running.rooms)) < n:
        if left >= BATCH and n - gone > BATCH:
            during.append(complete(there, BATCH, CONNECTIONS))
            left -= BATCH
        time.sleep(0.5)
    return calm, during, (n - already) / (time.monotonic() - begun)


def table(engine: str, n: int) -> None:
    """One database."""
    with tempfile.TemporaryDirectory() as scratch, mail_server() as port:
        settings = installed(Path(scratch), engine=engine)
        posting = {Part.WORKER: replace(settings, smtp_port=port).environment()}
        with Running(settings, environments=posting) as running:
            calm, during, rate = measure(running, n)
    print(f"{engine}: {rate:.0f} mails a second ({MAILS_A_SECOND:.0f} are needed)")
    print(f"  before: {said(calm)}")
    slowest = max(during, key=lambda one: one.p99)
    typical = sorted(during, key=lambda one: one.p99)[len(during) // 2]
    print(f"  during: {said(typical)} (the middle one of {len(during)} rounds)")
    print(f"  worst:  {said(slowest)}")
    print(f"  slowest of a hundred: {typical.p99 / calm.p99:.2f} times as before", flush=True)


def main(n: int = 20_000, *engines: str) -> None:
    """Print the tables; errors end the run."""
    for engine in engines or ENGINES:
        if engine != "postgresql" or postgres.available():
            table(engine, n)


if __name__ == "__main__":
    main(*(int(one) if one.isdigit() else one for one in sys.argv[1:]))  # type: ignore[arg-type]
