"""safetosay report: one file or one for every unit, whole or not at all."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from survey_api.catalogue.models import AuditEvent
from survey_api.cli.main import app
from survey_api.cli.report import write
from survey_api.conduct.rooms import Rooms
from survey_api.published.reports.formats import Format
from survey_api.settings import Settings

STARTS = {"pdf": b"%PDF", "pptx": b"PK", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}


@pytest.fixture
def at(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(settings.data_dir))


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["report", *words])


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize("kind", Format)
def test_every_unit_gets_a_file_of_its_own(kind: Format, folder: Path) -> None:
    done = run("2", "--all-units", "--format", kind, "--lang", "de", "--out", str(folder))
    assert done.exit_code == 0, done.output
    assert "Written: 6 files" in done.output
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == sorted(
        f"october-{unit}.{kind}" for unit in ("org", "ops", "hall", "yard", "desk", "night")
    )
    assert all(file.read_bytes().startswith(STARTS[kind]) for file in files)


@pytest.mark.usefixtures("at")
def test_the_whole_organisation_or_one_unit_is_one_file(folder: Path) -> None:
    assert run("w2", "--out", str(folder)).exit_code == 0
    assert run("2", "--unit", "desk", "--format", "csv", "--out", str(folder)).exit_code == 0
    assert sorted(file.name for file in folder.iterdir()) == ["october-desk.csv", "october-org.pdf"]


@pytest.mark.usefixtures("at")
def test_nothing_is_replaced_unless_it_is_asked_for(folder: Path) -> None:
    folder.mkdir()
    there = folder / "october-desk.csv"
    there.write_text("mine")
    refused = run("2", "--all-units", "--format", "csv", "--out", str(folder))
    assert refused.exit_code == 1 and "october-desk.csv is there already" in str(refused.exception)
    assert [file.name for file in folder.iterdir()] == [there.name]
    assert there.read_text() == "mine"
    assert (
        run("2", "--all-units", "--format", "csv", "--out", str(folder), "--force").exit_code == 0
    )
    assert there.read_text() != "mine"


@pytest.mark.usefixtures("at")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("9",), "no released result"),
        (("2", "--unit", "nowhere"), "no released result"),
        (("2", "--unit", "desk", "--all-units"), "not both"),
        (("2", "--lang", "xx"), "is not one of: de, en"),
        (("2", "--out", "/dev/null/x"), "cannot be made"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    words: tuple[str, ...], reason: str, folder: Path
) -> None:
    refused = run(*words, *([] if "--out" in words else ["--out", str(folder)]))
    assert refused.exit_code == 1 and reason in str(refused.exception)
    assert not folder.exists()


@pytest.mark.usefixtures("at")
def test_it_is_on_record(settings: Settings, folder: Path) -> None:
    run("2", "--unit", "hall", "--format", "json", "--out", str(folder))
    rooms = Rooms(settings)
    with rooms.published() as session:
        told = session.query(AuditEvent).filter_by(action="export json", role="command line")
        assert told.filter_by(subject="wave w2 unit hall").count() == 1
    rooms.dispose()


def test_half_a_file_is_never_seen(tmp_path: Path) -> None:
    taken = tmp_path / "taken.pdf"
    taken.mkdir()
    with pytest.raises(Exception, match="cannot be written"):
        write(taken, b"x")
    assert list(tmp_path.iterdir()) == [taken]
