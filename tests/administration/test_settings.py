"""Settings are shown with where they come from, never a secret; the few that may be are changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from survey_api import audit
from survey_api.access import Role
from survey_api.app import create_app
from survey_api.conduct import settings_desk
from survey_api.conduct.rooms import Rooms
from survey_api.identity import roles, sign_in
from survey_api.published.schemas.settings import SettingOut, SettingsIn
from survey_api.settings import Settings
from tests.installing import installed

PASSWORD = "correct-horse-battery"
SECRET = "a-mail-password"
OLD = '# who we are\nSAFETOSAY_MAIL_FROM="Survey <s@example.org>"\n'


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(replace(installed(tmp_path), smtp_password=SECRET))
    with made.identity() as session:
        for role in (Role.OPERATOR, Role.ANALYST):
            address = f"{role}@example.org"
            roles.add_user(session, email=address, role=role, name="X", password=PASSWORD)
    yield made
    made.dispose()


def client(rooms: Rooms, role: Role) -> TestClient:
    made = TestClient(create_app(rooms.settings, rooms), base_url=rooms.settings.app_url)
    made.headers["Origin"] = rooms.settings.app_url
    cookie = sign_in.sign_in(rooms.identity_engine, f"{role}@example.org", PASSWORD)
    made.cookies.set("safetosay_session", cookie)
    return made


def shown(rooms: Rooms) -> dict[str, SettingOut]:
    return {one.name: one for one in settings_desk.show(rooms).settings}


def file_of(rooms: Rooms) -> Path:
    return rooms.settings.data_dir / "settings.env"


def test_no_secret_is_shown_and_each_setting_says_where_it_comes_from(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_of(rooms).write_text(OLD)
    monkeypatch.setenv("SAFETOSAY_HELP_CONTACT", "help@example.org")
    away = replace(rooms.settings, ballots_url="postgresql+psycopg://u:pass-word@db/ballots")
    found = shown(Rooms(away))
    assert found["mail_from"].origin == "file"
    assert found["help_contact"].origin == "environment"
    assert not found["help_contact"].is_editable
    assert found["report_contact"].origin == "default"
    text = settings_desk.show(Rooms(away)).model_dump_json()
    assert SECRET not in text
    assert "pass-word" not in text
    assert (found["smtp_password"].value, found["oidc_client_secret"].value) == ("***", "")


def test_what_is_changed_waits_for_the_next_start_and_the_rest_of_the_file_stays(
    rooms: Rooms,
) -> None:
    file_of(rooms).write_text(OLD)
    with client(rooms, Role.OPERATOR) as api:
        said = {"organisation": "Müller = Söhne # 1", "weekly_steps": True, "voucher": ""}
        reply = api.put("/settings", json=said)
    assert reply.status_code == 200
    assert shown(rooms)["organisation"].next_value == "Müller = Söhne # 1"
    assert file_of(rooms).read_text().startswith(OLD)
    again = Settings.load({"SAFETOSAY_DATA_DIR": str(rooms.settings.data_dir)})
    assert (again.organisation, again.weekly_steps) == ("Müller = Söhne # 1", True)
    assert (again.voucher, again.mail_from) == ("", "Survey <s@example.org>")
    with rooms.reading() as session:
        done = [(one.action, one.subject) for one in audit.deeds(session)]
    assert done[-1] == ("change settings", "organisation, voucher, weekly_steps")


@pytest.mark.parametrize(
    "said",
    [
        {"organisation": "A\nSAFETOSAY_SMTP_HOST=evil.example"},
        {"organisation": 'A "quoted" name'},
        {"organisation": ""},
        {"voucher": "x" * 201},
        {"time_zone": "Europe/Nowhere"},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_what_would_break_the_file_or_the_clock_is_refused_and_nothing_is_written(
    rooms: Rooms, said: dict[str, str]
) -> None:
    with client(rooms, Role.OPERATOR) as api:
        assert api.put("/settings", json=said).status_code == 422
    assert not file_of(rooms).exists()


def test_what_the_environment_gives_is_not_changed_in_the_browser(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETOSAY_ORGANISATION", "Given")
    with pytest.raises(settings_desk.SettingNotHere):
        settings_desk.change(rooms, None, SettingsIn(organisation="Other"))
    assert not file_of(rooms).exists()


def test_processes_on_several_machines_take_no_file_of_one(rooms: Rooms) -> None:
    away = replace(rooms.settings, identity_url="postgresql+psycopg://u@db/identity")
    assert not any(one.is_editable for one in settings_desk.show(Rooms(away)).settings)


def test_a_child_process_knows_what_the_environment_gave_its_parent(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETOSAY_VOUCHER", "The works council")
    for name, value in rooms.settings.environment().items():
        monkeypatch.setenv(name, value)
    found = shown(rooms)
    assert (found["voucher"].origin, found["organisation"].origin) == ("environment", "default")


def test_only_those_who_set_it_up_see_settings(rooms: Rooms) -> None:
    with client(rooms, Role.ANALYST) as api:
        assert api.get("/settings").status_code == 403
