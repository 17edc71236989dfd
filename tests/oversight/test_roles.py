"""Roles are given and taken by an administrator, recorded, and never so that none is left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api import audit
from survey_api.access import Role
from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles, sign_in
from tests import factories
from tests.installing import installed

PASSWORD = "correct-horse-battery"
ADMIN, HR = "admin@example.org", "hr@example.org"


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path))
    factories.staffed(made, 12)
    with made.identity() as session:
        roles.add_user(session, email=ADMIN, role=Role.ADMINISTRATOR, name="Ad", password=PASSWORD)
        roles.add_user(session, email=HR, role=Role.ANALYST, name="HR", password=PASSWORD)
    yield made
    made.dispose()


@pytest.fixture
def api(rooms: Rooms) -> Iterator[TestClient]:
    with TestClient(create_app(rooms.settings, rooms), base_url=rooms.settings.app_url) as client:
        client.headers["Origin"] = rooms.settings.app_url
        cookie = sign_in.sign_in(rooms.identity_engine, ADMIN, PASSWORD)
        client.cookies.set("safetosay_session", cookie)
        yield client


def held(api: TestClient) -> set[tuple[str, str]]:
    return {(one["email"], one["role"]) for one in api.get("/roles").json()["grants"]}


def test_a_role_is_given_to_anybody_and_taken_back_and_both_are_recorded(
    rooms: Rooms, api: TestClient
) -> None:
    given = {"email": "new@example.org", "role": "oversight", "name": "New"}
    assert api.post("/roles", json=given).status_code == 204
    assert ("new@example.org", "oversight") in held(api)
    assert api.post("/roles/taken", json=given).status_code == 204
    assert ("new@example.org", "oversight") not in held(api)
    with rooms.reading() as session:
        done = [(one.action, one.subject) for one in audit.deeds(session)]
    assert done[-2:] == [
        ("grant role", "oversight over all"),
        ("revoke role", "oversight over all"),
    ]
    assert all("new@example.org" not in subject for _, subject in done)


def test_the_last_administrator_stays(api: TestClient) -> None:
    refused = api.post("/roles/taken", json={"email": ADMIN, "role": "administrator"})
    assert refused.status_code == 409
    assert "only administrator" in refused.json()["detail"]
    api.post("/roles", json={"email": "p1@example.org", "role": "administrator"})
    taken = api.post("/roles/taken", json={"email": ADMIN, "role": "administrator"})
    assert taken.status_code == 204
    assert api.get("/roles").status_code == 403  # at once, in the open session


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"email": "nonsense", "role": "analyst"}, 422),
        ({"email": "a@example.org", "role": "king"}, 422),
        ({"email": "a@example.org", "role": "leader"}, 422),
        ({"email": "a@example.org", "role": "leader", "unit": "nowhere"}, 404),
        ({"email": "a@example.org", "role": "analyst", "unit": "nowhere"}, 404),
    ],
)
def test_a_role_that_cannot_be_is_refused(
    api: TestClient, said: dict[str, str], status: int
) -> None:
    assert api.post("/roles", json=said).status_code == status


def test_somebody_is_signed_out_everywhere(rooms: Rooms, api: TestClient) -> None:
    cookie = sign_in.sign_in(rooms.identity_engine, HR, PASSWORD)
    assert api.post("/roles/signed-out", json={"email": HR}).status_code == 204
    api.cookies.clear()
    api.cookies.set("safetosay_session", cookie)
    assert api.get("/published/me").status_code == 401
