"""The units file and the policy file: every mistake by its line, with a remedy."""

import pytest

from survey_api.answer_files.policy_file import read_policy
from survey_api.answer_files.text import FileNotAccepted
from survey_api.answer_files.units import read_units
from survey_api.disclosure.policy import Policy
from tests.answer_files.samples import UNITS


def unit_mistakes(*lines: str, header: str = "unit,parent,label") -> list[str]:
    with pytest.raises(FileNotAccepted) as caught:
        read_units("\n".join([header, *lines]).encode(), "units.csv")
    return [str(row) for row in caught.value.rows]


def policy_mistakes(text: str) -> list[str]:
    with pytest.raises(FileNotAccepted) as caught:
        read_policy(text, "policy.yaml")
    return [str(row) for row in caught.value.rows]


def test_a_tree_is_read_in_the_order_of_its_file() -> None:
    nodes = read_units(UNITS.encode(), "units.csv")
    assert [node.unit for node in nodes][:5] == ["org", "ops", "quay", "yard", "night"]
    assert nodes[0].parent is None
    assert nodes[4].label == "Night shift"


def test_ids_may_look_as_other_tools_make_them() -> None:
    raw = "unit;parent;label\nEU/Sales 1;;Büro\n4711;EU/Sales 1;Nord\n".encode()
    assert [node.unit for node in read_units(raw, "u.csv")] == ["EU/Sales 1", "4711"]


@pytest.mark.parametrize("unit", ["a+b", "=1+1", "-x", "@x", "x.direct", "x.rest", "x.now", ""])
def test_ids_that_could_be_taken_for_something_else_are_refused(unit: str) -> None:
    said = unit_mistakes("org,,Org", f"{unit},org,Team")
    assert said[0].startswith("line 3, column 'unit': This ")


def test_doubles_second_roots_and_unknown_parents_are_found() -> None:
    said = unit_mistakes("org,,Org", "a,org,A", "a,org,B", "b,,B", "c,nowhere,C", "d,org,")
    assert [one.split(":")[0] for one in said] == [
        "line 4, column 'unit'",
        "line 5, column 'parent'",
        "line 6, column 'parent'",
        "line 7, column 'label'",
    ]
    assert "already in line 3" in said[0]
    assert "the first is in line 2" in said[1]


def test_units_that_go_round_are_found() -> None:
    said = unit_mistakes("org,,Org", "a,b,A", "b,a,B", "c,c,C", "d,c,D")
    assert [one.split(",")[0] for one in said] == ["line 3", "line 4", "line 5", "line 6"]
    said = unit_mistakes("a,b,A", "b,a,B")
    assert "No unit is at the top. Leave the parent of the whole organisation empty." in said[1]


def test_columns_of_units_are_checked_by_name() -> None:
    (said,) = unit_mistakes("org,,Org,x", header="unit,parent,label,manager")
    assert said.startswith("line 1, column 'manager' (column 4): It is not one of unit, parent")
    (said,) = unit_mistakes("org,", header="unit,parent")
    assert said.startswith("line 1, column 'label': The column is missing.")
    (said,) = unit_mistakes()
    assert "There are no units." in said
    (said,) = unit_mistakes("org,,Org", "a,org")
    assert said.startswith("line 3, the line: There are 2 fields instead of 3.")


def test_a_label_with_control_characters_is_refused() -> None:
    assert "cannot be shown" in unit_mistakes("org,,Org\x07anisation")[0]


def test_any_parameters_may_be_given_and_the_rest_are_usual() -> None:
    assert read_policy("", "p.yaml") == Policy()
    assert read_policy("# nothing\n", "p.yaml") == Policy()
    assert read_policy("k: 6\nepsilon: 0.5\n", "p.yaml") == Policy(k=6, epsilon=0.5)
    assert read_policy("w: 0", "p.yaml").w == 0
    assert read_policy("scale_points: 7", "p.yaml").scale_points == 7


def test_single_items_follow_a_larger_k() -> None:
    assert read_policy("k: 10", "p.yaml") == Policy(k=10, k_item=10)
    assert read_policy("k: 10\nk_item: 12", "p.yaml") == Policy(k=10, k_item=12)
    assert policy_mistakes("k: 10\nk_item: 9")[0].startswith("line 1, the policy: k_item must be")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("w: 1\nkk: 6", "line 2, 'kk': There is no such parameter."),
        ("w: 1\nk: 4", "line 2, the policy: k is 4;"),
        ("w: 1\nk: five", "line 2, 'k': It needs one whole number."),
        ("k: 5.5", "line 1, 'k': It needs one whole number."),
        ("k: true", "line 1, 'k': It needs one whole number."),
        ("k: [5]", "line 1, 'k': It needs one whole number."),
        ("k: 5\nk: 6", "line 2, 'k': It is given twice."),
        ("epsilon: .inf", "line 1, 'epsilon': It needs one number."),
        ("t_low: 1\nw: -1", "line 1, the policy: w, t_low and t_high must not be negative"),
        ("k: [5", "line 1, the file: This is not valid YAML."),
        ("just words", "line 1, the file: It is not a list of parameters."),
    ],
)
def test_what_is_wrong_with_a_policy_is_said_by_line(text: str, where: str) -> None:
    assert policy_mistakes(text)[0].startswith(where)
