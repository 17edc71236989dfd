"""One released wave in which people wrote comments, made by the real processes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from survey_api import clock
from survey_api.access import Role
from survey_api.app import create_app
from survey_api.catalogue import instrument_store, library
from survey_api.cli.serve import Part
from survey_api.conduct import comment_section
from survey_api.conduct.closing import close_wave
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from survey_api.published.comment_models import CommentSection
from survey_api.respondent.questionnaire import comment
from survey_api.respondent.transport import answer
from survey_api.settings import Settings
from tests import factories
from tests.installing import installed
from tests.running import Running

PASSWORD = "correct-horse-battery"
READER, ANALYST = "reader@example.org", "hr@example.org"
LEADER, EMPLOYEE, STRANGER = "p0@example.org", "p1@example.org", "p25@example.org"
CANARY = "zebrafinch"
SAME = {"Sec-Fetch-Site": "same-origin"}
QUESTION = """comments:
  - id: wish
    text: {en: What should be different here, de: Was sollte hier anders sein}
"""


@dataclass(frozen=True)
class Place:
    """Where it is; ``wave`` is released and its comments are not published yet."""

    settings: Settings
    rooms: Rooms
    wave: str
    publish_on: Any


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield from made(tmp_path_factory.mktemp("comments"))


def made(folder: Path) -> Iterator[Place]:
    """Thirty people answer; all fourteen of Customer care write, two others tell a story."""
    settings = installed(folder)
    with Running(settings, parts=(Part.BALLOTS, Part.FRONT)) as running:
        rooms = running.rooms
        factories.staffed(rooms, 30)
        _people(rooms)
        _ask_for_comments(rooms)
        wave = factories.open_wave(rooms)
        _everybody_answers(rooms, wave)
        close_wave(rooms, wave)
        with rooms.reading() as session:
            publish_on = session.get_one(CommentSection, wave).publish_on
        yield Place(settings, rooms, wave, publish_on)


@pytest.fixture
def app(place: Place) -> Iterator[TestClient]:
    with TestClient(create_app(place.settings), base_url=place.settings.app_url) as client:
        yield client


def signed_in(app: TestClient, email: str) -> TestClient:
    app.cookies.clear()
    said = {"email": email, "password": PASSWORD}
    reply = app.post("/sign-in", json=said, headers={"Sec-Fetch-Site": "same-origin"})
    assert reply.status_code in {200, 204, 303}, reply.text
    return app


def on_the_day(place: Place) -> Any:
    """The day the manifest names for comments."""
    return clock.travel(clock.now() + (place.publish_on - clock.today()) + timedelta(minutes=1))


def _people(rooms: Rooms) -> None:
    with rooms.identity() as session:
        for email, role in ((READER, Role.COMMENT_READER), (ANALYST, Role.ANALYST)):
            roles.add_user(session, email=email, role=role, name="M. Kern", password=PASSWORD)
        for email in (LEADER, EMPLOYEE, STRANGER):
            roles.add_user(session, email=email, role=Role.RESPONDENT, password=PASSWORD)


def _ask_for_comments(rooms: Rooms) -> None:
    source = library.source(factories.INSTRUMENT)
    version = library.load(factories.INSTRUMENT).version
    changed = source.replace(f"version: {version}", f"version: {version + 1}") + "\n" + QUESTION
    with rooms.published() as session:
        instrument_store.install(session, changed)


def _everybody_answers(rooms: Rooms, wave: str) -> None:
    for number, link in enumerate(factories.links(rooms, wave).values()):
        text = f"{CANARY} number {number}"
        said = [comment("wish", text)] if number < 14 else []
        if number in {20, 21}:
            said = [comment("wish", f"{CANARY} story {number}", may_publish=True)]
        answer(link, factories.answers_of(number), comments=said)


def desk_of(place: Place) -> str:
    return f"/actions/waves/{place.wave}/comments"


@pytest.fixture(scope="session")
def published(place: Place) -> Place:
    """Sorted at the desk, then published on the day; the key is gone afterwards."""
    with TestClient(create_app(place.settings), base_url=place.settings.app_url) as app:
        client, here = signed_in(app, READER), desk_of(place)
        listed = client.get(here).json()["comments"]
        first, second, third = [one["place"] for one in listed if one["kind"] == "comment"][:3]
        story = next(one["place"] for one in listed if one["kind"] == "moment")
        theme = client.post(f"{here}/themes", json={"title": "Rotas"}, headers=SAME).json()["id"]
        other = client.post(f"{here}/themes", json={"title": "Empty"}, headers=SAME).json()["id"]
        for spot in (first, second):
            done = client.put(f"{here}/{spot}/theme", json={"theme": theme}, headers=SAME)
            assert done.status_code == 204
        said = {"stance": "wont", "answer": "The contract runs until May."}
        done = client.put(f"{here}/themes/{theme}/answer", json=said, headers=SAME)
        assert done.status_code == 200, done.text
        assert client.put(f"{here}/{second}/held-back", headers=SAME).status_code == 204
        assert client.put(f"{here}/{third}/held-back", headers=SAME).status_code == 204
        assert client.delete(f"{here}/{third}/held-back", headers=SAME).status_code == 204
        assert client.put(f"{here}/{first}/withdrawn", headers=SAME).status_code == 404
        assert client.put(f"{here}/{story}/withdrawn", headers=SAME).status_code == 204
        assert client.put(f"{here}/99/held-back", headers=SAME).status_code == 404
        assert client.delete(f"{here}/themes/{other}", headers=SAME).status_code == 204
    assert comment_section.publish_due(place.rooms) == 0
    with on_the_day(place):
        assert comment_section.publish_due(place.rooms) == 1
        assert comment_section.publish_due(place.rooms) == 0
    return place
