"""Whatever the tree and whoever answers: what is said about each unit hangs together."""

from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import assume, given
from hypothesis import strategies as st

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import pool_at_opening
from survey_api.release.bundle import unit_records
from survey_api.release.cells import disclose
from survey_api.release.checks import Checked, _one_tree
from survey_api.release.inputs import FrameAnnex, FrameGroup
from survey_api.release.tabulation import Sums
from tests.disclosure.trees import Company, K, companies, seeded
from tests.release.factories import ITEMS, questionnaire


def frame_of(company: Company) -> FrameAnnex:
    """The annex that is drawn up when a wave opens."""
    assume(sum(company.eligible.values()) >= K)
    pooling = pool_at_opening(company.nodes, company.eligible, K)
    groups = tuple(
        FrameGroup(one.unit, one.eligible, bytes(32), one.label, bytes(32))
        for one in pooling.groups
    )
    return FrameAnnex("wave", company.nodes, groups, dict(pooling.mapping))


def records_of(company: Company, seed: int) -> dict[str, dict[str, Any]]:
    """unit → its record; one group may be withheld and some answers are left out."""
    frame, draw = frame_of(company), seeded(seed)
    people: Counter[str] = Counter()
    for leaf, n in company.answered.items():
        people[frame.pooled.get(leaf, leaf)] += n
    withheld = frozenset(draw.sample(sorted(people), draw.randint(0, 1)))
    sums = {}
    for unit in people.keys() - withheld:
        counts = {item: draw.randint(people[unit] // 2, people[unit]) for item in ITEMS}
        items = {item: (sum(draw.choices(range(1, 6), k=n)), n) for item, n in counts.items()}
        sums[unit] = Sums(people[unit], items)
    parts = {"frame": frame, "policy": Policy(), "mh": bytes(32), "questionnaire": questionnaire()}
    checked = cast(Checked, SimpleNamespace(**parts))
    records = unit_records(checked, disclose(checked, sums, bytes(32)), withheld)
    assert len({one["unit"] for one in records}) == len(records)
    return {one["unit"]: one for one in records}


@given(companies())
def test_every_frame_that_is_drawn_up_passes_the_tallys_check(company: Company) -> None:
    _one_tree(frame_of(company))


@given(companies(), st.integers(0, 2**32))
def test_every_unit_of_the_frozen_tree_has_a_record(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    assert {node.unit for node in company.nodes} <= set(records)
    assert all(len(unit.encode()) <= 32 for unit in records)


@given(companies(), st.integers(0, 2**32))
def test_a_unit_is_shown_with_figures_or_hidden_with_a_text(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    for one in records.values():
        assert one["shown"] is (one["text"] is None) is (one["n_band"] is not None)
        assert bool(one["figures"]) is bool(one["items"]) is one["shown"]
        assert one["nearest"] is None or (records[one["nearest"]]["shown"] and not one["shown"])


@given(companies(), st.integers(0, 2**32))
def test_only_what_is_known_at_opening_is_called_too_small(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    pooled = frame_of(company).pooled
    for unit, one in records.items():
        is_known = unit in pooled or (one["eligible"] < K and not one["one_wave_only"])
        assert (one["text"] == "too small by design") is is_known


@given(companies(), st.integers(0, 2**32))
def test_borrowed_items_come_from_above_and_are_shown_there(company: Company, seed: int) -> None:
    records = records_of(company, seed)
    for one in records.values():
        above = set()
        parent = one["parent"]
        while parent is not None:
            above.add(parent)
            parent = records[parent]["parent"]
        for item, figure in one["items"].items():
            if figure["borrowed"] is not None:
                assert figure["borrowed"] in above and not figure["shown"]
                assert records[figure["borrowed"]]["items"][item]["shown"]


@given(companies(), st.integers(0, 2**32))
def test_every_value_lies_on_the_answer_scale(company: Company, seed: int) -> None:
    for one in records_of(company, seed).values():
        for figure in (*one["figures"].values(), *one["items"].values()):
            if figure["shown"]:
                assert 1 <= float(figure["value"]) <= 5
                assert figure["relation"] in {"=", "<=", ">=", "~"}
