"""The command for people without a browser: from a file, or asked question by question."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from survey_api.cli.respondent import register
from survey_api.credentials.encoding import crockford
from survey_api.respondent import transport
from survey_api.settings import PREFIX
from survey_api.verification.findings import State
from survey_api.verification.public_files import PublicFiles
from survey_api.verification.receipt import Receipt, verify_receipt
from tests.credentials import samples
from tests.respondent.small_service import SmallService, link, over_http


@pytest.fixture
def survey_url(
    service: SmallService, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    monkeypatch.setattr(transport, "_PAUSE", 0.001)
    monkeypatch.setenv(PREFIX + "DATA_DIR", str(tmp_path))
    server = over_http(service)
    yield service.ballot_url
    server.shutdown()
    server.server_close()


def run(*arguments: str, typed: str = "") -> Result:
    """Call the command as a shell would."""
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, list(arguments), input=typed)


def said(service: SmallService) -> dict[str, Any]:
    """What is in the one ballot."""
    (ballot,) = service.ballots()
    return {name: ballot[name] for name in ("answers", "cuts")}


def test_answers_come_from_a_file_and_cuts_from_the_command_line(
    service: SmallService, survey_url: str, tmp_path: Path
) -> None:
    (tmp_path / "mine.json").write_text(json.dumps({"help": 4}))
    done = run(link(survey_url), "--answers", str(tmp_path / "mine.json"), "--cut", "tenure=long")
    assert done.exit_code == 0, done.output
    assert said(service) == {"answers": {"help": 4}, "cuts": {"tenure": "long"}}


@pytest.mark.parametrize(("last", "cuts"), [("2", {"tenure": "long"}), ("", {})])
def test_it_asks_item_by_item_and_then_for_what_one_wants_to_say(
    service: SmallService, survey_url: str, last: str, cuts: dict[str, str]
) -> None:
    done = run(link(survey_url), typed=f"4\n9\n\n{last}\ny\n")
    assert done.exit_code == 0, done.output
    assert f"Your group: {samples.LABEL}, 11 people." in done.output
    assert "Optional" in done.output
    assert said(service) == {"answers": {"mistakes": 4}, "cuts": cuts}


def test_a_comment_without_a_question_is_explained(survey_url: str, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("{}")
    done = run(link(survey_url), "--answers", str(tmp_path / "mine.json"), "--comment", "Light")
    assert "question=text" in str(done.exception)


def test_a_cut_without_a_level_is_explained(survey_url: str, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("{}")
    done = run(link(survey_url), "--answers", str(tmp_path / "mine.json"), "--cut", "tenure")
    assert "cut=level" in str(done.exception)


def test_the_whole_receipt_with_its_promise_can_be_kept(
    service: SmallService, survey_url: str, tmp_path: Path
) -> None:
    (tmp_path / "mine.json").write_text(json.dumps({"help": 4}))
    given, kept = ["--answers", str(tmp_path / "mine.json")], tmp_path / "receipt.txt"
    done = run(link(survey_url), *given, "--receipt", str(kept))
    assert done.exit_code == 0, done.output
    receipt = Receipt.read(kept.read_text("utf-8"))
    assert crockford(receipt.leaf) in done.output
    found = verify_receipt(receipt, PublicFiles(service.manifest(receipt.wave or "")))
    assert {one.check: one.state for one in found.findings}["receipt.promise"] is State.RIGHT
