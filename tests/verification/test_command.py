"""safetosay verify on a plain folder: no network, no installation, a clear last word."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from survey_api.cli.main import app
from survey_api.cli.public_files import read_folder, write_folder
from survey_api.credentials.encoding import crockford
from survey_api.credentials.manifest import fingerprint
from survey_api.errors import SafeToSayError
from tests.verification.published import leaf, many, other_wave, receipt_of, released


@pytest.fixture(autouse=True)
def _without_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing here may open a connection, nor find an installation."""

    def refuse(*_given: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("SAFETOSAY_DATA_DIR", str(tmp_path / "nowhere"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(tmp_path / "wave", released()[0])
    return tmp_path / "wave"


def verify(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["verify", *map(str, words)])


def said(result: Result) -> str:
    return " ".join(result.output.split())


def test_a_folder_holds_the_files_as_they_were(folder: Path, tmp_path: Path) -> None:
    assert read_folder(folder) == released()[0]
    write_folder(tmp_path / "long", many())
    assert read_folder(tmp_path / "long") == many()
    assert (tmp_path / "long" / "leaves-15.bin").is_file()


def test_a_sound_wave_ends_well(folder: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(released()[1])
    own = fingerprint(released()[0].manifest)
    result = verify("wave", folder, "--bundle", bundle, "--fingerprint", own)
    assert result.exit_code == 0, result.output
    assert "✓ right" in said(result) and "WRONG" not in said(result)
    assert "Nothing is wrong" in said(result) and f"The fingerprint {own}" in said(result)


def test_a_changed_file_is_named_with_what_to_do_and_exit_code_1(folder: Path) -> None:
    (folder / "statement.json").write_bytes(b"{}")
    (folder / "questionnaire.json").unlink()
    result = verify("wave", folder)
    assert result.exit_code == 1
    assert "✗ WRONG The statement is not one of this wave" in said(result)
    assert "What to do:" in said(result) and "1 of" in said(result)
    assert "· open The questionnaire" in said(result)


def test_the_findings_can_be_read_by_a_program(folder: Path) -> None:
    result = verify("wave", folder, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["sound"]) == (0, True)
    assert {one["state"] for one in found["findings"]} == {"right", "open"}
    (folder / "manifest.sig").write_bytes(bytes(64))
    result = verify("wave", folder, "--json")
    wrong = [one for one in json.loads(result.stdout)["findings"] if one["state"] == "wrong"]
    assert (result.exit_code, [one["check"] for one in wrong]) == (1, ["manifest.signature"])


def test_an_earlier_wave_is_compared(folder: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    write_folder(later, other_wave(7, ((folder / "checkpoint.json").read_bytes(),)))
    assert verify("wave", later, "--earlier", folder).exit_code == 0
    write_folder(tmp_path / "forged", other_wave(7, (b"{}",)))
    result = verify("wave", tmp_path / "forged", "--earlier", folder)
    assert (result.exit_code, "another one stands there" in said(result)) == (1, True)


def test_a_receipt_is_looked_up_from_a_file_a_line_or_a_code(folder: Path, tmp_path: Path) -> None:
    mine = released()[0].lists[0][:32]
    kept = tmp_path / "receipt.txt"
    kept.write_text(f"My receipt\n{receipt_of(mine).line()}\n")
    for given in (kept, receipt_of(mine).line(), crockford(mine)):
        result = verify("receipt", given, "--from", folder)
        assert (result.exit_code, "Found: your envelope" in said(result)) == (0, True), given
    lost = verify("receipt", receipt_of(leaf(1)).line(), "--from", folder)
    assert (lost.exit_code, "Not found" in said(lost)) == (1, True)
    assert "Take the receipt to" in said(lost)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("wave", "nowhere"), "NoManifest"),
        (("wave", "https://survey.example/w/AAAA"), "NotAWave"),
        (("wave", "https://survey.example/"), "NotAWave"),
        (("receipt", "AAAA", "--from", "."), "BadReceipt"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(words: tuple[str, ...], told: str) -> None:
    result = verify(*words)
    assert isinstance(result.exception, SafeToSayError)
    assert (result.exit_code, type(result.exception).__name__) == (1, told)


def test_a_folder_in_use_is_left_alone(folder: Path) -> None:
    with pytest.raises(SafeToSayError, match="not empty"):
        write_folder(folder, released()[0])
