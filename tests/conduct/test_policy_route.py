"""The price of a smallest group over HTTP: for those who manage waves, and nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.conduct import policy_preview
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from tests import factories
from tests.installing import installed

PASSWORD = "correct-horse-battery"
PATH = "/policy/preview?k_from=5&k_to=7"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    folder: Path = tmp_path_factory.mktemp("policy")
    made = Rooms(installed(folder))
    factories.staffed(made)
    with made.identity() as session:
        for role in (Role.ADMINISTRATOR, Role.ANALYST):
            roles.add_user(
                session, email=f"{role}@example.org", role=role, name=role, password=PASSWORD
            )
        roles.add_user(session, email="p1@example.org", role=Role.RESPONDENT, password=PASSWORD)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def app(rooms: Rooms) -> Iterator[TestClient]:
    with TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url) as client:
        yield client


def signed_in(app: TestClient, email: str) -> TestClient:
    app.cookies.clear()
    said = {"email": email, "password": PASSWORD}
    app.post("/sign-in", json=said, headers={"Sec-Fetch-Site": "same-origin"})
    return app


def test_the_api_gives_the_numbers_and_sentences_of_the_command_line(
    app: TestClient, rooms: Rooms
) -> None:
    reply = signed_in(app, f"{Role.ADMINISTRATOR}@example.org").get(PATH)
    assert reply.status_code == 200, reply.text
    expected = policy_preview.of_today(rooms, range(5, 8))
    assert reply.json() == expected.model_dump(mode="json")


@pytest.mark.parametrize("span", ["k_from=4&k_to=6", "k_from=9&k_to=5", "k_from=5&k_to=99"])
def test_a_lowered_k_or_an_endless_span_is_refused(app: TestClient, span: str) -> None:
    app = signed_in(app, f"{Role.ADMINISTRATOR}@example.org")
    assert app.get(f"/policy/preview?{span}").status_code == 422


def test_who_does_not_manage_waves_learns_nothing(app: TestClient) -> None:
    assert signed_in(app, "p1@example.org").get(PATH).status_code in {403, 404}
    app.cookies.clear()
    assert app.get(PATH).status_code == 401
