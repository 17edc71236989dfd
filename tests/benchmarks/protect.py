"""Seconds and memory of `safetosay protect`, from 10,000 to 1,000,000 rows over 25,000 units.

    python -m tests.benchmarks.protect

Twelve items on three scales, teams in a branching tree, one answer in twelve missing. Each size
runs as a process of its own; its time is CPU time and time on the clock, its memory the peak.
"""

import math
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = ((10_000, 250), (100_000, 2_500), (1_000_000, 25_000))  # rows, units
TARGET_SECONDS, TARGET_MIB = 20.0, 2048
BRANCHES, N_ITEMS, N_SCALES = 6, 12, 3
ITEMS = [f"item{number}" for number in range(N_ITEMS)]
FIELDS = ["", "1", "2", "3", "3", "4", "4", "4", "4", "5", "5", "5"]


def tree(n_units: int) -> dict[str, str]:
    """unit → parent, about six children to an inner unit."""
    level = [f"t{number:05}" for number in range(n_units * (BRANCHES - 1) // BRANCHES)]
    parent: dict[str, str] = {}
    depth = 0
    while len(level) > 1:
        above = [f"l{depth}-{number}" for number in range(-(-len(level) // BRANCHES))]
        parent |= {unit: above[number // BRANCHES] for number, unit in enumerate(level)}
        level, depth = above, depth + 1
    return parent | {level[0]: ""}


def instrument() -> str:
    """A questionnaire with one reversed item."""
    options = "".join(f"  - {{value: {n}, label: {{en: L{n}}}}}\n" for n in range(1, 6))
    scales = "".join(
        f"  - {{id: s{n}, label: {{en: S{n}}}, description: {{en: D{n}}}, "
        f"items: [{', '.join(ITEMS[n::N_SCALES])}]}}\n"
        for n in range(N_SCALES)
    )
    items = "".join(
        f"  - {{id: {item}, keying: {'straight' if place else 'reversed'}, "
        f"text: {{en: Text of {item}}}}}\n"
        for place, item in enumerate(ITEMS)
    )
    head = "id: bench\nversion: 1\nlicence: CC0-1.0\nnote: bench\ntitle: {en: Bench}\n"
    return f"{head}intro: {{en: Hello}}\noptions:\n{options}scales:\n{scales}items:\n{items}"


def company(folder: Path, n_rows: int, n_units: int) -> None:
    """The three files; four teams in five have 3 to 15 people, the rest up to ten times that."""
    draw = random.Random(n_rows)  # noqa: S311
    parent = tree(n_units)
    lines = [f"{unit},{above},Unit {unit}\n" for unit, above in parent.items()]
    (folder / "units.csv").write_text("unit,parent,label\n" + "".join(lines))
    (folder / "instrument.yaml").write_text(instrument())
    teams = [unit for unit in parent if unit.startswith("t")]
    weights = [draw.randint(3, 15) * (10 if draw.random() > 0.8 else 1) for _ in teams]
    with (folder / "answers.csv").open("w") as file:
        file.write(f"unit,{','.join(ITEMS)}\n")
        for unit in draw.choices(teams, weights, k=n_rows):
            file.write(f"{unit},{','.join(draw.choices(FIELDS, k=N_ITEMS))}\n")


def run(folder: Path) -> tuple[float, float, float]:
    """(seconds on the clock, CPU seconds, peak MiB) of one run."""
    files = ("answers.csv", "--units", "units.csv", "--instrument", "instrument.yaml")
    command = [sys.executable, "-m", "survey_api.cli", "protect", *files, "--out", "safe"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    started = time.monotonic()
    child = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"protect failed with status {status}")
    return time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Print a line for each size and the exponent of growth between sizes."""
    print("rows       units   seconds   CPU s   peak MiB   growth exponent")
    before = (0, 0.0)
    for n_rows, n_units in SIZES:
        with tempfile.TemporaryDirectory() as name:
            company(Path(name), n_rows, n_units)
            seconds, cpu, peak = run(Path(name))
        growth = ""
        if before[0]:
            growth = f"{math.log(cpu / before[1]) / math.log(n_rows / before[0]):.2f}"
        print(f"{n_rows:9,} {n_units:7,} {seconds:9.1f} {cpu:7.1f} {peak:10.0f}   {growth}")
        before = (n_rows, cpu)
    met = "met" if seconds <= TARGET_SECONDS and peak <= TARGET_MIB else "missed"
    print(f"target at {n_rows:,} rows: {TARGET_SECONDS:.0f} s, {TARGET_MIB} MiB: {met}")


if __name__ == "__main__":
    main()
