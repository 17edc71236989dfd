"""The frame annex is read strictly: movers are counts, and they add up."""

import json
from dataclasses import replace
from typing import Any

import pytest

from survey_api.release.inputs import AnnexMalformed, FrameAnnex
from tests.release.factories import SmallWave

BARE = SmallWave().frame
SIZES = {group.unit: group.eligible for group in BARE.groups}
UNIT = BARE.groups[0].unit
MOVED = replace(
    BARE,
    before="earlier",
    moves={unit: {unit: n - 1, "": 1} for unit, n in SIZES.items()},
    eligible_before={**SIZES, "gone": 4},
)


@pytest.mark.parametrize("frame", [BARE, MOVED])
def test_an_annex_is_read_as_it_was_written(frame: FrameAnnex) -> None:
    assert FrameAnnex.parse(frame.encode()) == frame


@pytest.mark.parametrize(
    "change",
    [
        {"moves": {**MOVED.moves, UNIT: {UNIT: -1, "": SIZES[UNIT] + 1}}},
        {"moves": {**MOVED.moves, UNIT: {UNIT: float(SIZES[UNIT])}}},
        {"moves": {**MOVED.moves, UNIT: {UNIT: str(SIZES[UNIT])}}},
        {"moves": {**MOVED.moves, UNIT: {UNIT: SIZES[UNIT] + 1}}},
        {"moves": {**MOVED.moves, UNIT: {"unheard-of": SIZES[UNIT]}}},
        {"moves": {**MOVED.moves, "elsewhere": {"": 1}}},
        {"moves": {**MOVED.moves, UNIT: {"gone": 5, "": SIZES[UNIT] - 5}}},
        {"moves": [[UNIT, 1]]},
        {"eligible_before": {**SIZES, "gone": True}},
        {"before": None},
        {"before": 7},
    ],
)
def test_counts_that_are_none_or_do_not_add_up_are_refused(change: dict[str, Any]) -> None:
    document = json.loads(MOVED.encode()) | change
    with pytest.raises(AnnexMalformed):
        FrameAnnex.parse(json.dumps(document).encode())
