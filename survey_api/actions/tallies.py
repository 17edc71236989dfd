"""How many promises there are and how they stand, unit by unit: for whoever sees several."""

from collections.abc import Sequence

from sqlalchemy import select

from survey_api.access import Viewer
from survey_api.actions.commitment_view import state
from survey_api.catalogue.database import PublishedReader
from survey_api.catalogue.models import WaveState
from survey_api.published import reader
from survey_api.published.models import Commitment
from survey_api.published.schemas.commitments import UnitTally
from survey_api.published.schemas.words import CommitmentState
from survey_api.published.wording import Wording

STILL_OPEN = frozenset({CommitmentState.OPEN, CommitmentState.DUE_SOON, CommitmentState.OVERDUE})


def tallies(
    session: PublishedReader, viewer: Viewer, *, wave: str, wording: Wording
) -> list[UnitTally]:
    """Every unit in view of a wave, in the order of the tree, with what was promised on this
    wave's result and on earlier ones."""
    nodes = reader.units(session, viewer, wave=wave, wording=wording)
    made: dict[str, list[CommitmentState]] = {node.unit: [] for node in nodes}
    in_view = _in_view_up_to(session, viewer, wave)
    for row in session.scalars(select(Commitment)):
        if row.unit in made and row.unit in in_view.get(row.wave_id, frozenset()):
            made[row.unit].append(state(row))
    return [_tally(node.unit, node.label, made[node.unit]) for node in nodes]


def _in_view_up_to(
    session: PublishedReader, viewer: Viewer, wave: str
) -> dict[str, frozenset[str]]:
    """wave → the units whose results the viewer may see today."""
    released = [one for one in reader.waves(session) if one.state == WaveState.RELEASED]
    number = next(one.number for one in released if one.id == wave)
    return {
        one.id: frozenset(
            node.unit
            for node in reader.units(session, viewer, wave=one.id)
            if node.expected_on is None
        )
        for one in released
        if one.number <= number
    }


def _tally(unit: str, label: str, found: Sequence[CommitmentState]) -> UnitTally:
    return UnitTally(
        unit=unit,
        label=label,
        made=len(found),
        open=sum(one in STILL_OPEN for one in found),
        overdue=found.count(CommitmentState.OVERDUE),
        done=found.count(CommitmentState.DONE),
        withdrawn=found.count(CommitmentState.WITHDRAWN),
    )
