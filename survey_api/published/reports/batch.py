"""Many reports at once: rendered in several processes, in the order in which they came."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from survey_api import languages
from survey_api.published.reports.formats import Format, rendered
from survey_api.published.reports.model import Report

WORTH_IT = 40  # reports; starting processes takes longer than fewer
SHARE = 8  # reports that a process takes at once


def render_all(
    reports: Sequence[Report], kind: Format, *, languages_dir: Path, processes: int | None = None
) -> Iterator[bytes]:
    """One file after another; ``processes`` of 1 renders here."""
    n = processes or os.cpu_count() or 1
    if n == 1 or len(reports) < WORTH_IT:
        yield from (rendered(one, kind) for one in reports)
        return
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(n, fresh, languages.use, (languages_dir,)) as pool:
        yield from pool.map(partial(rendered, kind=kind), reports, chunksize=SHARE)
