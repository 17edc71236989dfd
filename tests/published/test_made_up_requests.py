"""Made-up requests for released waves, and for units that are there: as each role and nobody."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from survey_api.access import SESSION_COOKIE, Role
from survey_api.app import create_app
from tests import released
from tests.published.conftest import unit_named
from tests.security import accounts
from tests.security.fuzzing import fuzz


@pytest.fixture(scope="module")
def application(place: released.Place) -> FastAPI:
    accounts.enlist(place.settings)
    return create_app(place.settings)


@pytest.fixture(scope="module")
def people(application: FastAPI, place: released.Place) -> Iterator[dict[str, TestClient]]:
    with accounts.browsers(application, place.settings.app_url) as found:
        yield found


def wrong(
    place: released.Place, app: FastAPI, client: TestClient, who: str, examples: int
) -> list[str]:
    labels = ("Customer care", "Platform", "Operations", "Finance")
    known = {"wave": place.waves, "unit": [unit_named(place, one) for one in labels]}
    cookie = client.cookies.get(SESSION_COOKIE, "")
    return list(fuzz(app, who, cookie, examples=examples, known=known))


def test_no_request_for_a_release_ends_in_a_fault_or_an_unknown_reply(
    place: released.Place, application: FastAPI, people: dict[str, TestClient]
) -> None:
    assert wrong(place, application, people[Role.ANALYST], Role.ANALYST, 3) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", accounts.EVERYBODY)
def test_no_request_of_anybody_for_a_release_ends_in_a_fault_or_a_forbidden_read(
    place: released.Place, application: FastAPI, people: dict[str, TestClient], who: str
) -> None:
    assert wrong(place, application, people[who], who, 40) == []
