"""What is read from an answers file, and what is refused: by line and column, never by value."""

import numpy as np
import pytest

from survey_api.answer_files.answers import Given, open_answers, read_answers
from survey_api.answer_files.seating import seat
from survey_api.answer_files.text import FileNotAccepted
from survey_api.answer_files.units import read_units
from tests.answer_files.samples import HEADER, ITEMS, UNITS, answers, rows
from tests.disclosure.trees import seeded

UNIT_NODES = read_units(UNITS.encode(), "units.csv")


def read(raw: bytes | str, points: int = 5) -> Given:
    content = raw if isinstance(raw, bytes) else raw.encode()
    table = open_answers(content, "answers.csv", ITEMS)
    return read_answers(table, ITEMS, UNIT_NODES, points, lambda _n: None)


def mistakes(raw: bytes | str, points: int = 5) -> list[str]:
    with pytest.raises(FileNotAccepted) as caught:
        read(raw, points)
    assert caught.value.detail.startswith("answers.csv has ")
    assert "nothing was written" in caught.value.detail
    return [str(row) for row in caught.value.rows]


PLAIN = read(answers())


@pytest.mark.parametrize(
    "saved",
    [
        b"\xef\xbb\xbf" + answers().encode(),
        answers().replace("\n", "\r\n"),
        answers().replace("\n", "\r"),
        answers().replace(",", ";"),
        answers().replace(",", "\t"),
        answers().replace("quay", '"quay"').replace(",4", ',"4"'),
        answers().replace("\n", "\n\n"),
        "\n\n" + answers() + ",,,,\n\n",
        answers().rstrip("\n"),
        answers().replace("quay,4", " quay , 4"),
        answers().replace("unit,speak", 'UNIT,"Speak"'),
    ],
    ids=[
        "bom",
        "crlf",
        "cr",
        "semicolon",
        "tab",
        "quotes",
        "blanks",
        "edges",
        "no-end",
        "spaces",
        "case",
    ],
)
def test_a_file_is_read_alike_however_it_was_saved(saved: bytes | str) -> None:
    found = read(saved)
    assert found.unit.tolist() == PLAIN.unit.tolist()
    assert found.answers.tolist() == PLAIN.answers.tolist()


def test_answers_and_units_are_what_the_file_says() -> None:
    assert PLAIN.answers[2].tolist() == [3, 3, 3, 0]
    assert PLAIN.answers.shape == (37, 4)
    assert [UNIT_NODES[at].unit for at in PLAIN.unit] == [unit for unit, _ in rows()]


def test_columns_may_stand_in_any_order() -> None:
    turned = "action,heard,unit,blame,speak\n4,3,quay,2,1\n"
    assert read(turned).answers.tolist() == [[1, 2, 3, 4]]


@pytest.mark.parametrize("name", ["email", "name", "date", "employee_id", "q17"])
def test_any_other_column_is_refused_by_its_name(name: str) -> None:
    (said,) = mistakes(f"unit,speak,{name},blame,heard,action\nquay,1,2,3,4,5\n")
    assert said == (
        f"line 1, column '{name}' (column 3): It is not 'unit' and not an item of the "
        "instrument. Remove it; nothing was read."
    )


def test_missing_and_doubled_columns_are_named() -> None:
    said = mistakes("unit,speak,speak,heard\nquay,1,2,3\n")
    assert said[0].startswith("line 1, column 'speak' (column 3): A column of this name")
    assert [one.split(":")[0] for one in said[1:]] == [
        "line 1, column 'blame'",
        "line 1, column 'action'",
    ]


OUT_OF_RANGE = (
    "The number is not one of 1 to 5. Recode the answers, or set scale_points in the policy file."
)
DECIMAL = "The number has a decimal point. Write whole numbers from 1 to 5."
NO_NUMBER = "There is no number. Write 1 to 5, or leave the field empty for no answer."


@pytest.mark.parametrize(
    ("field", "what"),
    [
        *((field, OUT_OF_RANGE) for field in ("6", "0", "-1", "05", "99999")),
        *((field, DECIMAL) for field in ("4.0", "3.5", '"4,0"')),
        *((field, NO_NUMBER) for field in ("very often", "=1+1", "NA", "٣", "4\0")),
    ],
)
def test_a_wrong_answer_is_refused_by_line_and_column_and_not_repeated(
    field: str, what: str
) -> None:
    said = mistakes(answers().replace("yard,1,5,1,1", f"yard,1,5,{field},1", 1))
    assert said == [f"line 10, column 'heard' (column 4): {what}"]


