"""Server CPU per cast as a ratio of a bare route, both measured in one run over real HTTP.

    python -m tests.benchmarks.hot_path [casts]

CPU is what the kernel charged the server process (user and system), so a slow disk or a busy
machine changes seconds but hardly the ratio. The target is a ratio of at most 1.2.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2

from survey_api.credentials import blind_rsa, envelope
from tests.ballots.casts import SampleWave, token_key
from tests.ballots.stations import ballot_room
from tests.ports import free_ports

TARGET = 1.2
WARM_UP = 50
CONNECTIONS = (1, 16)
TICK = os.sysconf("SC_CLK_TCK")
BARE_BODY = json.dumps({"unit": "care", "answers": {f"item{n}": 3 for n in range(12)}}).encode()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


async def load(port: int, path: str, bodies: Sequence[bytes], connections: int) -> None:
    """Post every body once over kept-alive connections; each must be answered with 202."""
    todo = iter(bodies)

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in todo:
            head = f"POST {path} HTTP/1.1\r\nhost: b\r\ncontent-type: {_kind(body)}\r\n"
            writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if not answer.startswith(b"HTTP/1.1 202"):
                raise AssertionError(answer)
            length = answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
            await reader.readexactly(int(length))
        writer.close()

    await asyncio.gather(*(client() for _ in range(connections)))


def _kind(body: bytes) -> str:
    return "application/json" if body[:1] == b"{" else "text/plain"


def measure(pid: int, port: int, path: str, bodies: Sequence[bytes], connections: int) -> float:
    """Milliseconds of server CPU per request, after a warm-up."""
    asyncio.run(load(port, path, bodies[:WARM_UP], connections))
    before = cpu_seconds(pid)
    asyncio.run(load(port, path, bodies[WARM_UP:], connections))
    return 1000 * (cpu_seconds(pid) - before) / (len(bodies) - WARM_UP)


def own_cpu(work: Callable[[], object], times: int = 200) -> float:
    """Milliseconds of this process's CPU per call."""
    before = time.process_time()
    for _ in range(times):
        work()
    return 1000 * (time.process_time() - before) / times


def bare(folder: Path, n: int, connections: int) -> float:
    """The yardstick's CPU per request."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "tests.benchmarks.bare", str(folder), str(port)]
    child = subprocess.Popen(command)
    try:
        for _ in range(500):
            try:
                httpx2.get(f"http://127.0.0.1:{port}/healthz")
                break
            except httpx2.HTTPError:
                time.sleep(0.05)
        return measure(child.pid, port, "/answers", [BARE_BODY] * (n + WARM_UP), connections)
    finally:
        child.kill()
        child.wait()


def cast(folder: Path, n: int, connections: int) -> float:
    """The ballot service's CPU per cast."""
    with ballot_room(folder) as room:
        wave = room.open_wave()
        bodies = wave.casts(n + WARM_UP)
        child = room.start()
        httpx2.get(f"{room.settings.ballot_url}/cast/{wave.wave}")
        place = f"/cast/{wave.wave}"
        return measure(child.pid, room.settings.ballot_port, place, bodies, connections)


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


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
