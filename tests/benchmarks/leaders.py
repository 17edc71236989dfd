"""A thousand leaders looking at their pages, five seconds of thought between two looks.

    python -m tests.benchmarks.leaders [leaders] [seconds]

One dashboard process and one API process on their own ports, real releases of 54 people, real
sessions; each look is the dashboard's one callback. Times are what a reader waits for, on a
machine that also runs all the readers. Targets: the 95th percentile at most 100 ms, no error.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2

from survey_api.access import SESSION_COOKIE
from survey_api.catalogue.models import ReportingUnit
from survey_api.cli.serve import Part
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles, sign_in
from tests.released import two_waves
from tests.running import Running

THOUGHT_SECONDS, TARGET_MS = 5.0, 100.0
CALLBACK = "/dashboard/_dash-update-component"
PAGES = ("", "team")
AT_ONCE = 4  # readers of the first round


@dataclass
class Looks:
    """What was waited for, in milliseconds, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    errors: int = 0

    def percentile(self, share: float) -> float:
        """The wait that ``share`` of all looks did not exceed."""
        return sorted(self.waits)[int(share * (len(self.waits) - 1))]


def sign_in_leaders(rooms: Rooms, n: int) -> list[tuple[str, str]]:
    """Cookie and unit of ``n`` people who lead a unit each, several the same one."""
    with rooms.reading() as session:
        units = [one.id for one in session.query(ReportingUnit).order_by(ReportingUnit.id)]
    found = []
    with rooms.identity() as session:
        for number in range(n):
            unit, email = units[number % len(units)], f"leader{number}@bench.example"
            person = roles.add_user(session, email=email, role="leader", unit=unit)
            found.append((sign_in.start(session, person.id), unit))
    return found


def body(page: str, unit: str) -> bytes:
    """What Dash posts when somebody goes to a page."""
    path = f"/dashboard/{page}/{unit}" if page else "/dashboard/"
    inputs = [
        {"id": "address", "property": "pathname", "value": path},
        {"id": "address", "property": "search", "value": ""},
    ]
    outputs = {"id": "page", "property": "children"}
    asked = {"output": "page.children", "outputs": outputs, "inputs": inputs}
    return json.dumps({**asked, "changedPropIds": ["address.pathname"]}).encode()


async def leader(
    client: httpx2.AsyncClient, cookie: str, unit: str, until: float, looks: Looks
) -> None:
    """Look, think, look again; begins at any moment of the first thought."""
    await asyncio.sleep(random.uniform(0, THOUGHT_SECONDS))  # noqa: S311
    while time.monotonic() < until:
        await look(client, cookie, body(random.choice(PAGES), unit), looks)  # noqa: S311
        await asyncio.sleep(THOUGHT_SECONDS)


async def look(client: httpx2.AsyncClient, cookie: str, asked: bytes, looks: Looks) -> None:
    """Post the callback and wait for the whole page."""
    headers = {
        "Cookie": f"{SESSION_COOKIE}={cookie}",
        "Content-Type": "application/json",
        "Accept-Encoding": "br",
    }
    began = time.perf_counter()
    try:
        reply = await client.post(CALLBACK, content=asked, headers=headers)
        looks.errors += reply.status_code != httpx2.codes.OK
    except httpx2.HTTPError:
        looks.errors += 1
    looks.waits.append(1000 * (time.perf_counter() - began))


async def first_round(address: str, leaders: list[tuple[str, str]]) -> Looks:
    """Every leader opens every page once after a release, a few of them at the same time."""
    looks = Looks()
    todo = iter([(*one, page) for one in leaders for page in PAGES])
    async with httpx2.AsyncClient(base_url=address, timeout=30) as client:

        async def some() -> None:
            for cookie, unit, page in todo:
                await look(client, cookie, body(page, unit), looks)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return looks


async def crowd(address: str, leaders: list[tuple[str, str]], seconds: float) -> Looks:
    """All of them at once."""
    looks, until = Looks(), time.monotonic() + seconds
    limits = httpx2.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx2.AsyncClient(base_url=address, limits=limits, timeout=30) as client:
        await asyncio.gather(*(leader(client, *one, until, looks) for one in leaders))
    return looks


def tell(title: str, looks: Looks) -> None:
    """One line of the report."""
    p50, p95, p99 = (looks.percentile(share) for share in (0.5, 0.95, 0.99))
    print(
        f"  {title:<12} {len(looks.waits):>6} looks  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  "
        f"p99 {p99:6.1f} ms  errors {looks.errors}",
        flush=True,
    )


def main(n: int = 1_000, seconds: float = 40.0) -> None:
    """The first look at every page after a release, when nothing is kept, and then the day."""
    with tempfile.TemporaryDirectory() as folder:
        with two_waves(Path(folder)) as place:
            settings = replace(place.settings, api_url=place.settings.app_url)
        with Running(settings, (Part.API, Part.DASHBOARD)) as running:
            leaders = sign_in_leaders(running.rooms, n)
            time.sleep(4)
            address = f"http://127.0.0.1:{settings.dashboard_port}"
            tell("first looks", asyncio.run(first_round(address, leaders)))
            day = asyncio.run(crowd(address, leaders, seconds))
        tell("the day", day)
        met = day.percentile(0.95) <= TARGET_MS and not day.errors
        print(f"  target p95 ≤ {TARGET_MS:.0f} ms, no error: {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
