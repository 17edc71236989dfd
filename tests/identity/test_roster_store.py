"""Applying a roster: whole, repeatable, and addresses may change hands."""

import pytest
from sqlalchemy import select

from survey_api.catalogue.units import UnitTree
from survey_api.identity.models import Person, RoleGrant
from survey_api.identity.roster import RosterDiff, plan
from survey_api.identity.roster_csv import parse
from survey_api.identity.roster_store import AddressTaken, apply_people, read_roster
from tests.identity.factories import Room

HEAD = "employee_id,name,email,unit,leads"
FIRST = (
    "1,Anna,anna@acme.example,Acme / Care,yes",
    "2,Ben,ben@acme.example,Acme / Care,",
    "3,Cem,cem@acme.example,Acme / Sales,",
)


class Importer:
    """A room with the tree that the published database would hold."""

    def __init__(self, room: Room) -> None:
        self.room, self.tree = room, UnitTree()

    def run(self, *rows: str, times: int = 1) -> RosterDiff:
        roster = parse("\n".join([HEAD, *rows]).encode())
        with self.room.session() as session:
            diff = plan(read_roster(session, self.tree), roster)
        for _ in range(times):
            with self.room.session() as session:
                apply_people(session, diff)
        self.tree = diff.units.tree
        return diff

    def people(self) -> dict[str, Person]:
        with self.room.session() as session:
            return {row.employee_id: row for row in session.scalars(select(Person))}

    def leads(self) -> set[str]:
        with self.room.session() as session:
            return set(session.scalars(select(RoleGrant.unit).where(RoleGrant.role == "leader")))


@pytest.fixture
def importer(any_room: Room) -> Importer:
    return Importer(any_room)


def test_people_and_leaders_are_stored(importer: Importer) -> None:
    diff = importer.run(*FIRST)
    people = importer.people()
    assert {row.email for row in people.values() if row.active} == {
        "anna@acme.example",
        "ben@acme.example",
        "cem@acme.example",
    }
    assert importer.leads() == {diff.units.ids["acme/care"]}
    assert people["3"].unit == diff.units.ids["acme/sales"]


def test_applying_twice_is_applying_once(importer: Importer) -> None:
    importer.run(*FIRST, times=2)
    ids = {number: row.id for number, row in importer.people().items()}
    importer.run(FIRST[0].replace("Care,yes", "Sales,"), FIRST[1], times=2)
    people = importer.people()
    assert {number: row.id for number, row in people.items()} == ids
    assert [number for number, row in sorted(people.items()) if row.active] == ["1", "2"]
    assert importer.leads() == set()


def test_somebody_who_left_keeps_the_row_and_may_return(importer: Importer) -> None:
    importer.run(*FIRST)
    before = importer.people()["3"].id
    importer.run(*FIRST[:2])
    assert not importer.people()["3"].active
    diff = importer.run(*FIRST)
    assert [person.employee_id for person in diff.joiners] == ["3"]
    assert importer.people()["3"].active
    assert importer.people()["3"].id == before


def test_addresses_may_change_hands_in_a_circle(importer: Importer) -> None:
    importer.run(*FIRST)
    importer.run(
        FIRST[0].replace("anna@", "ben@"),
        FIRST[1].replace("ben@", "cem@"),
        FIRST[2].replace("cem@", "anna@"),
    )
    people = importer.people()
    assert [people[number].email[:3] for number in "123"] == ["ben", "cem", "ann"]


def test_the_address_of_somebody_who_left_may_be_given_to_another(importer: Importer) -> None:
    importer.run(*FIRST)
    importer.run(*FIRST[:2])
    importer.run(*FIRST[:2], "9,Cem Ay,cem@acme.example,Acme / Sales,")
    people = importer.people()
    assert people["9"].email == "cem@acme.example"
    assert people["3"].email.endswith("@left.invalid")


def account(email: str) -> Person:
    return Person(employee_id=f"account:{email}", name="Noor", email=email, unit="")


def test_an_account_added_by_hand_is_never_a_leaver(importer: Importer) -> None:
    with importer.room.session() as session:
        session.add(account("noor@acme.example"))
    diff = importer.run(*FIRST)
    assert not diff.leavers
    assert importer.people()["account:noor@acme.example"].active


def test_an_account_becomes_the_person_of_the_same_address(importer: Importer) -> None:
    with importer.room.session() as session:
        session.add(account("Ben@acme.example"))
    importer.run(*FIRST)
    people = importer.people()
    assert set(people) == {"1", "2", "3"}
    assert people["2"].name == "Ben"


def test_an_address_that_an_account_holds_is_not_given_to_somebody_known(
    importer: Importer,
) -> None:
    importer.run(*FIRST)
    with importer.room.session() as session:
        session.add(account("noor@acme.example"))
    with pytest.raises(AddressTaken):
        importer.run(FIRST[0].replace("anna@", "noor@"), *FIRST[1:])
    assert importer.people()["1"].email == "anna@acme.example"


def test_people_without_an_address_come_go_and_get_one(importer: Importer) -> None:
    silent = ("4,Dana,,Acme / Sales,", "5,Eli,,Acme / Sales,")
    assert importer.run(*FIRST, *silent).counts()["without e-mail, answering by card"] == 2
    assert importer.run(*FIRST, *silent).is_empty
    assert {importer.people()[number].email for number in "45"} == {None}
    importer.run(*FIRST[:2], "3,Cem,,Acme / Sales,", "4,Dana,cem@acme.example,Acme / Sales,")
    people = importer.people()
    assert (people["3"].email, people["4"].email) == (None, "cem@acme.example")
    assert not people["5"].active
