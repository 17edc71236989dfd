"""What a release says about earlier ones: only where a unit is the same, only what is public."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from survey_api.credentials.manifest import canonical
from survey_api.release.disclosing import Before, disclose
from survey_api.release.history import History, is_visible
from survey_api.release.layout import Layout
from survey_api.release.tabulation import count
from tests.release.companies import answers_for, fielded_for
from tests.release.factories import questionnaire

TEAMS = [f"team{at:02}" for at in range(40)]
PARENTS = {"org": None, **dict.fromkeys(TEAMS, "org")}
SIZES = dict.fromkeys(TEAMS, 12)
SAME = dict.fromkeys(PARENTS, "continues")


def release(
    wave: int, earlier: list[dict[str, Any]], states: Mapping[str, str] = SAME, **mean: float
) -> dict[str, Any]:
    """One of a row of waves: everybody answers, ``mean`` says how in single teams."""
    fielded = fielded_for(SIZES, PARENTS, seed=bytes([wave]) * 32)
    answers = answers_for(fielded, SIZES, seed=wave, **mean)
    before = Before(earlier, (), states if earlier else {}, f"w{wave - 1}" if earlier else None)
    done = disclose(fielded, count(answers, fielded.asked), answers, bytes(32), before)
    document = {
        "v": 2,
        "wave": f"w{wave}",
        "organisation_unit": "org",
        "instrument": questionnaire(),
        "units": done.records,
    }
    found: dict[str, Any] = json.loads(canonical(document))
    return found


@pytest.fixture(scope="module")
def waves() -> list[dict[str, Any]]:
    """Five quiet waves."""
    made: list[dict[str, Any]] = []
    for number in range(1, 6):
        made.append(release(number, made[:]))
    return made


def index_of(bundle: Mapping[str, Any], unit: str) -> dict[str, Any]:
    record = next(one for one in bundle["units"] if one["unit"] == unit)
    found: dict[str, Any] = record["figures"]["index"]
    return found


def test_a_first_wave_has_no_changes(waves: list[dict[str, Any]]) -> None:
    assert all(one["figures"]["index"]["change"] is None for one in waves[0]["units"])


def test_a_change_is_the_difference_of_the_two_published_figures(
    waves: list[dict[str, Any]],
) -> None:
    for unit in TEAMS:
        move = index_of(waves[4], unit)["change"]["last"]
        now, then = (float(index_of(waves[at], unit)["value"]) for at in (4, 3))
        assert float(move["difference"]) == pytest.approx(now - then, abs=1e-9)


def test_a_team_that_falls_by_a_point_and_a_half_clearly_fell(waves: list[dict[str, Any]]) -> None:
    bundle = release(6, waves, team07=2.2)
    change = index_of(bundle, "team07")["change"]
    assert "clear_fall" in (change["last"]["beyond"], change["baseline"]["beyond"])
    fallen = [
        unit
        for unit in TEAMS
        if "clear_fall" in {one["beyond"] for one in index_of(bundle, unit)["change"].values()}
    ]
    assert fallen == ["team07"]
    record = next(one for one in bundle["units"] if one["unit"] == "team07")
    assert record["worth_a_conversation"]["because"] == "fell"


def test_a_shift_of_everybody_is_said_of_everybody_and_of_no_single_team(
    waves: list[dict[str, Any]],
) -> None:
    bundle = release(6, waves, **dict.fromkeys(TEAMS, 3.2))
    changes = [index_of(bundle, unit)["change"]["baseline"] for unit in TEAMS]
    assert {one["with"] for one in changes} == {"clear_fall"}
    whole = next(one for one in bundle["units"] if one["unit"] == "org")
    assert whole["worth_a_conversation"]["because"] == "fell"
    assert sum(one["beyond"] == "usual_wobble" for one in changes) >= 38


@pytest.mark.parametrize("state", ["new", "merged", "split", "people_changed"])
def test_a_trend_never_crosses_a_break(waves: list[dict[str, Any]], state: str) -> None:
    bundle = release(6, waves, {**SAME, "team07": state})
    assert index_of(bundle, "team07")["change"] is None
    assert index_of(bundle, "team08")["change"] is not None
    after = release(7, [*waves, bundle])
    change = index_of(after, "team07")["change"]
    assert change["last"]["difference"] is not None
    layout = Layout.__new__(Layout)
    layout.nodes = [one for one in _nodes() if one.unit == "team07"]
    assert len(History(layout, [*waves, bundle], SAME, "w6").waves) == 1


def test_only_the_same_questions_are_compared(waves: list[dict[str, Any]]) -> None:
    other = json.loads(json.dumps(waves))
    for bundle in other:
        bundle["instrument"]["items"].append({"id": "more", "text": "More"})
    found = release(6, other)
    record = next(one for one in found["units"] if one["unit"] == "team01")
    assert record["figures"]["index"]["change"] is None
    assert record["figures"]["voice"]["change"] is not None


EQUAL, AT_MOST, AT_LEAST, ABOUT = range(4)


@pytest.mark.parametrize(
    ("now", "then", "difference", "seen"),
    [
        (EQUAL, EQUAL, 0.0, True),
        (EQUAL, ABOUT, -0.3, True),
        (AT_MOST, AT_MOST, 0.2, False),
        (AT_MOST, AT_MOST, 0.0, False),
        (EQUAL, AT_MOST, 0.4, True),
        (EQUAL, AT_MOST, -0.1, False),
        (AT_MOST, EQUAL, -0.6, True),
        (AT_MOST, EQUAL, 0.1, False),
        (AT_LEAST, EQUAL, 0.3, True),
        (AT_LEAST, EQUAL, -0.3, False),
        (AT_MOST, AT_LEAST, -2.0, True),
        (AT_LEAST, AT_LEAST, 0.1, False),
    ],
)
def test_movement_inside_a_limit_cannot_be_seen(
    now: int, then: int, difference: float, seen: bool
) -> None:
    from survey_api.release.history import Past

    value, relation = np.array([[3.0 - difference]]), np.array([[then]])
    past = Past(value, value, relation, np.array([np.nan]), np.array([np.nan]))
    assert is_visible(np.array([3.0]), np.array([now]), past).tolist() == [[seen]]


def _nodes() -> Any:
    return fielded_for(SIZES, PARENTS).nodes


def test_items_that_rotate_are_compared_with_the_waves_that_asked_them(
    waves: list[dict[str, Any]],
) -> None:
    rotating = json.loads(json.dumps(waves))
    for bundle in rotating[1::2]:
        for scale in bundle["instrument"]["scales"]:
            scale["items"] = ["other"]
    layout = Layout.__new__(Layout)
    layout.nodes = list(_nodes())
    past = History(layout, rotating, SAME, "w5").of("voice", questionnaire()["scales"][0]["items"])
    assert np.isfinite(past.values[:, 1]).tolist() == [True, True, True]
    asked_before = [one for one in rotating if one["wave"] == "w4"]
    past = History(layout, rotating[:4], SAME, "w4").of("voice", ["calm", "speaks", "asks"])
    assert asked_before and np.isfinite(past.values[:, 1]).tolist() == [True, True, False]
