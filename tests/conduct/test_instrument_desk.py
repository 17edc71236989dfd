"""Questionnaires in the browser: looked at, written, brought in; never those of other people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.catalogue import instrument_store, library
from survey_api.catalogue.models import AuditEvent
from survey_api.cli.main import app as program
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles
from tests.installing import installed

PASSWORD = "correct-horse-battery"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    folder: Path = tmp_path_factory.mktemp("instruments")
    made = Rooms(installed(folder))
    with made.identity() as session:
        for role in (Role.ADMINISTRATOR, Role.OPERATOR):
            roles.add_user(
                session, email=f"{role}@example.org", role=role, name=role, password=PASSWORD
            )
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def app(rooms: Rooms) -> Iterator[TestClient]:
    with TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url) as client:
        said = {"email": f"{Role.ADMINISTRATOR}@example.org", "password": PASSWORD}
        client.post("/sign-in", json=said, headers=OURS)
        client.headers.update(OURS)
        yield client


def form_of(sheet: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the editor would send of a questionnaire."""
    kept = ("licence", "note", "title", "intro", "items", "scales", "comments")
    return {"base": sheet["id"], **{name: sheet[name] for name in kept}, **changes}


def test_the_newest_of_each_is_listed_with_what_to_look_at(app: TestClient) -> None:
    found = app.get("/instruments/newest").json()
    assert {one["id"] for one in found} >= set(library.names())
    assert all(one["comes_with_it"] and not one["n_notices"] for one in found)


def test_a_questionnaire_is_written_from_another_and_gets_a_successor_once_it_was_asked(
    app: TestClient, rooms: Rooms
) -> None:
    sheet = app.get("/instruments/pulse_short").json()
    sheet["items"][0]["text"]["en"] = "Someone in our team speaks up early."
    said = form_of(sheet, id="our_pulse")
    assert app.post("/instruments/written", json=said).json()["version"] == 1
    assert app.post("/instruments/written", json=said).json()["version"] == 1
    with rooms.published() as session:
        instrument_store.mark_fielded(session, "our_pulse", 1)
    said["items"][1]["text"]["en"] = "We talk about mistakes."
    said["items"][1]["reversed"] = False
    assert app.post("/instruments/written", json=said).json()["version"] == 2
    first = app.get("/instruments/our_pulse", params={"version": 1}).json()
    newest = app.get("/instruments/our_pulse").json()
    assert first["items"][0]["text"]["en"] == "Someone in our team speaks up early."
    assert (first["items"][1]["reversed"], newest["items"][1]["reversed"]) == (True, False)
    assert newest["versions"] == [2, 1]
    assert newest["options"] == sheet["options"]


def test_who_wrote_a_questionnaire_is_recorded(app: TestClient, rooms: Rooms) -> None:
    sheet = app.get("/instruments/pulse_short").json()
    app.post("/instruments/written", json=form_of(sheet, id="recorded"))
    with rooms.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "import instrument"))
        assert "recorded version 1" in {one.subject for one in events}


def test_a_name_of_the_library_is_not_taken(app: TestClient) -> None:
    sheet = app.get("/instruments/pulse_short").json()
    reply = app.post("/instruments/written", json=form_of(sheet, id="pulse_short"))
    assert reply.status_code == 409
    assert "name of its own" in reply.json()["detail"]


def test_a_missing_translation_is_named_by_its_place(app: TestClient) -> None:
    sheet = app.get("/instruments/pulse_short").json()
    sheet["items"][2]["text"]["de"] = " "
    reply = app.post("/instruments/written", json=form_of(sheet, id="half"))
    assert reply.status_code == 422
    assert {one["where"] for one in reply.json()["errors"]} == {"item support_first, text"}
    assert app.get("/instruments/half").status_code == 404


def test_a_file_is_looked_at_and_nothing_is_stored(app: TestClient) -> None:
    source = library.source("pulse_short").replace("id: pulse_short", "id: looked_at")
    asking = source.replace("struggles", "is pregnant")
    found = app.post("/instruments/check", json={"source": asking}).json()
    assert found["mistakes"] == []
    assert [one["topic"] for one in found["sheet"]["notices"]] == ["health"]
    wrong = app.post("/instruments/check", json={"source": source[:900]}).json()
    assert wrong["sheet"] is None
    assert all(one["line"] and one["remedy"] for one in wrong["mistakes"])
    assert app.get("/instruments/looked_at").status_code == 404


def test_the_operator_has_no_part_in_what_is_asked(rooms: Rooms) -> None:
    with TestClient(create_app(rooms.settings), base_url=rooms.settings.app_url) as client:
        said = {"email": f"{Role.OPERATOR}@example.org", "password": PASSWORD}
        client.post("/sign-in", json=said, headers=OURS)
        assert client.get("/instruments/newest").status_code == 403


def test_the_command_line_writes_out_looks_at_and_brings_in_the_same(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(rooms.settings.data_dir))
    shown = CliRunner().invoke(program, ["instrument", "show", "trust_and_action"])
    assert shown.stdout == library.source("trust_and_action")
    file = tmp_path / "own.yaml"
    text = shown.stdout.replace("id: trust_and_action", "id: from_a_file", 1)
    file.write_text(text.replace("title:\n  en: ", "title:\n  en: Religion and ", 1))
    looked = CliRunner().invoke(program, ["instrument", "check", str(file)])
    assert "may ask about belief" in looked.output
    assert CliRunner().invoke(program, ["instrument", "import", str(file)]).exit_code == 0
    seen = CliRunner().invoke(program, ["instrument", "preview", "from_a_file", "--language", "de"])
    assert "1 of " in seen.stdout
    missing = CliRunner().invoke(
        program, ["instrument", "preview", "from_a_file", "--language", "xx"]
    )
    assert missing.exit_code != 0
