"""A second reporting tree: said before a wave opens, and made of published figures only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.catalogue import waves
from survey_api.catalogue.models import Wave
from survey_api.cli.main import app as program
from survey_api.conduct import site_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from survey_api.published.schemas.words import Relation
from tests import factories, released
from tests.installing import installed

ROWS = "unit,site\nFinance,North\nEngineering / Platform,North\nEngineering,South\n"
PASSWORD, HR = "correct-horse-battery", "hr@example.org"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[released.Place]:
    with released.one_wave(tmp_path_factory.mktemp("sites"), sites=placed) as made:
        with made.rooms.identity() as session:
            roles.add_user(session, email=HR, role=Role.ANALYST, name="HR", password=PASSWORD)
        yield made


def placed(rooms: Rooms, wave: str) -> None:
    rows = ROWS + "Engineering / Apps,South\nEngineering / Tools,North\n"
    site_desk.place(rooms, None, wave, rows)


def test_sites_are_said_for_a_draft_alone(tmp_path: Path, monkeypatch: Any) -> None:
    rooms = Rooms(installed(tmp_path))
    factories.staffed(rooms)
    number = factories.draft_wave(rooms)
    found = site_desk.place(rooms, None, number, ROWS)
    assert (found.n_units, found.sites) == (3, ("North", "South"))
    assert site_desk.place(rooms, None, number, "").n_units == 0
    with pytest.raises(Exception, match="2 mistakes") as refused:
        site_desk.place(rooms, None, number, "unit,site\nNowhere,North\nFinance,\n")
    assert [one.line for one in refused.value.rows] == [2, 3]
    file = tmp_path / "sites.csv"
    file.write_text(ROWS)
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(tmp_path))
    said = CliRunner().invoke(program, ["wave", "sites", number, str(file)])
    assert "3 units at 2 sites" in said.output
    with rooms.published() as session:
        waves.find(session, number).state = "open"
    with pytest.raises(site_desk.SitesAreFixed):
        site_desk.place(rooms, None, number, "")
    rooms.dispose()


def test_a_site_says_what_its_shown_teams_say_and_about(place: released.Place) -> None:
    wave = place.waves[0]
    with TestClient(create_app(place.settings), base_url=place.settings.app_url) as app:
        app.post("/sign-in", json={"email": HR, "password": PASSWORD}, headers=OURS)
        found = app.get(f"/published/waves/{wave}/sites").json()
        units = app.get(f"/published/waves/{wave}/units").json()
        finance = next(one["unit"] for one in units if one["label"] == "Finance")
        platform = next(one["unit"] for one in units if one["label"] == "Platform")
        parts = [
            app.get(f"/published/waves/{wave}/units/{one}").json()["scales"][0]
            for one in (finance, platform)
        ]
    north = next(one for one in found["lines"] if one["site"] == "North")
    assert (north["n_shown"], north["n_teams"]) == (2, 2)
    figure = north["scales"][parts[0]["scale"]["id"]]
    low, high = sorted(float(one["figure"]["value"]) for one in parts)
    assert figure["relation"] == Relation.ABOUT
    assert low <= float(figure["value"]) <= high
    assert (figure["range"], figure["change"]) == (None, None)
    with place.rooms.reading() as session:
        assert session.get_one(Wave, wave).sites
