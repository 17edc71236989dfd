"""Everything a release may hold, from the real rule over a made-up company, in API and CSV."""

import csv
import io
import json
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from survey_api.credentials.manifest import canonical
from survey_api.published import below_view, statistics_view, unit_view
from survey_api.published.reports.csv import to_csv
from survey_api.published.schemas.results import UnitResult
from survey_api.published.schemas.waves import WaveSummary
from survey_api.published.schemas.words import Relation
from survey_api.published.wording import Wording
from survey_api.release.bundle import instrument
from survey_api.release.disclosing import Before, disclose
from survey_api.release.fielded import Fielded
from survey_api.release.tabulation import Answers, Cut, CutCounts, count
from tests.release.companies import answers_for, fielded_for
from tests.release.factories import ITEMS, questionnaire

TENURE = Cut("tenure", True, ("new", "long"))
TIME_HERE = {
    "id": "tenure",
    "label": {"en": "Time here", "de": "Zeit hier"},
    "ordered": True,
    "levels": [{"id": "new", "label": {"en": "New"}}, {"id": "long", "label": {"en": "=Long"}}],
}
PARENTS = {"org": None, "ops": "org", "hall": "ops", "yard": "ops", "desk": "org", "night": "org"}
SIZES = {"hall": 70, "yard": 30, "desk": 12, "night": 6}
SCALES = {"safety": ITEMS[:2], "accountability": ITEMS[2:3], "load": ITEMS[3:]}
MOVE = ("difference", "beyond", "with")
SUMMARY = WaveSummary(
    id="w2",
    number=2,
    title="October",
    state="released",
    opens_on=date(2026, 10, 1),
    closes_on=date(2026, 10, 15),
    released_on=date(2026, 10, 15),
    participation=None,
    level=1,
    level_sentence="",
    fingerprint=None,
    k=5,
    policy="standard",
)


def asked() -> dict[str, Any]:
    named = [
        {
            "id": name,
            "label": {"en": name.title(), "de": f"{name.title()} (de)"},
            "description": {"en": ""},
            "items": list(items),
        }
        for name, items in SCALES.items()
    ]
    return {**questionnaire(), "scales": named, "cuts": [TIME_HERE]}


def cuts(fielded: Fielded, answers: Answers) -> CutCounts:
    """Every second person is new; nobody kept it to themselves."""
    shape = (len(fielded.leaves), 3)
    people, counts = np.zeros(shape, np.int64), np.zeros((*shape, len(ITEMS), 5), np.int64)
    level = np.arange(len(answers.group)) % 2
    np.add.at(people, (answers.group, level), 1)
    for at in range(len(ITEMS)):
        np.add.at(counts, (answers.group, level, at, answers.scored[:, at] - 1), 1)
    return CutCounts(TENURE, people, counts)


@cache
def bundle(wave: int = 1) -> dict[str, Any]:
    """The release of a wave, as it is read back; in the second one the desk is well."""
    fielded = fielded_for(SIZES, PARENTS, asked=asked(), seed=bytes([wave]) * 32)
    mean = {"hall": 4.4, "yard": 3.5, "desk": 4.6 if wave else 2.2, "night": 5.0}
    answers = answers_for(fielded, SIZES, seed=wave, **mean)
    before = None
    if wave:
        before = Before([bundle(0)], (), dict.fromkeys(PARENTS, "continues"), "w1")
    counted = count(answers, fielded.asked, (cuts(fielded, answers),))
    done = disclose(fielded, counted, answers, bytes(32), before)
    document = {
        "v": 3,
        "wave": f"w{wave + 1}",
        "organisation_unit": "org",
        "instrument": instrument(asked()),
        "policy": fielded.policy.as_document(),
        "pooled": {},
        "units": done.records,
        "statistics": done.statistics,
    }
    found: dict[str, Any] = json.loads(canonical(document))
    return found


def page(unit: str, locale: str = "en") -> UnitResult:
    seen = unit_view.Page(SUMMARY, bundle(), frozenset(PARENTS), Wording(locale))
    return unit_view.unit_result(seen, unit)


