"""kill -9 in mid-load and at every durable step: no acknowledged ballot is lost, none doubled."""

import json
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.ballots.casts import SampleWave
from tests.ballots.stations import BallotRoom, ballot_room

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = (6, 2), pytest.param((40, 8), marks=pytest.mark.slow)
N_CASTS = 400
N_CLIENTS = 6


class Load:
    """Clients that cast their ballots in turn and repeat until they are told to stop."""

    def __init__(self, room: BallotRoom, wave: SampleWave, bodies: list[bytes]) -> None:
        self.address = f"{room.settings.ballot_url}/cast/{wave.wave}"
        self.bodies = bodies
        self.next = count()
        self.acknowledged: set[bytes] = set()
        self.stopping = threading.Event()

    def client(self) -> None:
        """Cast the next ballot; the one before is often sent twice."""
        chance = random.Random(7)  # noqa: S311
        with httpx2.Client(timeout=5) as line:
            while not self.stopping.is_set():
                body = self.bodies[next(self.next) % len(self.bodies)]
                for _ in range(chance.choice((1, 1, 2))):
                    self.cast(line, body)

    def cast(self, line: httpx2.Client, body: bytes) -> None:
        """Remember an acknowledgement only after it has arrived."""
        try:
            reply = line.post(self.address, content=body)
        except httpx2.HTTPError:
            time.sleep(0.02)
            return
        if reply.status_code == 202:
            self.acknowledged.add(body)


@pytest.mark.parametrize("kills", [FEW, MANY])
def test_no_acknowledged_ballot_is_lost_and_none_is_doubled(
    tmp_path: Path, kills: tuple[int, int]
) -> None:
    in_load, in_close = kills
    with ballot_room(tmp_path) as room:
        wave = room.open_wave()
        load = Load(room, wave, wave.casts(N_CASTS))
        with ThreadPoolExecutor(N_CLIENTS) as clients:
            try:
                room.start()
                working = [clients.submit(load.client) for _ in range(N_CLIENTS)]
                kill_again_and_again(room, in_load)
            finally:
                load.stopping.set()
            for one in working:
                one.result()
        room.begin_closing(wave)
        kill_again_and_again(room, in_close)
        leaves = room.close(wave)
    assert len(load.acknowledged) > in_load
    assert {wave.leaf(body) for body in load.acknowledged} <= set(leaves)
    assert len(leaves) == len(set(leaves))
    assert set(leaves) <= {wave.leaf(body) for body in load.bodies}


def killed_at_steps(folder: Path, mode: str, stride: int) -> list[dict[str, Any]]:
    """One line for each process that was killed at a step of its own, and what became of it."""
    program = [sys.executable, "-m", "tests.ballots.killing", str(folder), mode, str(stride)]
    offset = str(random.SystemRandom().randrange(stride))
    done = subprocess.run([*program, offset], cwd=ROOT, capture_output=True, check=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def lost_nothing(lines: list[dict[str, Any]]) -> None:
    assert {one["deed"] for one in lines} == {"serve", "take over"}
    assert min(one["of"] for one in lines) > 60, "steps that a process takes"
    assert [one for one in lines if one["lost"] or one["doubled"] or one["strange"]] == []


@pytest.mark.parametrize("mode", ["kill", "cut"])
def test_killed_at_a_sample_of_its_steps_a_process_leaves_everything_acknowledged(
    tmp_path: Path, mode: str
) -> None:
    lost_nothing(killed_at_steps(tmp_path, mode, 80))


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["kill", "cut"])
def test_killed_at_each_of_its_steps_a_process_leaves_everything_acknowledged(
    tmp_path: Path, mode: str
) -> None:
    lines = killed_at_steps(tmp_path, mode, 1)
    lost_nothing(lines)
    assert len(lines) > 200


def test_a_careless_acknowledgement_would_be_found_out(tmp_path: Path) -> None:
    lines = killed_at_steps(tmp_path, "careless", 60)
    assert any(one["lost"] for one in lines if one["deed"] == "serve")


def kill_again_and_again(room: BallotRoom, times: int) -> None:
    """Half of the kills hit a process that serves, half one that is still taking stock."""
    chance = random.Random(11)  # noqa: S311
    for _ in range(times):
        time.sleep(chance.uniform(0.01, 0.3))
        room.children[-1].kill()
        room.children[-1].wait()
        if chance.random() < 0.5:
            room.start()
        else:
            room.launch(room.settings)
            time.sleep(chance.uniform(0.4, 0.8))
    room.children[-1].kill()
    room.children[-1].wait()
    room.start()
