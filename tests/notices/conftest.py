"""One installation with people and somebody of several roles, and its papers."""

from collections.abc import Iterator

import pytest

from survey_api.access import Role
from survey_api.conduct.notices.papers import Known
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from survey_api.settings import PREFIX, Settings
from tests import factories
from tests.installing import installed
from tests.notices.telling import Papers, drawn, told

PASSWORD = "correct-horse-battery"
ROLES = (Role.ADMINISTRATOR, Role.ANALYST, Role.OVERSIGHT, Role.OPERATOR, Role.COACH)


@pytest.fixture(scope="session")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    folder = tmp_path_factory.mktemp("notices")
    installed(folder)
    made = Rooms(Settings.load({PREFIX + "DATA_DIR": str(folder)}))
    factories.staffed(made)
    with made.identity() as session:
        for role in ROLES:
            address = f"{role}@example.org"
            roles.add_user(session, email=address, role=role, name="X", password=PASSWORD)
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def known(rooms: Rooms) -> Known:
    return Known.of(rooms)


@pytest.fixture(scope="session")
def bare(known: Known) -> Papers:
    """Where nothing was told but what is preset."""
    return drawn(told(known))