def rows(*units: str) -> list[dict[str, str]]:
    text = to_csv([page(unit) for unit in units]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("unit", PARENTS)
def test_every_scale_of_the_release_reaches_the_api_unchanged(unit: str) -> None:
    record = next(one for one in bundle()["units"] if one["unit"] == unit)
    for one in page(unit).scales:
        raw, said = record["figures"][one.scale.id], one.figure.model_dump(mode="json")
        ends, change = said.pop("range"), said.pop("change")
        assert [ends["low"], ends["high"]] == raw["range"]
        assert said == {key: raw[key] for key in said}
        for name in ("last", "baseline"):
            move, told = (raw["change"] or {}).get(name), (change or {}).get(name)
            assert (told and [*told.values()]) == (move and [move[k] for k in MOVE])


def test_a_clear_rise_has_its_two_verdicts_and_is_the_strongest_gain() -> None:
    found = page("desk")
    assert found.strongest_gain is not None
    risen = next(one for one in found.scales if one.scale.id == found.strongest_gain.scale)
    move = risen.figure.change.last if risen.figure.change else None
    assert move and move.beyond == "clear_rise" and move.everyone
    assert found.strongest_gain.label == risen.scale.label


def test_distributions_and_groups_are_for_big_units_and_zones_from_twenty_on() -> None:
    pages = {unit: page(unit) for unit in PARENTS}
    told = {unit for unit, one in pages.items() if any(item.figure.shares for item in one.items)}
    assert told == {"org", "ops", "hall"}
    assert {unit for unit, one in pages.items() if one.cuts} <= told and pages["org"].cuts
    assert {unit for unit, one in pages.items() if one.zone} == {*told, "yard"}
    for item in pages["org"].items:
        assert item.figure.shares and sum(item.figure.shares) == 100
        liked = item.figure.favourable
        assert liked and liked.low <= liked.share <= liked.high


def test_the_statistics_of_a_hundred_people_are_said_scale_by_scale() -> None:
    found = statistics_view.statistics(bundle(), Wording()).statistics
    assert found is not None and found.n_band == "about 120"
    assert {one.scale for one in found.scales} == {"index", *SCALES}
    assert found.drivers is not None and found.drivers.outcome == "safety"
    assert {one.label for one in found.drivers.weights} == {"Accountability", "Load"}
    assert sum(one.share for one in found.drivers.weights) in {99, 100, 101}


def test_a_zone_a_range_and_a_verdict_are_words_in_the_file() -> None:
    first = rows("hall")[0]
    zone = page("hall").zone
    assert zone is not None and first["zone"].replace(" to say", "") == zone.zone.replace("_", " ")
    assert float(first["range_low"]) < float(first["value"]) < float(first["range_high"])
    risen = [row for row in rows("desk") if row["verdict_since_last"] == "clear rise"]
    assert risen and all(row["change_since_last"].startswith("+") for row in risen)
    assert {row["made_of"] for row in rows("hall", "desk")} == {"big", "atom"}


def test_a_limit_is_a_word_in_the_file_and_never_an_equals_sign() -> None:
    index = page("night").scales[0].figure
    assert index.relation == Relation.AT_LEAST
    told = rows("night")
    assert told[0]["relation"] == "at least"
    assert {row["relation"] for row in told} <= {"exactly", "at most", "at least", "about", ""}


def test_demographic_groups_have_rows_of_their_own_without_the_units_participation() -> None:
    found = [row for row in rows("org") if row["cut"]]
    assert {row["cut_level"] for row in found} == {"New", "'=Long"}
    assert {row["measure_id"] for row in found} == {"index", *SCALES, *ITEMS}
    assert {row["participation"] for row in found} == {""}
    shares = [[row[f"share_{at}"] for at in range(1, 6)] for row in found]
    assert all(sum(map(int, one)) == 100 for one in shares if one[0])


def test_nothing_in_the_file_can_be_taken_for_a_formula() -> None:
    for row in rows(*PARENTS):
        for name, cell in row.items():
            if cell[:1] in {"=", "+", "-", "@"}:
                assert name.startswith("change_since") and float(cell) == float(cell)


def test_every_text_of_the_questionnaire_is_said_in_the_readers_language() -> None:
    german = page("org", "de")
    assert german.scales[0].scale.label == "Gesamtwert"
    assert {one.scale.label for one in german.scales[1:]} == {f"{n.title()} (de)" for n in SCALES}
    assert german.cuts[0].label == "Zeit hier" and german.cuts[0].levels[0].label == "New"
    assert [one.figure for one in german.scales] == [one.figure for one in page("org").scales]


def test_units_side_by_side_say_exactly_what_their_own_pages_say() -> None:
    seen = unit_view.Page(SUMMARY, bundle(), frozenset(PARENTS) - {"night"}, Wording())
    found = below_view.below(seen, "org")
    assert [one.unit for one in found.lines] == sorted(["desk", "ops"])
    for line in (found.unit, *found.lines):
        own = page(line.unit)
        assert line.scales == {one.scale.id: one.figure for one in own.scales}
        assert {item: one.value for item, one in line.items.items()} == {
            one.item: None if one.borrowed_from else one.figure.value for one in own.items
        }
        assert (line.zone, line.n_band, line.label) == (own.zone, own.n_band, own.label)
