"""From sums to everything that is shown, in one go."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from survey_api.release.bundle import unit_records
from survey_api.release.cells import Table, disclose
from survey_api.release.checks import Checked
from survey_api.release.tabulation import Sums


def disclosed(
    checked: Checked, sums: Mapping[str, Sums], noise_key: bytes, withheld: frozenset[str]
) -> tuple[Table, list[dict[str, Any]]]:
    """The protected table and the records of all units."""
    with _collector_paused():
        table = disclose(checked, sums, noise_key)
        return table, unit_records(checked, table, withheld)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Hundreds of thousands of small objects are made and kept, none of them in a cycle;
    searching them for cycles again and again took a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
