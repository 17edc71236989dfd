"""Two released waves behind the real API, shared by the tests of this folder, which only read
them or put back what they change."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from survey_api.published.models import Release
from tests import released

PASSWORD = "correct-horse-battery"
LEADER, EMPLOYEE = "p0@example.org", "p1@example.org"  # of Operations / Customer care
SMALL_LEADER, ANALYST, OPERATOR = "p23@example.org", "hr@example.org", "op@example.org"
UPPER, FRIEND = "upper@example.org", "p30@example.org"  # leads Operations; is in Platform


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[released.Place]:
    with released.two_waves(tmp_path_factory.mktemp("published")) as made:
        _people(made.rooms, unit_named(made, "Operations"))
        yield made


@pytest.fixture(scope="session")
def app(place: released.Place) -> Iterator[TestClient]:
    with TestClient(create_app(place.settings), base_url=place.settings.app_url) as client:
        yield client


def _people(rooms: Rooms, operations: str) -> None:
    with rooms.identity() as session:
        for email, role in ((ANALYST, Role.ANALYST), (OPERATOR, Role.OPERATOR)):
            roles.add_user(session, email=email, role=role, name=email, password=PASSWORD)
        for email in (LEADER, EMPLOYEE, SMALL_LEADER, FRIEND):
            roles.add_user(session, email=email, role=Role.RESPONDENT, password=PASSWORD)
        roles.add_user(
            session, email=UPPER, role=Role.LEADER, unit=operations, name="Up", password=PASSWORD
        )


def signed_in(app: TestClient, email: str) -> TestClient:
    app.cookies.clear()
    said = {"email": email, "password": PASSWORD}
    reply = app.post(
        "/sign-in", json=said, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False
    )
    assert reply.status_code in {200, 204, 303}, reply.text
    return app


def unit_named(place: released.Place, label: str) -> str:
    with place.rooms.reading() as session:
        bundle = json.loads(session.get_one(Release, place.waves[-1]).bundle)
    return next(str(one["unit"]) for one in bundle["units"] if one["label"] == label)
