"""What people ask about themselves: a copy of everything, and to be forgotten as soon as can be."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api import clock
from survey_api.app import create_app
from survey_api.cli.main import app
from survey_api.conduct import person_requests
from survey_api.conduct.rooms import Rooms
from survey_api.conduct.roster import import_csv
from survey_api.identity import roles, sign_in
from survey_api.identity.models import ErasureRequest, Person
from survey_api.published.models import Commitment
from tests import factories
from tests.installing import installed

GONE, NAME = "p3@example.org", "Wilhelmina Vanishing"
ADMINISTRATOR, COUNCIL = "ada@example.org", "council@example.org"


@pytest.fixture(params=["sqlite", "postgresql"])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path, engine=request.param))
    import_csv(made, roster())
    with made.identity() as session:
        roles.add_user(session, email=ADMINISTRATOR, role="administrator")
        roles.add_user(session, email=COUNCIL, role="oversight")
    yield made
    made.dispose()


def roster(*without: str) -> bytes:
    lines = factories.roster_csv(24).decode().replace("Person 3,", f"{NAME},").splitlines()
    return "\n".join(one for one in lines if not any(mail in one for mail in without)).encode()


def browser(rooms: Rooms, email: str) -> TestClient:
    client = TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url)
    with rooms.identity() as session:
        client.cookies.set(
            "safetosay_session", sign_in.start(session, roles.find(session, email).id)
        )
    return client


def n_rows(rooms: Rooms) -> tuple[int, int]:
    with rooms.identity() as session:
        named = select(func.count()).select_from(Person).where(Person.name == NAME)
        asked = select(func.count()).select_from(ErasureRequest)
        return session.scalar(named) or 0, session.scalar(asked) or 0


def test_somebody_on_the_roster_is_forgotten_once_they_left_it(rooms: Rooms) -> None:
    desk, said = browser(rooms, ADMINISTRATOR), {"email": GONE}
    assert desk.post("/persons/erasures", json=said).status_code == 204
    assert desk.post("/persons/erasures", json=said).status_code == 204
    found = desk.get("/persons/erasures").json()
    assert [(one["email"], one["waits_for"]) for one in found] == [(GONE, "roster")]
    person_requests.meet_due(rooms)
    assert n_rows(rooms) == (1, 1)
    import_csv(rooms, roster(GONE))
    assert desk.get("/persons/erasures").json()[0]["waits_for"] == "worker"
    person_requests.meet_due(rooms)
    assert n_rows(rooms) == (0, 0)
    assert desk.get("/persons/erasures").json() == []
    assert desk.post("/persons/erasures", json=said).status_code == 404


def test_whom_a_wave_asks_waits_for_its_release(rooms: Rooms) -> None:
    factories.open_wave(rooms)
    person_requests.ask(rooms, GONE)
    import_csv(rooms, roster(GONE))
    person_requests.meet_due(rooms)
    assert n_rows(rooms) == (1, 1)
    assert [one.waits_for for one in person_requests.waiting(rooms)] == ["wave"]


def test_a_request_can_be_taken_back_and_is_then_unknown(rooms: Rooms) -> None:
    desk, said = browser(rooms, ADMINISTRATOR), {"email": GONE}
    desk.post("/persons/erasures", json=said)
    assert desk.post("/persons/erasures/withdrawn", json=said).status_code == 204
    again = desk.post("/persons/erasures/withdrawn", json=said)
    assert (again.status_code, again.json()["type"].rsplit(":", 1)[1]) == (404, "nothing-asked")
    import_csv(rooms, roster(GONE))
    person_requests.meet_due(rooms)
    assert n_rows(rooms) == (1, 0)


def test_oversight_sees_how_many_wait_and_not_who(rooms: Rooms) -> None:
    person_requests.ask(rooms, GONE)
    council = browser(rooms, COUNCIL)
    assert council.get("/keeping").json()["n_waiting"] == 1
    assert council.get("/persons/erasures").status_code == 403
    assert council.post("/persons/copy", json={"email": GONE}).status_code == 403


def test_what_is_due_is_counted_as_on_the_command_line(rooms: Rooms) -> None:
    import_csv(rooms, roster(GONE))
    with clock.travel(clock.now() + timedelta(days=31)):
        kinds = browser(rooms, COUNCIL).get("/keeping").json()["kinds"]
    leavers = next(one for one in kinds if one["kind"] == "leavers")
    assert (leavers["due"], leavers["days"]) == (1, rooms.settings.leaver_days)


def test_a_copy_holds_promises_and_deeds_and_nothing_of_answering(rooms: Rooms) -> None:
    wave = factories.open_wave(rooms)
    with rooms.identity() as session:
        someone = str(roles.find(session, ADMINISTRATOR).id)
    with rooms.published() as published:
        published.add(
            Commitment(wave_id=wave, unit="team", what="Ask first", owner="Ada", owner_id=someone,
                       due_on=clock.today(), made_on=clock.today())
        )  # fmt: skip
    desk = browser(rooms, ADMINISTRATOR)
    reply = desk.post("/persons/copy", json={"email": ADMINISTRATOR})
    assert 'filename="person.json"' in reply.headers["content-disposition"]
    found = json.loads(reply.text)
    assert found["promised"][0]["what"] == "Ask first"
    assert found["did"][-1]["did"] == "export person"
    asked = desk.post("/persons/copy", json={"email": GONE}).json()
    assert asked["person"]["name"] == NAME and asked["asked_in"]
    assert "request_hash" not in reply.text and "fetched" not in json.dumps(asked["asked_in"])


def test_the_same_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = installed(tmp_path)
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    rooms = Rooms(settings)
    import_csv(rooms, roster())
    run = CliRunner().invoke
    assert run(app, ["person", "erase", GONE]).exit_code != 0
    assert run(app, ["person", "erase", GONE, "--when-possible"]).exit_code == 0
    assert "their leaving the" in run(app, ["person", "waiting"]).output
    assert run(app, ["person", "keep", GONE]).exit_code == 0
    assert n_rows(rooms) == (1, 0)
    rooms.dispose()
