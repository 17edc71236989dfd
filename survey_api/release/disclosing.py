"""From counts to everything that is shown, in one go: tabulate, disclose, describe, attack."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from survey_api.disclosure.intruder import Findings as Intrusion
from survey_api.release import cycle
from survey_api.release.attack import Seen, attack, publication
from survey_api.release.cells import Table, protect_atoms
from survey_api.release.correlations import organisation_statistics
from survey_api.release.crowds import count_crowds
from survey_api.release.fielded import Fielded
from survey_api.release.findings import Findings
from survey_api.release.history import History
from survey_api.release.layout import Layout
from survey_api.release.movement import movement
from survey_api.release.parameters import estimate
from survey_api.release.ranges import ranges
from survey_api.release.readings import Readings, read
from survey_api.release.tabulation import Answers, Tabulated
from survey_api.release.unit_records import Sources, unit_records


@dataclass(frozen=True)
class Before:
    """What was published earlier, oldest first, and how this wave's units relate to it:
    ``states`` is unit → its continuity with ``wave``."""

    bundles: Sequence[Mapping[str, Any]] = ()
    publications: Sequence[Seen] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    wave: str | None = None


@dataclass(frozen=True)
class Disclosed:
    """All that may be shown of a wave, what an intruder made of it, and where it came from.
    ``cycle`` are the earlier waves that this one completes."""

    table: Table
    layout: Layout
    readings: Readings
    records: list[dict[str, Any]]
    statistics: dict[str, Any] | None
    intrusion: Intrusion
    cycle: tuple[str, ...] = ()


def disclose(
    fielded: Fielded,
    tabulated: Tabulated,
    answers: Answers,
    noise_key: bytes,
    before: Before | None = None,
) -> Disclosed:
    """The whole publication of one wave; true sums and answers do not leave this call."""
    with _collector_paused():
        return _disclose(fielded, tabulated, answers, noise_key, before or Before())


def _disclose(
    fielded: Fielded, tabulated: Tabulated, answers: Answers, noise_key: bytes, before: Before
) -> Disclosed:
    table = protect_atoms(fielded, tabulated, noise_key)
    layout = Layout(fielded, table, tabulated)
    crowds = count_crowds(layout, noise_key)
    readings = read(layout, crowds)
    parameters = estimate(fielded, answers)
    spans = {
        name: ranges(layout, figures, len(fielded.scales[name]), parameters[name])
        for name, figures in readings.scales.items()
    }
    history = History(layout, before.bundles, before.states, before.wave)
    moved = {
        name: movement(layout, name, figures, spans[name], history)
        for name, figures in readings.scales.items()
    }
    found = Findings(layout, readings.scales, spans, moved)
    sources = Sources(layout, crowds, readings, spans, moved, found, before.states, before.wave)
    units = [node.unit for node in layout.nodes]
    chain = cycle.Chain(units, history.waves, history.records)
    records, earlier = cycle.complete(fielded, unit_records(sources), chain)
    in_groups = tabulated.people[tabulated.people >= fielded.policy.k].tolist()
    own = Seen(publication(layout, crowds, fielded.seed.hex()), fielded.policy)
    return Disclosed(
        table,
        layout,
        readings,
        records,
        organisation_statistics(fielded, answers, parameters, in_groups),
        attack((*before.publications, own)),
        earlier,
    )


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
