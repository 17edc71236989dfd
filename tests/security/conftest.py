"""One installation with a staffed roster and a draft, and somebody of every role."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from survey_api.app import create_app
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings
from tests import factories
from tests.installing import installed
from tests.security import accounts


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = installed(tmp_path_factory.mktemp("security"))
    rooms = Rooms(made)
    factories.staffed(rooms)
    factories.draft_wave(rooms)
    rooms.dispose()
    accounts.enlist(made)
    return made


@pytest.fixture(scope="session")
def app(settings: Settings) -> FastAPI:
    return create_app(settings)


@pytest.fixture(scope="session")
def people(app: FastAPI, settings: Settings) -> Iterator[dict[str, TestClient]]:
    """Role, or "anonymous" → their browser."""
    with accounts.browsers(app, settings.app_url) as found:
        yield found
