"""Requests from many respondents at once over kept-alive connections, and what they cost."""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Request = tuple[str, str, bytes]  # method, path, body
TICK = os.sysconf("SC_CLK_TCK")
GOOD = frozenset({200, 202})
LONGEST = 2**20


@dataclass(frozen=True)
class Load:
    """What a run gave back. ``waits`` are seconds, one a request, as the client felt them."""

    replies: list[bytes]
    statuses: list[int]
    waits: list[float]
    seconds: float
    cpu_seconds: float

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return len(self.waits) / self.seconds

    @property
    def cpu(self) -> float:
        """Milliseconds of server CPU per request."""
        return 1000 * self.cpu_seconds / len(self.waits)

    def wait(self, share: float) -> float:
        """Milliseconds that this share of the requests did not exceed."""
        return 1000 * sorted(self.waits)[int(share * (len(self.waits) - 1))]


def cpu_seconds(*pids: int) -> float:
    """User and system time of these processes so far."""
    return sum(_times(pid)[0] for pid in pids)


def family_cpu_seconds(parent: int) -> float:
    """The same of a process and its children, also of those that have ended."""
    everyone = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]
    children = [one for one in everyone if _parent(one) == parent]
    return sum(_times(parent)) + cpu_seconds(*children)


def drive(
    ports: Sequence[int],
    requests: Sequence[Request],
    connections: int,
    pids: Sequence[int] = (),
    *,
    expected: frozenset[int] = GOOD,
) -> Load:
    """Every request once, from ``connections`` clients shared out over the ports.

    Raises ``AssertionError`` with the head of a reply whose status is not expected.
    """
    before, begin = cpu_seconds(*pids), time.perf_counter()
    answers = asyncio.run(_send(ports, requests, connections, expected))
    seconds = time.perf_counter() - begin
    replies, statuses, waits = (list(one) for one in zip(*answers, strict=True))
    return Load(replies, statuses, waits, seconds, cpu_seconds(*pids) - before)


async def _send(
    ports: Sequence[int], requests: Sequence[Request], connections: int, expected: frozenset[int]
) -> list[tuple[bytes, int, float]]:
    answers = [(b"", 0, 0.0)] * len(requests)
    todo = iter(enumerate(requests))

    async def client(port: int) -> None:
        reader, writer = None, None
        for at, request in todo:
            asked = time.perf_counter()
            if reader is None or writer is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=LONGEST)
            head, body = await _ask(reader, writer, request)
            status = int(head[9:12])
            if status not in expected:
                raise AssertionError(head)
            answers[at] = (body, status, time.perf_counter() - asked)
            if b"\r\nconnection: close" in head.lower():
                writer.close()
                reader = None
        if writer is not None:
            writer.close()

    await asyncio.gather(*(client(ports[at % len(ports)]) for at in range(connections)))
    return answers


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request
) -> tuple[bytes, bytes]:
    method, path, body = request
    kind = "application/json" if body[:1] == b"{" else "text/plain"
    asked = f"{method} {path} HTTP/1.1\r\nhost: b\r\ncontent-type: {kind}\r\n"
    writer.write(f"{asked}content-length: {len(body)}\r\n\r\n".encode() + body)
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
    return head, await reader.readexactly(int(length))


def _times(pid: int) -> tuple[float, float]:
    """CPU seconds of a process, and of its children that have ended; nought when it is gone."""
    fields = _stat(pid)
    return (_seconds(fields[11:13]), _seconds(fields[13:15])) if fields else (0.0, 0.0)


def _parent(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _seconds(ticks: Sequence[str]) -> float:
    return sum(int(one) for one in ticks) / TICK
