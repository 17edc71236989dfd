"""Papers as files and through the browser: the same bytes everywhere, for those who may."""

import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from survey_api.access import Role
from survey_api.app import create_app
from survey_api.cli.main import app as program
from survey_api.conduct.notices import files
from survey_api.conduct.notices.files import Form
from survey_api.conduct.notices.papers import Notice
from survey_api.conduct.rooms import Rooms
from survey_api.identity import sign_in
from survey_api.settings import PREFIX
from tests.notices.conftest import PASSWORD


@pytest.mark.parametrize("form", Form)
def test_command_line_and_browser_give_the_same_bytes_and_a_pdf_opens(
    rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    monkeypatch.setenv(PREFIX + "DATA_DIR", str(rooms.settings.data_dir))
    said = ["notices", "write", "--kind", "measures", "--lang", "de", "--format", form]
    ran = CliRunner().invoke(program, [*said, "--out", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    file = tmp_path / f"measures.de.{form}"
    with browser(rooms, Role.OVERSIGHT) as api:
        reply = api.get(f"/notices/measures/file.{form}?lang=de")
        shown = api.get("/notices/measures?lang=de").json()
    assert reply.content == file.read_bytes()
    assert reply.headers["content-type"] == files.MEDIA[form]
    assert file.name in reply.headers["content-disposition"]
    again = CliRunner().invoke(program, [*said, "--out", str(tmp_path)])
    assert again.exit_code != 0 and "there already" in str(again.exception)
    text = opened(file)
    assert shown["title"] in text and "Entwurf zur rechtlichen Prüfung" in text
    assert f"[{shown['gaps'][0]}]" in text.replace("\\", "")


def opened(file: Path) -> str:
    if file.suffix != ".pdf":
        return file.read_text(encoding="utf-8")
    told = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", str(file), "-"], check=True, capture_output=True
    ).stdout.decode()
    pages = told.split("\f")[:-1]
    assert len(pages) > 1 and all("Entwurf zur rechtlichen Prüfung" in page for page in pages)
    return " ".join(told.split())


def browser(rooms: Rooms, role: Role) -> TestClient:
    made = TestClient(create_app(rooms.settings, rooms), base_url=rooms.settings.app_url)
    cookie = sign_in.sign_in(rooms.identity_engine, f"{role}@example.org", PASSWORD)
    made.cookies.set("safetosay_session", cookie)
    return made


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.ANALYST, 200),
        (Role.OVERSIGHT, 200),
        (Role.OPERATOR, 403),
        (Role.COACH, 403),
    ],
)
def test_papers_are_for_those_who_answer_for_the_survey(
    rooms: Rooms, role: Role, status: int
) -> None:
    with browser(rooms, role) as api:
        for path in ("/notices", "/notices/measures", "/notices/measures/file.md"):
            assert api.get(path).status_code == status
        if status == 200:
            found = api.get("/notices?lang=de").json()
            assert [one["notice"] for one in found["notices"]] == list(Notice)
            assert found["languages"] == ["de", "en"]
