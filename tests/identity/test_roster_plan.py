"""What an import changes: joiners, movers, leavers, leaders, and nobody else."""

from survey_api.identity.roster import CurrentRoster, RosterDiff, plan
from survey_api.identity.roster_csv import parse

HEAD = "employee_id,name,email,unit,leads"
FIRST = (
    "1,Anna,anna@acme.example,Acme / Care,yes",
    "2,Ben,ben@acme.example,Acme / Care / Nights,",
    "3,Cem,cem@acme.example,Acme / Sales,",
    "4,Dia,dia@acme.example,Acme / Sales,yes",
)


def imported(current: CurrentRoster, *rows: str, head: str = HEAD) -> RosterDiff:
    return plan(current, parse("\n".join([head, *rows]).encode()))


def after(current: CurrentRoster, diff: RosterDiff) -> CurrentRoster:
    people = (*diff.joiners, *diff.movers, *diff.changed, *diff.unchanged)
    leads = (current.leads | diff.leads_granted) - diff.leads_withdrawn
    return CurrentRoster(people, diff.units.tree, leads)


def company(*rows: str) -> CurrentRoster:
    return after(CurrentRoster(), imported(CurrentRoster(), *rows))


def numbers(people: tuple) -> list[str]:  # type: ignore[type-arg]
    return sorted(person.employee_id for person in people)


def test_the_first_import_has_only_joiners() -> None:
    diff = imported(CurrentRoster(), *FIRST)
    assert numbers(diff.joiners) == ["1", "2", "3", "4"]
    assert diff.counts() == {
        "joiners": 4,
        "movers": 0,
        "leavers": 0,
        "changed": 0,
        "unchanged": 0,
        "without e-mail, answering by card": 0,
        "units created": 4,
        "units moved": 0,
        "units renamed": 0,
        "units closed": 0,
        "leaders named": 2,
        "leaders withdrawn": 0,
    }


def test_the_same_file_again_changes_nothing() -> None:
    diff = imported(company(*FIRST), *reversed(FIRST))
    assert diff.is_empty
    assert numbers(diff.unchanged) == ["1", "2", "3", "4"]


def test_joiners_movers_leavers_and_changes_are_told_apart() -> None:
    diff = imported(
        company(*FIRST),
        FIRST[0].replace("Anna", "Anna Maria"),
        FIRST[1].replace("Care / Nights", "Sales"),
        FIRST[3],
        "5,Eve,eve@acme.example,Acme / Sales,",
    )
    assert numbers(diff.changed) == ["1"]
    assert numbers(diff.movers) == ["2"]
    assert numbers(diff.leavers) == ["3"]
    assert numbers(diff.unchanged) == ["4"]
    assert numbers(diff.joiners) == ["5"]
    assert [unit.label for unit in diff.units_closed] == ["Nights"]


def test_people_of_a_renamed_unit_did_not_move() -> None:
    diff = imported(company(*FIRST), *(row.replace("Sales", "Markets") for row in FIRST))
    assert not diff.movers
    assert [unit.label for unit in diff.units.renamed] == ["Markets"]
    assert not diff.leads_withdrawn


def test_a_leader_who_is_no_longer_named_is_withdrawn() -> None:
    before = company(*FIRST)
    diff = imported(
        before, FIRST[0], FIRST[1], FIRST[2].replace("Sales,", "Sales,yes"), FIRST[3][:-3]
    )
    assert {who for who, _ in diff.leads_granted} == {"3"}
    assert {who for who, _ in diff.leads_withdrawn} == {"4"}


def test_without_the_column_leaders_stay_but_not_those_who_left() -> None:
    rows = [row.rsplit(",", 1)[0] for row in FIRST[:3]]
    diff = imported(company(*FIRST), *rows, head="employee_id,name,email,unit")
    assert not diff.leads_granted
    assert {who for who, _ in diff.leads_withdrawn} == {"4"}
