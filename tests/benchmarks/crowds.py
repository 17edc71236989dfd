"""Complete ballots by 64, 256 and 1,024 respondents at once: how many a second, how long they wait.

    python -m tests.benchmarks.crowds [ballots a step]

On SQLite and PostgreSQL, one process of each kind. A reply that is not the expected one ends the
run, so a table that was printed had no errors. The machine that answers also plays everybody.
"""

import sys
import tempfile
from pathlib import Path

from tests import postgres
from tests.benchmarks.complete import ENGINES, Complete, complete, place

CROWDS = (64, 256, 1024)
SHARES = (0.5, 0.95, 0.99)
STEPS = ("manifest", "issue", "cast")


def table(engine: str, n: int) -> None:
    """All crowds on one database."""
    print(f"{engine}: p50/p95/p99 in milliseconds, a second, errors 0", flush=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        place(Path(scratch), engine, 1, n * len(CROWDS)) as there,
    ):
        for crowd in CROWDS:
            print(f"{crowd:6} respondents: {said(complete(there, n, crowd))}", flush=True)


def said(ours: Complete) -> str:
    """The waits of each request and how many were answered in a second."""
    return "; ".join(_step(ours, name) for name in STEPS)


def _step(ours: Complete, name: str) -> str:
    load = getattr(ours, name)
    waits = "/".join(f"{load.wait(share):.0f}" for share in SHARES)
    return f"{name} {waits}, {load.per_second:.0f} a second"


def main(n: int = 2048) -> None:
    """Print the tables."""
    for engine in ENGINES if postgres.available() else ENGINES[:1]:
        table(engine, n)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
