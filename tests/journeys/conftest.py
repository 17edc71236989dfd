"""One running installation with two released waves, one for each file of browser journeys."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from survey_api.access import Role
from survey_api.cli.serve import Part
from survey_api.conduct.closing import close_wave
from survey_api.identity import roles
from tests import factories
from tests.browser import chromium
from tests.installing import installed
from tests.running import Running

PASSWORD = "correct-horse-battery"
ANALYST = "hr@example.org"
ADMINISTRATOR = "admin@example.org"
LEADER = "p0@example.org"  # leads Operations / Customer care
EMPLOYEE = "p1@example.org"


@dataclass(frozen=True)
class Company:
    """A running company; ``waves`` are released, ``open_wave`` is open."""

    running: Running
    waves: tuple[str, ...]
    open_wave: str


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    settings = installed(tmp_path_factory.mktemp("company"))
    with Running(settings, parts=(Part.BALLOTS, Part.FRONT, Part.WORKER)) as running:
        rooms = running.rooms
        factories.staffed(rooms)
        with rooms.identity() as session:
            roles.add_user(session, email=ANALYST, role=Role.ANALYST, name="HR", password=PASSWORD)
            roles.add_user(
                session, email=ADMINISTRATOR, role=Role.ADMINISTRATOR, name="Ad", password=PASSWORD
            )
            for email in (LEADER, EMPLOYEE):
                roles.add_user(session, email=email, role=Role.RESPONDENT, password=PASSWORD)
        waves = tuple(_released(running, *one) for one in (("September", 8), ("October", 4)))
        yield Company(running, waves, factories.open_wave(rooms, title="November"))


def _released(running: Running, title: str, weeks_ago: int) -> str:
    wave = factories.open_wave(running.rooms, title=title, weeks_ago=weeks_ago)
    factories.answer_all(factories.links(running.rooms, wave))
    close_wave(running.rooms, wave)
    return wave


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened
