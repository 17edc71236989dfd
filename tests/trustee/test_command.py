"""The key holder's verbs on the command line: keys, sheets on paper, count, loss, erasure."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from survey_api import clock
from survey_api.cli import main
from survey_api.errors import SafeToSayError
from survey_api.release.box_export import export
from survey_api.release.signed_release import SignedRelease
from survey_api.trustee.errors import SheetsOfDifferentSets, TooEarlyToErase
from survey_api.trustee.folder import KeyFolder
from tests.trustee.conftest import another_wave

KEEPERS = ("Ada Roth; chair; Ben Kern", "Cem Ay; member; Dora Lund", "Eva Ito; ombuds; Finn Moe")


def said(*words: object, typed: str = "") -> str:
    done = CliRunner().invoke(main.app, [str(one) for one in words], input=typed)
    if isinstance(done.exception, SafeToSayError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def sheets_in(paper: Path) -> list[str]:
    """The words as printed."""
    lists = paper.read_text(encoding="utf-8").split('<ol class="words">')[1:]
    return [
        " ".join(one.split("</ol>")[0].replace("<li>", " ").replace("</li>", " ").split())
        for one in lists
    ]


def test_from_keys_to_erasure_with_a_sheet_lost_on_the_way(tmp_path: Path) -> None:
    folder, paper = tmp_path / "keys", tmp_path / "sheets.html"
    keepers = [word for one in KEEPERS for word in ("--keeper", one)]
    made = said(
        "trustee", "init", "--folder", folder, "--holder", "Council", *keepers,
        "--waves", 1, "--sheets", paper, "--lang", "de",
    )  # fmt: skip
    first, _lost, third = sheets_in(paper)
    assert first not in made and paper.stat().st_mode & 0o77 == 0
    assert "Verwahrt von Cem Ay (member)" in paper.read_text(encoding="utf-8")
    assert KeyFolder.load(folder).offer().fingerprint in made
    new = said(
        "trustee", "shares", "--folder", folder, "--sheets", tmp_path / "new.html",
        typed=f"{first}\n{third}\n",
    )  # fmt: skip
    assert "two old ones would still open the keys" in new
    words = "\n".join(sheets_in(tmp_path / "new.html")[1:]) + "\n"
    handed = another_wave(KeyFolder.load(folder).public.offer(), title="Autumn [/odd]")
    files = {"box": export(handed.box), "manifest": handed.manifest}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    given = ("--folder", folder, "--manifest", tmp_path / "manifest")
    count = ("trustee", "tally", *given, "--box", tmp_path / "box", "--out", tmp_path / "release")
    with pytest.raises(SheetsOfDifferentSets):
        said(*count, typed=f"{first}\n{words}")
    assert not (tmp_path / "release").exists()
    counted = said(*count, typed=words)
    assert "31 Counted" in counted and "Only for your eyes" in counted
    assert SignedRelease.parse((tmp_path / "release").read_bytes())
    assert "Keys left: 0 of 1" in said("trustee", "status", "--folder", folder)
    with pytest.raises(TooEarlyToErase):
        said("trustee", "erase", *given)
    with clock.travel(clock.now() + timedelta(days=15)):
        assert "Erase in every other copy too" in said("trustee", "erase", *given)
        signed = said("trustee", "erase", *given, "--last-copy", typed=words)
    assert "gone here already" in signed
    assert list((folder / "out").glob("erasure-*.json"))
    assert str(clock.today().year) in said("trustee", "status", "--folder", folder)


def test_a_rehearsal_is_marked_from_beginning_to_end_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told = said("trustee", "rehearse")
    assert told.count("REHEARSAL") == 6
    assert "31 Counted" in told and "erased" in told
    assert list(tmp_path.iterdir()) == []
