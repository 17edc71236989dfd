"""The score of a complete cycle: the mean of what its waves published, and of nothing else."""

from typing import Any

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node
from survey_api.published import views
from survey_api.published.wording import Wording
from survey_api.release.cycle import Chain, complete
from survey_api.release.fielded import Fielded
from survey_api.release.tabulation import Asked

NODES = (Node("all", None, "All", "unit"), Node("a", "all", "A", "unit"))


def figure(value: str, relation: str = "=") -> dict[str, Any]:
    said = {"shown": True, "value": value, "relation": relation, "text": None, "borrowed": None}
    return {**said, "range": ["1.0", "5.0"], "bin": 2, "shrunken": None, "se": "0.300"}


def record(unit: str, value: str, relation: str = "=", **more: Any) -> dict[str, Any]:
    return {"unit": unit, "figures": {"index": figure(value, relation)}, **more}


def fielded(part: int, n_items: int) -> Fielded:
    items = tuple(f"i{part}{at}" for at in range(n_items))
    cycle = {"bank": "bank", "part": part, "of": 3}
    asked = Asked(items, frozenset(), 5)
    return Fielded(NODES, {}, None, Policy(), asked, {}, b"", cycle=cycle)


def history(*parts: tuple[int, int, str, str]) -> Chain:
    """(part, questions, the whole's score, relation of A) of each earlier wave, oldest first."""
    waves = [
        {
            "wave": f"w{part}",
            "instrument": {
                "cycle": {"bank": "bank", "part": part, "of": 3},
                "items": [{"id": f"i{part}{at}"} for at in range(n)],
            },
        }
        for part, n, _value, _relation in parts
    ]
    records = [
        [record("all", value), record("a", value, relation) if relation else None]
        for _part, _n, value, relation in parts
    ]
    return Chain([node.unit for node in NODES], waves, records)


NOW = [record("all", "4.0"), record("a", "4.0")]


def test_parts_count_by_their_questions() -> None:
    done, earlier = complete(fielded(3, 5), NOW, history((1, 3, "3.0", "="), (2, 2, "2.0", "=")))
    assert earlier == ("w1", "w2")
    whole = done[0]["figures"]["cycle"]
    assert whole["value"] == "3.3"  # (3 · 3.0 + 2 · 2.0 + 5 · 4.0) / 10
    assert whole["se"] == "0.185"
    assert (whole["range"], whole["relation"]) == (["2.9", "3.7"], "=")


def test_a_part_at_a_limit_makes_the_whole_about_and_all_at_one_limit_make_it_that() -> None:
    done, _ = complete(fielded(3, 5), NOW, history((1, 3, "3.0", "<="), (2, 2, "2.0", "=")))
    assert done[1]["figures"]["cycle"]["relation"] == "~"
    low = [record("all", "2.0"), record("a", "2.0", "<=")]
    done, _ = complete(fielded(3, 5), low, history((1, 3, "2.0", "<="), (2, 2, "2.0", "<=")))
    assert done[1]["figures"]["cycle"]["relation"] == "<="


def test_half_a_cycle_a_gap_and_another_order_have_no_score() -> None:
    for now, past in (
        (fielded(2, 5), history((1, 3, "3.0", "="))),
        (fielded(3, 5), history((2, 2, "2.0", "="))),
        (fielded(3, 5), history((2, 2, "2.0", "="), (1, 3, "3.0", "="))),
    ):
        done, earlier = complete(now, NOW, past)
        assert earlier == () and all("cycle" not in one["figures"] for one in done)


def test_a_unit_that_was_not_there_all_through_has_none_and_the_others_have() -> None:
    done, _ = complete(fielded(3, 5), NOW, history((1, 3, "3.0", ""), (2, 2, "2.0", "=")))
    assert "cycle" in done[0]["figures"] and "cycle" not in done[1]["figures"]


def test_it_goes_when_a_wave_of_its_cycle_is_annulled() -> None:
    done, earlier = complete(fielded(3, 5), NOW, history((1, 3, "3.0", "="), (2, 2, "2.0", "=")))
    same = {"continuity": {"state": "first", "with": None}}
    units = [{**one, **same} for one in done]
    part = {"cycle": {"bank": "bank", "part": 3, "of": 3}, "items": [], "scales": []}
    bundle = {"units": units, "cycle": list(earlier), "instrument": part}
    assert [one.id for one in views.scale_metas(bundle, Wording())] == ["index", "cycle"]
    left = views.apart_from(bundle, frozenset({"w1"}))
    assert [one.id for one in views.scale_metas(left, Wording())] == ["index"]
    assert views.apart_from(bundle, frozenset({"w9"}))["units"] == units
