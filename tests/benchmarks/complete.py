"""Server CPU of one complete ballot (manifest + issue + cast) over real HTTP, against what it
cannot be cheaper than: one RSA signature and three requests of the bare yardstick.

    python -m tests.benchmarks.complete [ballots]
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx2

from survey_api.cli.serve import Part
from survey_api.respondent.client import Draft, WaveInView, issue_request, seal_ballot, take_token
from survey_api.respondent.link import parse_link
from tests import factories
from tests.benchmarks.hot_path import bare, cpu_seconds, signing
from tests.installing import installed
from tests.running import Running

CONNECTIONS = (1, 16)
TARGET_CAST = 1.2
BARES = 3


async def send(
    port: int, requests: Sequence[tuple[str, str, bytes]], connections: int
) -> list[bytes]:
    """Send (method, path, body) over kept-alive connections; replies in the order asked."""
    replies: list[bytes] = [b""] * len(requests)
    todo = iter(enumerate(requests))

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        for at, (method, path, body) in todo:
            head = f"{method} {path} HTTP/1.1\r\nhost: b\r\ncontent-type: text/plain\r\n"
            writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if answer[9:12] not in {b"200", b"202"}:
                raise AssertionError(answer)
            length = answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
            replies[at] = await reader.readexactly(int(length))
        writer.close()

    await asyncio.gather(*(client() for _ in range(connections)))
    return replies


def milliseconds(
    pid: int, port: int, requests: Sequence[tuple[str, str, bytes]], connections: int
) -> tuple[float, list[bytes]]:
    """CPU per request of the process ``pid``, and the replies."""
    before = cpu_seconds(pid)
    replies = asyncio.run(send(port, requests, connections))
    return 1000 * (cpu_seconds(pid) - before) / len(requests), replies


def complete(folder: Path, n: int, connections: int) -> dict[str, float]:
    """Milliseconds of server CPU for each of the three requests of a ballot."""
    with Running(installed(folder), parts=(Part.BALLOTS, Part.API)) as place:
        factories.staffed(place.rooms, n)
        wave = factories.open_wave(place.rooms)
        links = [parse_link(link) for link in factories.links(place.rooms, wave).values()]
        raw = httpx2.get(f"{place.settings.survey_url}/manifest/{wave}").content
        view = WaveInView.read(raw, wave)
        drafts = [Draft.fresh(view.manifest.token_key) for _ in links]
        asks = [
            ("POST", "/issue", issue_request(view, draft, link.inv))
            for draft, link in zip(drafts, links, strict=True)
        ]
        api, box = place.children[Part.API].pid, place.children[Part.BALLOTS].pid
        port = place.settings.survey_port
        gets = [("GET", f"/manifest/{wave}", b"")] * n
        manifest, _ = milliseconds(api, port, gets, connections)
        issue, replies = milliseconds(api, port, asks, connections)
        casts = []
        for number, (draft, reply) in enumerate(zip(drafts, replies, strict=True)):
            ballot = seal_ballot(
                view, draft, take_token(view, draft, reply), factories.answers_of(number)
            )
            casts.append(("POST", f"/cast/{wave}", ballot.body))
        cast, _ = milliseconds(box, place.settings.ballot_port, casts, connections)
    return {"manifest": manifest, "issue": issue, "cast": cast}


def main(n: int = 600) -> None:
    """Print the table; whether a target is met is said, not enforced."""
    rsa = signing()["blind signature at issue"]
    print(f"RSA: one blind signature {rsa:.2f} ms")
    for connections in CONNECTIONS:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "bare"
            folder.mkdir()
            yardstick = bare(folder, n, connections)
            parts = complete(Path(scratch) / "complete", n, connections)
        whole, allowed = sum(parts.values()), rsa + BARES * yardstick
        spent = ", ".join(f"{name} {value:.2f}" for name, value in parts.items())
        said = "met" if whole <= allowed else "missed"
        cast = parts["cast"] / yardstick
        print(
            f"{connections:3} connections: bare {yardstick:.2f} ms; {spent}; complete {whole:.2f} "
            f"ms of {allowed:.2f} allowed (ratio {whole / allowed:.2f}, {said}); "
            f"cast/bare {cast:.2f} ({'met' if cast <= TARGET_CAST else 'missed'})"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
