"""What an organisation of a size needs: disk, memory and processor time; the sizing table's basis.

    python -m tests.benchmarks.sizing [people] [ballots]

SQLite, one process. Teams of about nine. Ballots are random bytes of the right length, since only
their size counts here; times are this process's CPU, and memory is the highest it had.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert

from survey_api.ballots.models import Envelope, LogLeaf
from survey_api.conduct import opening, roster
from survey_api.conduct.rooms import Rooms
from tests import factories
from tests.installing import installed

TEAM = 9
ROOMS = ("identity", "ballots", "published")


def csv_of(n_people: int) -> bytes:
    """Teams under departments under divisions."""
    rows = ["employee_id,name,email,unit"]
    for number in range(n_people):
        team = number // TEAM
        unit = f"Division {team // 200} / Department {team // 20} / Team {team}"
        rows.append(f"{number:07},Person {number},p{number}@example.org,{unit}")
    return "\n".join(rows).encode()


def timed(what: str, deed: Callable[[], object]) -> None:
    """Do it and say what it cost."""
    before = time.process_time()
    deed()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent = time.process_time() - before
    print(f"  {what}: {spent:.1f} s CPU, memory so far {memory:.0f} MiB", flush=True)


def fill_box(rooms: Rooms, wave: str, n: int) -> None:
    """As many envelopes as ballots, of the size that they have."""
    for start in range(0, n, 500):
        leaves = [os.urandom(32) for _ in range(min(500, n - start))]
        fixed = {"prefix": 32, "bpk": 32, "sig": 384, "sealed": 4177, "sigma": 64}
        rows = [
            {"leaf": leaf, "wave": wave, **{name: os.urandom(k) for name, k in fixed.items()}}
            for leaf in leaves
        ]
        with rooms.ballots_engine.begin() as connection:
            connection.execute(insert(LogLeaf), [{"leaf": one, "wave": wave} for one in leaves])
            connection.execute(insert(Envelope), rows)


def main(people: int = 20_000, ballots: int = 2_000) -> None:
    """Print what a wave of this size cost."""
    print(f"{people} people, {ballots} ballots", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        rooms = Rooms(installed(Path(scratch)))
        content = csv_of(people)
        timed("roster", lambda: roster.import_csv(rooms, content))
        drafted = factories.draft_wave(rooms)
        timed("opening", lambda: opening.open_wave(rooms, drafted))
        timed("ballots", lambda: fill_box(rooms, "w" * 22, ballots))
        rooms.dispose()
        for room in ROOMS:
            size = sum(path.stat().st_size for path in Path(scratch).glob(f"{room}.sqlite*"))
            print(f"  {room}: {size / 2**20:.1f} MiB", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
