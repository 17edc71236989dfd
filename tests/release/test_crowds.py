"""Units of fifty and more, and demographic groups in them: counts behind noise."""

from typing import Any

import numpy as np
import pytest

from survey_api.disclosure.policy import Policy
from survey_api.release.disclosing import Disclosed, disclose
from survey_api.release.fielded import Fielded
from survey_api.release.tabulation import Answers, Cut, CutCounts, Tabulated, count
from tests.release.companies import answers_for, fielded_for

KEY = bytes(range(32))
PARENTS = {"org": None, "ops": "org", "hall": "ops", "yard": "ops", "desk": "org", "one": "desk"}
SIZES = {"hall": 70, "yard": 4, "one": 40}
CUT = Cut("tenure", True, ("new", "some", "long"))


def published(
    people: dict[str, int], key: bytes = KEY, **changes: Any
) -> tuple[Disclosed, dict[str, Any], Tabulated]:
    """The release of a company, its records by unit, and the true counts."""
    fielded = fielded_for({**SIZES, **people}, PARENTS, **changes)
    answers = answers_for(fielded, people)
    tabulated = count(answers, fielded.asked)
    done = disclose(fielded, tabulated, answers, key)
    return done, {one["unit"]: one for one in done.records}, tabulated


def test_a_big_unit_counts_everybody_in_it_also_those_no_group_could_hold() -> None:
    done, units, _ = published({"hall": 55, "yard": 3, "one": 20})
    assert [units[one]["level"] for one in ("org", "ops", "hall", "one")] == [
        "big", "big", "big", "atom"]  # fmt: skip
    assert not units["yard"]["shown"]
    at = done.layout.place["ops"]
    assert (done.layout.bases.people[at], done.layout.bases.everyone[at]) == (55, 58)
    assert units["ops"]["n_band"] == "about 60"


def test_percentages_of_a_big_unit_are_near_the_truth_but_not_the_truth() -> None:
    _, units, tabulated = published({"hall": 55, "yard": 3, "one": 20})
    true = tabulated.counts[tabulated.groups.index("hall")]
    shown = np.array([one["shares"] for one in units["hall"]["items"].values()])
    exact = 100 * true / true.sum(axis=1, keepdims=True)
    assert (shown.sum(axis=1) == 100).all()
    assert 0.5 < np.abs(shown - exact).mean() < 4
    again = published({"hall": 55, "yard": 3, "one": 20})[1]
    other = published({"hall": 55, "yard": 3, "one": 20}, key=bytes(32))[1]
    assert again == units and other["hall"]["items"] != units["hall"]["items"]


def test_a_big_units_mean_and_favourable_share_come_from_its_noisy_counts() -> None:
    _, units, _ = published({"hall": 60, "one": 20})
    for item in units["hall"]["items"].values():
        parts = np.array(item["shares"])
        assert abs(float(item["value"]) - parts @ np.arange(1, 6) / 100) < 0.1
        assert abs(item["favourable"]["share"] - parts[3:].sum()) <= 1
        low, high = item["favourable"]["range"]
        assert 0 <= low < item["favourable"]["share"] < high <= 100


def test_units_of_the_same_people_say_the_same() -> None:
    """Fresh noise for the same crowd at each level of the tree could be averaged away."""
    _, units, _ = published({"hall": 60})
    assert units["org"]["items"] == units["ops"]["items"] == units["hall"]["items"]


def test_without_noise_the_counts_are_exact_and_the_release_cannot_pass_as_one() -> None:
    done, units, tabulated = published({"hall": 60, "one": 20}, policy=Policy(w=0))
    true = tabulated.counts[tabulated.groups.index("hall")]
    mean = true @ np.arange(1, 6) / true.sum(axis=1)
    values = [float(one["value"]) for one in units["hall"]["items"].values()]
    assert np.abs(values - mean).max() <= 0.05 + 1e-9
    assert not done.intrusion.is_safe


def cut_counts(fielded: Fielded, answers: Answers, levels: np.ndarray[Any, Any]) -> CutCounts:
    n = len(fielded.leaves)
    people = np.zeros((n, 4), dtype=np.int64)
    counts = np.zeros((n, 4, len(fielded.asked.items), 5), dtype=np.int64)
    np.add.at(people, (answers.group, levels), 1)
    for at in range(counts.shape[2]):
        np.add.at(counts, (answers.group, levels, at, answers.scored[:, at] - 1), 1)
    return CutCounts(CUT, people, counts)


def cuts_of(unit: str, sizes: tuple[int, int, int, int], people: dict[str, int]) -> Any:
    fielded = fielded_for(SIZES, PARENTS)
    answers = answers_for(fielded, people)
    levels = np.resize(np.repeat(np.arange(4), sizes), len(answers.group))
    counted = count(answers, fielded.asked, (cut_counts(fielded, answers, levels),))
    done = disclose(fielded, counted, answers, KEY)
    assert done.intrusion.is_safe
    return next(one["cuts"] for one in done.records if one["unit"] == unit)


def test_levels_of_thirty_are_shown_and_smaller_ones_are_merged() -> None:
    [cut] = cuts_of("org", (35, 36, 29, 10), {"hall": 70, "one": 40})
    assert [one["levels"] for one in cut["levels"]] == [["new"], ["some"], ["long", "not_said"]]
    assert [one["n_band"] for one in cut["levels"]] == ["20–49", "20–49", "20–49"]
    for level in cut["levels"]:
        assert all(sum(one["shares"]) == 100 for one in level["items"].values())
        assert all(one["shown"] for one in level["figures"].values())


@pytest.mark.parametrize("sizes", [(85, 10, 10, 5), (0, 0, 70, 40), (20, 9, 0, 81)])
def test_a_cut_without_two_groups_of_thirty_is_not_shown(sizes: tuple[int, int, int, int]) -> None:
    assert cuts_of("org", sizes, {"hall": 70, "one": 40}) == []


def test_units_under_fifty_have_no_cuts_at_all() -> None:
    assert cuts_of("one", (40, 40, 20, 10), {"hall": 70, "one": 40}) == []
