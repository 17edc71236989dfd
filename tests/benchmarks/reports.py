"""Seconds for a thousand reports of teams, as `safetosay report --all-units` makes them.

    python -m tests.benchmarks.reports

The release is the one of the tests' company, with its teams a thousand times and eight waves.
Timed is everything between the read release and the bytes of the last file.
"""

import time
from dataclasses import replace
from pathlib import Path

from survey_api.published.reports.batch import render_all
from survey_api.published.reports.formats import Format
from survey_api.published.reports.model import Report
from tests.published.reports import samples

N, TARGET_SECONDS = 1_000, 60.0
KINDS = (Format.PDF, Format.PPTX, Format.XLSX, Format.CSV, Format.JSON)


def thousand() -> list[Report]:
    """Reports of teams of every kind, each under a name of its own."""
    teams = [samples.team(unit, "de") for unit in ("hall", "yard", "desk", samples.HIDDEN)]
    return [_named(teams[at % len(teams)], f"Team {at + 1}") for at in range(N)]


def _named(report: Report, label: str) -> Report:
    head = report.head.model_copy(update={"label": label})
    trends = tuple(one.model_copy(update={"label": label}) for one in report.trends)
    return replace(report, results=(head,), trends=trends)


def main() -> None:
    """Print how long each format takes."""
    reports = thousand()
    for kind in KINDS:
        started = time.perf_counter()
        sizes = [len(one) for one in render_all(reports, kind, languages_dir=Path())]
        took = time.perf_counter() - started
        met = "" if kind != Format.PDF else f"   target {TARGET_SECONDS:.0f} s"
        told = f"{N:,} files in {took:6.1f} s, largest {max(sizes) / 1000:5.0f} kB"
        print(f"  {kind:5} {told}{met}", flush=True)


if __name__ == "__main__":
    main()
