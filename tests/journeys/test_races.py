"""Many devices, two processes of each kind, one invitation: one token and one counted ballot.

The attempts race over two API and two ballot processes. A hundred thousand of them take minutes
and are marked slow; the same race with fewer runs always.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import func, select

from survey_api.conduct.closing import close_wave
from survey_api.conduct.publishing import released_statement
from survey_api.identity.models import Invitation
from survey_api.respondent.client import Draft, WaveInView, issue_request, seal_ballot, take_token
from survey_api.respondent.link import parse_link
from tests import factories
from tests.benchmarks.load import Load, Request, drive
from tests.installing import installed
from tests.running import Running, beside

N_PEOPLE = 10
DEVICES = 3  # racing for one invitation
VERSIONS = 3  # of one ballot, racing
CONNECTIONS = 64
ISSUED, USED = 200, 409
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
each_engine = pytest.mark.parametrize("engine", ENGINES)


@dataclass(frozen=True)
class Race:
    """An open wave and where to send attempts for it."""

    running: Running
    wave: str
    survey_ports: list[int]
    ballot_ports: list[int]

    def issued(self) -> int:
        """Invitations marked as used."""
        with self.running.rooms.identity() as session:
            used = select(func.count(Invitation.request_hash))
            return session.scalar(used.where(Invitation.wave == self.wave)) or 0

    def statement(self) -> dict[str, int]:
        """What the tally found, after the close."""
        close_wave(self.running.rooms, self.wave)
        with self.running.rooms.reading() as session:
            return released_statement(session, self.wave)


@pytest.fixture
def race(tmp_path: Path, engine: str) -> Iterator[Race]:
    unhindered = replace(installed(tmp_path, engine=engine), issue_attempts=10**6)
    with Running(unhindered) as running:
        factories.staffed(running.rooms, N_PEOPLE)
        wave = factories.open_wave(running.rooms)
        with beside(running, 1) as both:
            ports = [(one.settings.survey_port, one.settings.ballot_port) for one in both]
            yield Race(running, wave, [one for one, _ in ports], [one for _, one in ports])


def shuffled(requests: list[Request], n: int) -> list[Request]:
    """``n`` attempts, every request equally often, in random order."""
    attempts = [requests[at % len(requests)] for at in range(n)]
    random.shuffle(attempts)
    return attempts


def by_request(attempts: list[Request], load: Load) -> dict[Request, set[tuple[int, bytes]]]:
    """What each request was told, whenever and wherever it was asked."""
    told = defaultdict(set)
    for attempt, status, reply in zip(attempts, load.statuses, load.replies, strict=True):
        told[attempt].add((status, reply))
    return told


def run(race: Race, n: int) -> None:
    """``n`` attempts at tokens and as many at ballots."""
    address = f"{race.running.settings.survey_url}/manifest/{race.wave}"
    view = WaveInView.read(httpx2.get(address).content, race.wave)
    links = factories.links(race.running.rooms, race.wave).values()
    devices: dict[Request, tuple[int, Draft]] = {}
    for person, link in enumerate(links):
        for _ in range(DEVICES):
            draft = Draft.fresh(view.manifest.token_key)
            body = issue_request(view, draft, parse_link(link).inv)
            devices["POST", "/issue", body] = (person, draft)
    attempts = shuffled(list(devices), n)
    load = drive(race.survey_ports, attempts, CONNECTIONS, expected=frozenset({ISSUED, USED}))
    winners = one_token_each(devices, by_request(attempts, load))
    assert race.issued() == N_PEOPLE

    ballots: list[Request] = []
    for person, (draft, reply) in winners.items():
        token = take_token(view, draft, reply)
        for version in range(VERSIONS):
            answers = factories.answers_of(person + version)
            ballots.append(
                ("POST", f"/cast/{race.wave}", seal_ballot(view, draft, token, answers).body)
            )
    attempts = shuffled(ballots, n)
    told = by_request(attempts, drive(race.ballot_ports, attempts, CONNECTIONS))
    assert all(len(promises) == 1 for promises in told.values())
    statement = race.statement()
    assert statement["accepted"] == N_PEOPLE
    assert statement["superseded"] == N_PEOPLE * (VERSIONS - 1)
    assert statement["log_size"] == len(ballots)


def one_token_each(
    devices: dict[Request, tuple[int, Draft]], told: dict[Request, set[tuple[int, bytes]]]
) -> dict[int, tuple[Draft, bytes]]:
    """Person → the device that won and what it was given; nobody has two winners or none."""
    winners: dict[int, tuple[Draft, bytes]] = {}
    for request, (person, draft) in devices.items():
        assert len(told[request]) == 1  # one device is told the same, however often it asks
        ((status, reply),) = told[request]
        if status == ISSUED:
            assert person not in winners
            winners[person] = (draft, reply)
    assert len(winners) == N_PEOPLE
    return winners


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param("sqlite", marks=pytest.mark.slow),
        pytest.param("postgresql", marks=pytest.mark.postgres),
    ],
)
def test_of_racing_attempts_one_token_is_issued_and_one_ballot_counted_each(race: Race) -> None:
    run(race, 900)


@pytest.mark.slow
@each_engine
def test_of_a_hundred_thousand_racing_attempts_one_each_is_issued_and_counted(race: Race) -> None:
    run(race, 100_000)