def test_more_points_are_allowed_when_the_policy_says_so() -> None:
    seven = HEADER + "\nquay,7,6,1,\n"
    assert read(seven, points=7).answers.tolist() == [[7, 6, 1, 0]]
    assert read(HEADER + "\nquay,11,10,1,\n", points=11).answers.tolist() == [[11, 10, 1, 0]]
    assert len(mistakes(seven)) == 2


def test_unknown_units_and_lines_of_another_width_are_refused() -> None:
    said = mistakes(f"{HEADER}\nJane Doe,1,2,3,4\n,1,2,3,4\n\nquay,1,2,3\nquay,1,2,3,4,5\n")
    assert said[0].startswith("line 2, column 'unit' (column 1): This unit is not in the units")
    assert "Jane" not in " ".join(said)
    assert said[1].startswith("line 3, column 'unit' (column 1): The unit is missing.")
    assert said[2].startswith("line 5, the line: There are 4 fields instead of 5.")
    assert said[3].startswith("line 6, the line: There are 6 fields instead of 5.")


def test_lines_are_counted_through_quoted_line_breaks() -> None:
    (said,) = mistakes(f'{HEADER}\n"quay\n",1,2,3,4\nquay,1,2,3,9\n')
    assert said.startswith("line 4, column 'action' (column 5)")


def test_an_open_quotation_mark_is_found_where_it_opens() -> None:
    (said,) = mistakes(f'{HEADER}\nquay,1,2,3,4\nquay,"1,2,3,4\nquay,1,2,3,4\n')
    assert said.startswith("line 3, the line: A quotation mark is opened")


def test_no_more_than_twenty_mistakes_are_listed() -> None:
    with pytest.raises(FileNotAccepted, match="at least 20 mistakes") as caught:
        read(HEADER + "\n" + "quay,x,x,x,x\n" * 100)
    assert len(caught.value.rows) == 20


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "line 1, the file: The file is empty."),
        (b"\xef\xbb\xbf \r\n", "line 1, the file: The file is empty."),
        (answers().encode("utf-16"), "line 1, the file: The file is UTF-16 text."),
        (f"{HEADER}\nquay,1,2,3,4\nB\xfcro,1,2,3,4\n".encode("latin-1"), "line 3, the file: "),
        (b"quay,1,2,3,4\n", "line 1, the header: The first line does not hold column names."),
        (HEADER.encode() + b"\n\n,,,,\n", "line 1, the file: There are no answers."),
    ],
)
def test_what_is_no_answers_file_is_said(raw: bytes, what: str) -> None:
    (said,) = mistakes(raw)
    assert said.startswith(what)


def test_a_first_line_of_answers_is_not_repeated() -> None:
    assert "quay" not in mistakes(b"quay,1,2,3,4\n")[0]


def test_direct_respondents_of_an_inner_unit_are_its_direct_team() -> None:
    seated = seat(UNIT_NODES, PLAIN, 5)
    assert seated.groups == ("lab", "night", "ops.direct", "pier", "quay", "shop", "yard")
    direct = next(node for node in seated.nodes if node.unit == "ops.direct")
    assert (direct.parent, direct.label) == ("ops", "Direct team of Operations")
    assert np.bincount(seated.group).tolist() == [9, 3, 5, 4, 8, 2, 6]


@pytest.mark.parametrize("n_items", [4, 24, 25, 30])
def test_the_order_of_the_rows_leaves_no_trace(n_items: int) -> None:
    draw = seeded(n_items)
    given = np.array([draw.choices(range(6), k=n_items) for _ in range(200)], dtype=np.uint8)
    unit = np.array(draw.choices(range(6), k=200))
    shuffled = np.array(draw.sample(range(200), 200))
    one = seat(UNIT_NODES, Given(unit, given), 5)
    other = seat(UNIT_NODES, Given(unit[shuffled], given[shuffled]), 5)
    assert one.group.tolist() == other.group.tolist()
    assert one.answers.tolist() == other.answers.tolist()
