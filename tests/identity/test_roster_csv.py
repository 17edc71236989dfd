"""A roster file is read as people save it, and every mistake is explained without a name."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_api.identity.csv_text import RowError
from survey_api.identity.roster_csv import Roster, RosterFaulty, parse

HEAD = "employee_id,name,email,unit,leads,locale,timezone"
ANNA = "1,Anna Berg,anna@acme.example,Acme / Care / Nights,yes,,"
BEN = "2,Ben Okafor,Ben@acme.example,Acme / Care,Acme / Care|Acme,de,Europe/Berlin"
UNITS = b"unit,parent,label\nacme,,Acme\ncare,acme,Care\nnights,care,Nights\n"


def file(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def faults(content: bytes, units: bytes | None = None) -> list[RowError]:
    with pytest.raises(RosterFaulty) as raised:
        parse(content, units=units)
    return list(raised.value.rows)


def labels(roster: Roster) -> list[tuple[str, ...]]:
    return [roster.units.path(person.unit) for person in roster.people]


def test_a_sound_file_gives_people_units_and_leaders() -> None:
    roster = parse(file(ANNA, BEN))
    anna, ben = roster.people
    assert (anna.name, anna.locale, anna.timezone) == ("Anna Berg", "en", "UTC")
    assert (ben.email, ben.locale, ben.timezone) == ("ben@acme.example", "de", "Europe/Berlin")
    assert labels(roster) == [("Acme", "Care", "Nights"), ("Acme", "Care")]
    assert roster.leads is not None
    assert {(who, roster.units[unit].label) for who, unit in roster.leads} == {
        ("1", "Nights"),
        ("2", "Care"),
        ("2", "Acme"),
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("Anna Berg", '"Anna Berg"'),
        lambda text: text.replace("employee_id,name", ' Employee ID , "NAME"'),
        lambda text: "\n\n" + text.replace("\n", "\n,,,,,,\n", 1) + "\n\n",
        lambda text: text.replace("Acme / Care", " acme/ care "),
    ],
    ids=["mark", "crlf", "semicolons", "tabs", "quotes", "headings", "blank lines", "spacing"],
)
def test_the_same_file_saved_differently_means_the_same(change: Callable[[str], str]) -> None:
    plain = parse(file(ANNA, BEN))
    other = parse(change(file(ANNA, BEN).decode()).encode())
    assert [person.email for person in other.people] == [person.email for person in plain.people]
    assert [unit.id for unit in other.units] == [unit.id for unit in plain.units]
    assert other.leads == plain.leads


def test_people_without_an_address_are_taken_and_are_not_each_others_doubles() -> None:
    roster = parse(file(ANNA, "3,Cem,,Acme,,,", "4,Dana,,Acme,,,"))
    assert [person.email for person in roster.people] == ["anna@acme.example", "", ""]


def test_a_file_without_leaders_leaves_them_as_they_are() -> None:
    roster = parse(file("1,Anna,a@acme.example,Acme", head="employee_id,name,email,unit"))
    assert roster.leads is None


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (",Cem,c@acme.example,Acme,,,", "employee_id", "no employee number"),
        ("3,,c@acme.example,Acme,,,", "name", "no name"),
        ("3,Cem,,Acme,yes,,", "email", "no e-mail"),
        ("3,Cem,c@acme,Acme,,,", "email", "not an e-mail"),
        ("3,Cem,c@acme.example;d@acme.example,Acme,,,", "email", "not an e-mail"),
        ('3,Cem,"c@acme.example\nBcc: x@acme.example",Acme,,,', "email", "not an e-mail"),
        ("3,Cem,c@acme.example,,,,", "unit", "no unit"),
        ("3,Cem,c@acme.example,Acme // Care,,,", "unit", "part of the path is empty"),
        ("3,Cem,c@acme.example," + "A/" * 12 + "A,,,", "unit", "too deep"),
        ("3,Cem,c@acme.example,Acme,,klingon,", "locale", "not a language"),
        ("3,Cem,c@acme.example,Acme,,,Mars/Base", "timezone", "time zone is unknown"),
        ("3,Cem,c@acme.example,Acme,,,../../etc/passwd", "timezone", "time zone is unknown"),
        ("3,Cem,c@acme.example,Acme,Acme / Sales,,", "leads", "no such unit"),
        ("1,Cem,c@acme.example,Acme,,,", "employee_id", "same value is in line 2"),
        ("3,Cem,ANNA@acme.example,Acme,,,", "email", "same value is in line 2"),
        ("3,Cem,c@acme.example,Acme,,", "", "6 fields instead of 7"),
        ('3,"Cem,c@acme.example,Acme,,,', "", "quotation mark"),
        ('3,"Cem" Ay,c@acme.example,Acme,,,', "", "quotation mark"),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(row: str, column: str, says: str) -> None:
    found = faults(file(ANNA, row))
    assert [(fault.line, fault.column) for fault in found] == [(3, column)]
    assert says in found[0].what
    assert found[0].remedy


def test_all_bad_rows_come_at_once_in_order() -> None:
    bad = "{},Cem,nonsense,Acme,,,nowhere"
    found = faults(file(ANNA, *(bad.format(number) for number in range(2, 100))))
    assert len(found) == 2 * 98
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_a_row_after_a_field_with_line_breaks_has_its_own_line() -> None:
    found = faults(file('1,"Anna\nBerg",a@acme.example,Acme,,,', "2,Ben,b,Acme,,,"))
    assert [fault.line for fault in found] == [4]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no rows"),
        (b"\n\n", "no rows"),
        (file(), "no rows"),
        (file("1,Anna Berg,a@acme.example,Acme", head="a,b,c,d"), "does not hold column names"),
        (file("1,x", head="employee_id,name"), "column 'email' is missing"),
        (file(ANNA + ",5", head=HEAD + ",salary"), "column is unknown"),
        (file(ANNA + ",x", head=HEAD + ",name"), "'name' is given twice"),
        (file(ANNA).decode().encode("utf-16")[:-1], "cannot be read"),
        (file(ANNA.replace("Berg", "B\x81")).decode("utf-8").encode("latin-1"), "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, says: str) -> None:
    assert any(says in fault.what for fault in faults(content))


@pytest.mark.parametrize(
    ("saved_as", "encoding"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("latin-1", "Windows-1252"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_file_is_read_however_a_spreadsheet_saved_it(saved_as: str, encoding: str) -> None:
    content = file(ANNA.replace("Berg", "Bäcker-Çelik")).decode("utf-8").encode(saved_as)
    roster = parse(content)
    assert roster.people[0].name == "Anna Bäcker-Çelik"
    assert roster.encoding == encoding


def test_no_message_repeats_a_value_not_even_of_a_file_without_headings() -> None:
    rows = ("7,Zaphod Quux,zaphod@quux,Quux // Moon,Quux / Sun,qq,Quux/Moon",) * 2
    for content in (file(*rows), file(*rows, head=rows[0])):
        with pytest.raises(RosterFaulty) as raised:
            parse(content)
        said = str(raised.value) + str(raised.value.problem())
        said += "".join(str(row) for row in raised.value.rows)
        assert not any(word in said.lower() for word in ("zaphod", "quux", "moon"))


class TestWithUnitsFile:
    """Units named by the organisation's own ids."""

    ROW = "1,Anna,a@acme.example,{},{},,"

    def test_people_and_leaders_name_units_by_id(self) -> None:
        roster = parse(file(self.ROW.format("nights", "yes|care")), units=UNITS)
        assert roster.units.given
        assert roster.leads == {("1", "nights"), ("1", "care")}
        assert labels(roster) == [("Acme", "Care", "Nights")]

    def test_an_unknown_unit_is_a_mistake_of_the_roster(self) -> None:
        (fault,) = faults(file(self.ROW.format("days", "")), units=UNITS)
        assert (fault.file, fault.line, fault.column) == ("roster", 2, "unit")

    @pytest.mark.parametrize(
        ("line", "at", "column", "says"),
        [
            ("Nights!,acme,N", 5, "unit", "cannot be a unit's id"),
            ("a" * 21 + ",acme,N", 5, "unit", "cannot be a unit's id"),
            ("days,acme,", 5, "label", "no label"),
            ("care,acme,Days", 5, "unit", "already in line 3"),
            ("days,,Days", 5, "parent", "second unit without a parent"),
            ("days,nowhere,Days", 5, "parent", "parent is not in this file"),
            ("days,acme,CARE", 5, "label", "Line 3 has the same label"),
            ("days,days,Days", 5, "parent", "never reaches the top"),
            ("a,b,A\nb,a,B", 5, "parent", "never reaches the top"),
        ],
    )
    def test_a_bad_tree_is_explained(self, line: str, at: int, column: str, says: str) -> None:
        found = faults(file(self.ROW.format("care", "")), units=UNITS + line.encode())
        assert any(
            (fault.file, fault.line, fault.column) == ("units", at, column) and says in fault.what
            for fault in found
        ), found

    def test_a_tree_without_a_top_is_explained(self) -> None:
        units = b"unit,parent,label\na,b,A\nb,a,B\n"
        found = faults(file(self.ROW.format("a", "")), units=units)
        assert any("No unit is at the top" in fault.what for fault in found)


