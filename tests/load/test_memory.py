"""Half an hour of respondents: no error, and no process grows with the number of ballots."""

import os
import time
from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks.complete import Place, complete, place

CONNECTIONS, BATCH, BATCH_SECONDS = 64, 400, 8.0
WARM_BATCHES = 5
LARGEST_GROWTH = 1.05
PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(pids: list[int]) -> int:
    """Bytes in memory of all these processes."""
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) * PAGE for one in pids)


def sizes(there: Place, batches: int) -> list[int]:
    """What the processes held after each batch of complete ballots, one batch every 8 seconds."""
    pids, found = [*there.api.pids, *there.box.pids], []
    for _ in range(batches):
        until = time.monotonic() + BATCH_SECONDS
        complete(there, BATCH, CONNECTIONS)
        found.append(resident(pids))
        time.sleep(max(0.0, until - time.monotonic()))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_memory_stays_flat_over_half_an_hour_of_ballots(engine: str, tmp_path: Path) -> None:
    batches = WARM_BATCHES + int(float(os.environ.get("LOAD_SECONDS", "1800")) / BATCH_SECONDS)
    with place(tmp_path, engine, 1, batches * BATCH) as there:
        found = sizes(there, batches)[WARM_BATCHES:]
    third = len(found) // 3
    early, late = median(found[:third]), median(found[-third:])
    assert late <= early * LARGEST_GROWTH, [one // 2**20 for one in found]
