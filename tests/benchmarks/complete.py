"""Complete ballots (manifest, issue, cast) by 1 to 256 respondents at once, beside bare routes.

    python -m tests.benchmarks.complete [ballots a step]

On SQLite and PostgreSQL, with one and two processes of each kind. RSA is one blind signature,
bare a FastAPI route that validates a body and commits one SQLite row, all in one run. Targets:
server CPU of a complete ballot at most RSA + 3 bare; casts a second at least bare's at equal
durability; 99 of 100 requests within 150 ms at 64 respondents. The machine that answers also
plays all the respondents.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx2

from survey_api.cli.serve import Part
from survey_api.respondent.client import Draft, WaveInView, issue_request, seal_ballot, take_token
from survey_api.respondent.link import parse_link
from tests import factories, postgres
from tests.benchmarks.hot_path import BARE, bare_servers, signing, warmed
from tests.benchmarks.load import Load, Request, drive, family_cpu_seconds
from tests.installing import installed
from tests.running import Running, beside

ENGINES = ("sqlite", "postgresql")
WORKERS = (1, 2)
CONNECTIONS = (1, 4, 16, 64, 256)
BARES = 3
CROWD, TARGET_P99 = 64, 150.0


@dataclass(frozen=True)
class Servers:
    """Where requests of one kind go, and whose CPU counts."""

    ports: list[int]
    pids: list[int]

    @classmethod
    def of(cls, everything: Sequence[Running], part: Part, ports: list[int]) -> Self:
        """The processes of one kind, which listen on these ports."""
        return cls(ports, [one.children[part].pid for one in everything])

    def answer(self, requests: Sequence[Request], connections: int) -> Load:
        """All of them, and what it cost."""
        return drive(self.ports, requests, connections, self.pids)


@dataclass(frozen=True)
class Place:
    """An open wave, its servers, and people who have not answered yet."""

    view: WaveInView
    api: Servers
    box: Servers
    invitations: Iterator[bytes]


@dataclass(frozen=True)
class Complete:
    """The three requests of every ballot of a step."""

    manifest: Load
    issue: Load
    cast: Load

    @property
    def cpu(self) -> float:
        """Milliseconds of server CPU of one complete ballot."""
        return self.manifest.cpu + self.issue.cpu + self.cast.cpu

    @property
    def p99(self) -> float:
        """The slowest of the three, in milliseconds."""
        return max(one.wait(0.99) for one in (self.manifest, self.issue, self.cast))


@contextmanager
def place(folder: Path, engine: str, workers: int, n: int) -> Iterator[Place]:
    """A wave of ``n`` people with ``workers`` API and ballot processes."""
    with Running(installed(folder, engine=engine), parts=(Part.BALLOTS, Part.API)) as running:
        factories.staffed(running.rooms, n)
        wave = factories.open_wave(running.rooms)
        links = [parse_link(link) for link in factories.links(running.rooms, wave).values()]
        raw = httpx2.get(f"{running.settings.survey_url}/manifest/{wave}").content
        with beside(running, workers - 1) as all_of_them:
            yield Place(
                WaveInView.read(raw, wave),
                Servers.of(
                    all_of_them, Part.API, [one.settings.survey_port for one in all_of_them]
                ),
                Servers.of(
                    all_of_them, Part.BALLOTS, [one.settings.ballot_port for one in all_of_them]
                ),
                iter([one.inv for one in links]),
            )


def complete(there: Place, n: int, connections: int) -> Complete:
    """``n`` people answer; what their own devices reckon lies between the loads."""
    view, wave = there.view, there.view.manifest.wave_text
    drafts = [Draft.fresh(view.manifest.token_key) for _ in range(n)]
    asks: list[Request] = [
        ("POST", "/issue", issue_request(view, draft, next(there.invitations))) for draft in drafts
    ]
    manifest = there.api.answer([("GET", f"/manifest/{wave}", b"")] * n, connections)
    issue = there.api.answer(asks, connections)
    tokens = [take_token(view, *pair) for pair in zip(drafts, issue.replies, strict=True)]
    ballots = [
        seal_ballot(view, draft, token, factories.answers_of(number))
        for number, (draft, token) in enumerate(zip(drafts, tokens, strict=True))
    ]
    casts: list[Request] = [("POST", f"/cast/{wave}", ballot.body) for ballot in ballots]
    return Complete(manifest, issue, there.box.answer(casts, connections))


def say(connections: int, bare: Load, ours: Complete, allowed: float) -> None:
    """One line of the table, with what is met and what is missed."""
    parts = {"manifest": ours.manifest, "issue": ours.issue, "cast": ours.cast}
    spent = ", ".join(f"{name} {load.cpu:.2f}" for name, load in parts.items())
    faster = ours.cast.per_second / bare.per_second
    slow = f"p99 {ours.p99:.0f} ms (bare {bare.wait(0.99):.0f})"
    if connections == CROWD:
        slow += f" {_met(ours.p99 <= TARGET_P99)}"
    print(
        f"{connections:4} respondents: bare {bare.cpu:.2f} ms; {spent}; complete {ours.cpu:.2f} of "
        f"{allowed:.2f} ms {_met(ours.cpu <= allowed)}; casts {ours.cast.per_second:.0f}/s, "
        f"{faster:.2f} times bare {_met(faster >= 1)}; {slow}",
        flush=True,
    )


def table(engine: str, workers: int, n: int, rsa: float) -> None:
    """All steps on one database with so many processes."""
    print(f"{engine}, {workers} of each process", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "bare"
        folder.mkdir()
        with (
            place(Path(scratch) / "ours", engine, workers, n * len(CONNECTIONS)) as there,
            bare_servers(folder, workers) as (ports, pids),
        ):
            for connections in CONNECTIONS:
                bare = warmed(ports, [BARE] * n, connections, pids)
                before = _database_cpu(engine)
                ours = complete(there, n, connections)
                say(connections, bare, ours, rsa + BARES * bare.cpu)
                if engine == "postgresql":
                    spent = 1000 * (_database_cpu(engine) - before) / n
                    print(f"{'':17} and the database server {spent:.2f} ms a ballot", flush=True)


def main(n: int = 600) -> None:
    """Print the tables; whether a target is met is said, not enforced."""
    rsa = signing()["blind signature at issue"]
    print(f"RSA: one blind signature {rsa:.2f} ms")
    if postgres.available():
        _make_durable()
    for engine in ENGINES if postgres.available() else ENGINES[:1]:
        for workers in WORKERS:
            table(engine, workers, n, rsa)


def _make_durable() -> None:
    """The suite's server forgets at a power cut; this one shall not."""
    cluster = postgres.cluster()
    cluster.run("ALTER SYSTEM SET fsync = on")
    cluster.run("ALTER SYSTEM SET full_page_writes = on")
    cluster.run("ALTER SYSTEM SET synchronous_commit = on")
    cluster.run("SELECT pg_reload_conf()")


def _database_cpu(engine: str) -> float:
    return family_cpu_seconds(postgres.cluster().process.pid) if engine == "postgresql" else 0.0


def _met(is_met: bool) -> str:
    return "(met)" if is_met else "(missed)"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
