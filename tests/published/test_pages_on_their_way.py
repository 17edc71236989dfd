"""Every page of the dashboard before a reader's day: there, and without a figure."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dashboard.api import COOKIE, Api, Door
from dashboard.pages.route import PAGES, render
from dashboard.texts import t
from survey_api.catalogue.models import Wave
from tests import released
from tests.dashboard.samples import words_of
from tests.published.conftest import EMPLOYEE, signed_in

FIGURE = re.compile(r"\b[1-5][.,]\d\b|\d+ ?%|\d–\d")
NONE_OF_RESULTS = {name for name, entry in PAGES.items() if not entry.needs_results}


@pytest.fixture
def on_its_way(place: released.Place) -> Iterator[None]:
    def follow(days: int) -> None:
        with place.rooms.published() as session:
            for wave in place.waves:
                session.get_one(Wave, wave).team_days = days

    follow(40)
    yield
    follow(0)


def test_every_page_before_a_readers_day_is_there_without_any_figure(
    app: TestClient, place: released.Place, on_its_way: None
) -> None:
    door = Door(place.settings.app_url)
    door.client = signed_in(app, EMPLOYEE)  # the same replies, without a socket
    api = Api(door, app.cookies[COOKIE])
    for name in PAGES.keys() - {"admin"}:
        said = words_of(render(api, f"/dashboard/{name}", "").body)
        assert t("missing.title") not in said and t("error.title") not in said, name
        assert name in NONE_OF_RESULTS or FIGURE.findall(said) == [], name
