"""Server CPU per cast as a ratio of a bare route, both measured in one run over real HTTP.

    python -m tests.benchmarks.hot_path [casts]

CPU is what the kernel charged the server process (user and system), so a slow disk or a busy
machine changes seconds but hardly the ratio. The target is a ratio of at most 1.2.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

from survey_api.credentials import blind_rsa, envelope
from tests.ballots.casts import SampleWave, token_key
from tests.ballots.stations import ballot_room
from tests.benchmarks.load import Load, Request, drive
from tests.ports import free_ports

TARGET = 1.2
WARM_UP = 50
CONNECTIONS = (1, 16)
BARE_BODY = json.dumps({"unit": "care", "answers": {f"item{n}": 3 for n in range(12)}}).encode()
BARE: Request = ("POST", "/answers", BARE_BODY)


def own_cpu(work: Callable[[], object], times: int = 200) -> float:
    """Milliseconds of this process's CPU per call."""
    before = time.process_time()
    for _ in range(times):
        work()
    return 1000 * (time.process_time() - before) / times


@contextmanager
def bare_servers(folder: Path, workers: int = 1) -> Iterator[tuple[list[int], list[int]]]:
    """Ports and process ids of the yardstick: one file, as many processes as asked for."""
    ports = free_ports(workers)
    children = []
    try:
        for port in ports:
            command = [sys.executable, "-m", "tests.benchmarks.bare", str(folder), str(port)]
            children.append(subprocess.Popen(command))
            _await(port)
        yield list(ports), [child.pid for child in children]
    finally:
        for child in children:
            child.kill()
            child.wait()


def warmed(
    ports: Sequence[int], requests: Sequence[Request], connections: int, pids: Sequence[int]
) -> Load:
    """The load without its first requests, which only warm the servers up."""
    drive(ports, requests[:WARM_UP], connections, pids)
    return drive(ports, requests[WARM_UP:], connections, pids)


def bare(folder: Path, n: int, connections: int) -> float:
    """The yardstick's CPU per request."""
    with bare_servers(folder) as (ports, pids):
        return warmed(ports, [BARE] * (n + WARM_UP), connections, pids).cpu


def cast(folder: Path, n: int, connections: int) -> float:
    """The ballot service's CPU per cast."""
    with ballot_room(folder) as room:
        wave = room.open_wave()
        place = f"/cast/{wave.wave}"
        requests: list[Request] = [("POST", place, body) for body in wave.casts(n + WARM_UP)]
        child = room.start()
        httpx2.get(f"{room.settings.ballot_url}{place}")
        return warmed([room.settings.ballot_port], requests, connections, [child.pid]).cpu


def signing() -> dict[str, float]:
    """CPU of the RSA work: one blind signature (at issue), one full check (at cast)."""
    wave = SampleWave()
    body = wave.voter().cast()
    message = envelope.parse_cast(body, 4096)
    public = token_key().public
    blinded, _ = blind_rsa.blind(public, b"x" * 100)
    return {
        "blind signature at issue": own_cpu(lambda: wave.signer.blind_sign(blinded)),
        "token and signature check at cast": own_cpu(
            lambda: envelope.verify_cast(message, wave.mh, public)
        ),
    }


def main(n: int = 1000) -> int:
    """Print the table; the exit code says whether the target is met."""
    worst = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        for connections in CONNECTIONS:
            folders = [Path(scratch) / f"{name}{connections}" for name in ("bare", "cast")]
            folders[0].mkdir()
            yardstick = bare(folders[0], n, connections)
            ours = cast(folders[1], n, connections)
            worst = max(worst, ours / yardstick)
            print(
                f"{connections:3} connections: bare {yardstick:.2f} ms, cast {ours:.2f} ms,"
                f" ratio {ours / yardstick:.2f}"
            )
    for name, milliseconds in signing().items():
        print(f"{name}: {milliseconds:.2f} ms")
    print(f"target: ratio at most {TARGET}; worst {worst:.2f}")
    return int(worst > TARGET)


def _await(port: int) -> None:
    for _ in range(500):
        try:
            httpx2.get(f"http://127.0.0.1:{port}/healthz")
        except httpx2.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the yardstick does not answer")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
