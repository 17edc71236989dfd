"""An installation that a company's directory may keep up to date."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.identity import provisioning_tokens
from tests.installing import installed

HERE = "/scim/v2"


@pytest.fixture(params=["sqlite", "postgresql"])
def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path, engine=request.param))
    yield made
    made.dispose()


@pytest.fixture
def directory(rooms: Rooms) -> Iterator[TestClient]:
    """A program that shows a token."""
    with rooms.identity() as session:
        token = provisioning_tokens.add(session, "Directory")
    with TestClient(
        create_app(rooms.settings, rooms), base_url=rooms.settings.app_url + HERE
    ) as made:
        made.headers["Authorization"] = f"Bearer {token}"
        yield made
