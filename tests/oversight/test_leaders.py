"""Leaders are people, too: what stays of one who left, how long, and that nobody else loses it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from survey_api import audit, clock
from survey_api.access import Role, Viewer
from survey_api.actions import commitments
from survey_api.app import create_app
from survey_api.catalogue import audit_chain, waves
from survey_api.catalogue.models import ReportingUnit
from survey_api.conduct import record, retention
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.roster import import_csv
from survey_api.identity import roles
from survey_api.identity.models import Person, RoleGrant, SignInSession
from survey_api.published.models import Commitment, CommitmentChange, Supporter
from survey_api.published.schemas.commitments import CommitmentDone, CommitmentEdit, CommitmentIn
from survey_api.settings import Settings
from tests import factories
from tests.installing import installed

LEADER, NAMESAKE, COLLEAGUE = "p0@example.org", "p30@example.org", "p14@example.org"
NAME, OTHER = "Wilhelmina Vanishing", "Colleague Remaining"
PASSWORD = "correct-horse-battery"
HERE = {"Sec-Fetch-Site": "same-origin"}
GONE = timedelta(days=31)


@pytest.fixture(params=["sqlite", "postgresql"])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path, engine=request.param))
    import_csv(made, _roster(LEADER))
    yield made
    made.dispose()


def _roster(*named: str, without: str = "") -> bytes:
    """Everybody in ``named`` bears the same name; ``without`` has left."""
    found = factories.roster_csv(54).decode().replace("Person 14,", f"{OTHER},")
    for mail in named:
        found = found.replace(f"Person {mail[1:].partition('@')[0]},", f"{NAME},")
    lines = [one for one in found.splitlines() if not without or without not in one]
    return "\n".join(lines).encode()


def _viewer(rooms: Rooms, email: str) -> Viewer:
    with rooms.identity() as session:
        one = session.scalars(select(Person).where(Person.email == email)).one()
        role = frozenset({Role.LEADER})
        return Viewer(str(one.id), one.name, role, frozenset({"u"}), "u", frozenset({"u"}))


def _promised(rooms: Rooms, by: Viewer, *, owner: str | None = None) -> Commitment:
    """Promised, then said in other words by the same leader."""
    due = clock.today() + timedelta(days=20)
    with rooms.published() as session:
        wave = waves.find(session, _number(rooms)).id
        said = CommitmentIn(what="First", due_on=due, owner=owner)
        made = commitments.make(session, by, wave=wave, unit="u", said=said)
        again = CommitmentEdit(what="Second", due_on=due, owner=owner, version=1)
        return commitments.edit(session, by, made, again)


def _number(rooms: Rooms) -> str:
    with rooms.reading() as session:
        drafted = waves.every(session)
    return str(drafted[0].number) if drafted else factories.draft_wave(rooms)


def _told(rooms: Rooms, one: Commitment) -> tuple[str, list[tuple[str, str]]]:
    """Who keeps it, and for every change who made it and who kept it until then."""
    with rooms.reading() as session:
        changes = select(CommitmentChange).where(CommitmentChange.commitment_id == one.id)
        ordered = session.scalars(changes.order_by(CommitmentChange.version))
        return (
            session.get_one(Commitment, one.id).owner,
            [(change.who, change.owner) for change in ordered],
        )


def _later(rooms: Rooms) -> None:
    with clock.travel(clock.now() + GONE):
        assert retention.apply(rooms)["leavers"] == 1


def test_a_leaders_name_goes_from_what_they_promised_and_the_promise_stays(rooms: Rooms) -> None:
    one = _promised(rooms, _viewer(rooms, LEADER))
    import_csv(rooms, _roster(LEADER, without=LEADER))
    retention.apply(rooms)
    assert _told(rooms, one) == (NAME, [(NAME, NAME)])  # the team may still ask who meant it
    _later(rooms)
    assert _told(rooms, one) == (retention.LEFT, [(retention.LEFT, retention.LEFT)])
    with rooms.reading() as session:
        assert session.get_one(Commitment, one.id).what == "Second"


def test_a_leaders_name_goes_from_the_promises_of_others_too(rooms: Rooms) -> None:
    leader, colleague = _viewer(rooms, LEADER), _viewer(rooms, COLLEAGUE)
    kept_by_leader = _promised(rooms, colleague, owner=NAME)
    kept_by_group = _promised(rooms, colleague, owner="All of us")
    with rooms.published() as session:
        found = session.get_one(Commitment, kept_by_group.id)
        commitments.finish(session, leader, found, CommitmentDone(did="We did.", version=2))
    import_csv(rooms, _roster(LEADER, without=LEADER))
    _later(rooms)
    dash = retention.LEFT
    assert _told(rooms, kept_by_leader) == (dash, [(OTHER, dash)])
    assert _told(rooms, kept_by_group) == ("All of us", [(OTHER, "All of us"), (dash, "All of us")])


def test_a_namesake_who_is_still_here_keeps_their_name_on_their_own_promises(rooms: Rooms) -> None:
    import_csv(rooms, _roster(LEADER, NAMESAKE))
    gone, here = _viewer(rooms, LEADER), _viewer(rooms, NAMESAKE)
    theirs, ours = _promised(rooms, gone), _promised(rooms, here)
    import_csv(rooms, _roster(LEADER, NAMESAKE, without=LEADER))
    _later(rooms)
    assert _told(rooms, theirs) == (retention.LEFT, [(retention.LEFT, retention.LEFT)])
    assert _told(rooms, ours) == (NAME, [(NAME, NAME)])


def test_whoever_stood_beside_a_leader_is_forgotten_with_them(rooms: Rooms) -> None:
    leader, colleague = _viewer(rooms, LEADER), _viewer(rooms, COLLEAGUE)
    with rooms.published() as session:
        wave = waves.find(session, _number(rooms)).id
        for unit, asked, by in (("u", colleague, leader), ("v", leader, colleague)):
            beside = {"person_id": asked.id, "name": asked.name, "asked_by": by.id}
            session.add(Supporter(wave_id=wave, unit=unit, **beside))
    import_csv(rooms, _roster(LEADER, without=LEADER))
    _later(rooms)
    with rooms.reading() as session:
        assert session.query(Supporter).count() == 0


def test_the_record_keeps_the_deed_of_a_leader_who_left_and_still_verifies(rooms: Rooms) -> None:
    leader = _viewer(rooms, LEADER)
    audit.record(rooms.published_engine, leader, "export pdf", "wave w1")
    import_csv(rooms, _roster(LEADER, without=LEADER))
    _later(rooms)
    told = "".join(record.export(rooms))
    assert "export pdf" in told and NAME not in told
    with rooms.reading() as session:
        assert audit_chain.broken_at(audit.deeds(session)) is None


def test_a_leader_who_leaves_sees_nothing_more_from_that_moment(tmp_path: Path) -> None:
    settings = installed(tmp_path)
    rooms = Rooms(settings)
    import_csv(rooms, _roster(LEADER))
    with rooms.identity() as session:
        roles.add_user(session, email=LEADER, role=Role.RESPONDENT, password=PASSWORD)
    with TestClient(create_app(settings), base_url=settings.app_url) as client:
        assert _signs_in(client) in {200, 204, 303}
        assert client.get("/published/waves").status_code == 200
        import_csv(rooms, _roster(LEADER, without=LEADER))
        assert client.get("/published/waves").status_code == 401
        client.cookies.clear()
        assert _signs_in(client) not in {200, 204, 303}
    _later(rooms)
    with rooms.identity() as session:
        assert session.query(SignInSession).count() == 0
        assert session.query(RoleGrant).join(Person).filter(~Person.active).count() == 0
    _nowhere(settings)
    rooms.dispose()


def _signs_in(client: TestClient) -> int:
    said = {"email": LEADER, "password": PASSWORD}
    return client.post("/sign-in", json=said, headers=HERE, follow_redirects=False).status_code


def _nowhere(settings: Settings) -> None:
    for file in settings.data_dir.rglob("*"):
        assert not file.is_file() or NAME.encode() not in file.read_bytes(), file.name


def test_the_next_leader_of_a_unit_inherits_no_grant_of_the_one_before(rooms: Rooms) -> None:
    with rooms.identity() as session:
        before = session.scalars(select(RoleGrant).where(RoleGrant.role == Role.LEADER)).all()
        held = {one.unit for one in before}
    import_csv(rooms, _roster(LEADER, without=LEADER))
    _later(rooms)
    with rooms.identity() as session, rooms.reading() as published:
        now = session.scalars(select(RoleGrant).where(RoleGrant.role == Role.LEADER)).all()
        (lost,) = held - {one.unit for one in now}
        assert published.get_one(ReportingUnit, lost).active
