"""What the first tagged version made: old releases byte for byte, and the survey goes on."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from survey_api import clock, migrations
from survey_api.app import create_app, create_survey_app
from survey_api.cli import installing
from survey_api.conduct import erasing
from survey_api.conduct.closing import close_wave
from survey_api.conduct.publishing import released_statement
from survey_api.conduct.rooms import Rooms
from survey_api.published.models import Release
from survey_api.settings import Settings
from tests import factories
from tests.migrations.first_version import ANALYST, PASSWORD, Left, left, program
from tests.ports import answers

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module", params=ENGINES)
def before(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Left:
    """Brought up to date as ``safetosay init`` does."""
    found = left(tmp_path_factory.mktemp("first-version"), request.param)
    rooms = Rooms(found.settings)
    installing.install(rooms)
    rooms.dispose()
    migrations.check(found.settings)
    return found


@pytest.fixture
def rooms(before: Left) -> Iterator[Rooms]:
    opened = Rooms(before.settings)
    yield opened
    opened.dispose()


def test_every_signed_release_is_there_byte_for_byte(before: Left, rooms: Rooms) -> None:
    with rooms.reading() as session:
        found = {one.wave_id: one.bundle.decode() for one in session.scalars(select(Release))}
    assert found == before.bundles


def test_whoever_kept_the_public_files_finds_the_same_bytes(before: Left) -> None:
    with TestClient(create_survey_app(before.settings), base_url=before.settings.survey_url) as one:
        for address, said in before.public.items():
            assert one.get(address).text == said, address


def test_every_figure_that_was_shown_is_shown_as_it_was(before: Left) -> None:
    """Fields may be added to a reply; what stood in it stands there unchanged."""
    client = TestClient(create_app(before.settings), base_url=before.settings.app_url)
    given = {"email": ANALYST, "password": PASSWORD}
    assert client.post("/sign-in", json=given, headers=OURS).status_code == 204
    assert len(before.analyst) > 20
    for address, said in before.analyst.items():
        assert changed(json.loads(said), client.get(address).json()) == [], address


def changed(said: Any, now: Any, place: str = "") -> list[str]:
    """Where a reply no longer says what it said."""
    if isinstance(said, dict) and isinstance(now, dict):
        return [one for key in said for one in changed(said[key], now.get(key), f"{place}/{key}")]
    if isinstance(said, list) and isinstance(now, list) and len(said) == len(now):
        pairs = enumerate(zip(said, now, strict=True))
        return [one for at, (a, b) in pairs for one in changed(a, b, f"{place}/{at}")]
    return [] if said == now else [f"{place}: {said!r} is {now!r} now"]


def test_the_old_waves_keys_are_destroyed_on_their_day_and_a_new_wave_opens(
    before: Left, rooms: Rooms
) -> None:
    with clock.travel(clock.now() + timedelta(days=60)):
        assert len(erasing.erase_due(rooms)) == 1
    factories.open_wave(rooms, title="After the update", weeks_ago=-30)


@pytest.fixture
def underway(tmp_path: Path) -> Iterator[tuple[Settings, Path]]:
    """Application and ballot process of the first version, at work on its databases."""
    code = program(tmp_path / "code")
    if code is None:
        pytest.skip("this checkout does not know the first version's commit")
    settings = left(tmp_path / "data", "sqlite").settings
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "survey_api.cli", "serve", part],
            cwd=code, env={**os.environ, **settings.environment()},
        )
        for part in ("api", "ballots")
    ]  # fmt: skip
    try:
        for url in (settings.app_url, settings.ballot_url):
            for _try in range(400):
                if answers(url + "/healthz"):
                    break
                time.sleep(0.05)
        yield settings, code
    finally:
        for child in children:
            child.terminate()
            child.wait()


@pytest.mark.slow
def test_processes_of_the_last_version_go_on_while_and_after_the_tables_are_brought_up_to_date(
    underway: tuple[Settings, Path],
) -> None:
    """The worker is of this version, as in a rolling update: it opens, closes and publishes."""
    settings, _code = underway
    rooms = Rooms(settings)
    migrations.upgrade(settings)
    wave = factories.open_wave(rooms, title="In between")
    given = factories.links(rooms, wave)
    factories.answer_all(given)
    close_wave(rooms, wave)
    with rooms.reading() as session:
        assert released_statement(session, wave)["accepted"] == len(given)
    rooms.dispose()