def test_the_demo_roster_is_sound_and_has_every_leader() -> None:
    from survey_api.demo import company

    roster = parse(company.roster_csv(), organisation="Something else")
    assert len(roster.people) == company.N_PEOPLE
    assert len(roster.units) == len(roster.leads or ()) == 41


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_explained(noise: bytes) -> None:
    for content in (noise, HEAD.encode() + b"\n" + noise, file(ANNA) + noise):
        try:
            parse(content)
        except RosterFaulty as error:
            assert error.rows


@given(st.lists(st.text(max_size=12), min_size=7, max_size=7))
def test_any_fields_are_read_or_explained(fields: list[str]) -> None:
    row = ",".join('"' + field.replace('"', '""') + '"' for field in fields)
    try:
        roster = parse(file(ANNA, row))
    except RosterFaulty as error:
        assert all(fault.line >= 3 for fault in error.rows)
    else:
        assert all(person.unit in roster.units for person in roster.people)


@pytest.mark.parametrize("n_people", [20_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_a_large_organisation_is_read(n_people: int) -> None:
    rows = (
        f"{n},Person {n},p{n}@big.example,Big / Area {n % 40} / Team {n % 12000},"
        f"{'yes' if n < 12000 else ''},en,Europe/Berlin"
        for n in range(n_people)
    )
    roster = parse(file(*rows))
    assert len(roster.people) == n_people
    assert len(roster.units) == 1 + 40 + 12_000
