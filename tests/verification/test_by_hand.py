"""docs/verifying.md does what it says: its own commands, run as they stand there."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from survey_api.cli.public_files import write_folder
from survey_api.credentials.encoding import b64u
from survey_api.credentials.manifest import canonical, fingerprint
from survey_api.verification.public_files import NAMES, PublicFiles
from tests.verification.published import released

PAGE = (Path(__file__).parents[2] / "docs" / "verifying.md").read_text("utf-8")


def block(language: str, beginning: str) -> str:
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.S)
    return next(one for one in blocks if one.startswith(beginning))


def by_hand(folder: Path, files: PublicFiles) -> str:
    write_folder(folder, files)
    return run(folder)


def run(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-I", "-c", block("python", "import")],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_program_in_the_document_finds_a_sound_wave_sound(tmp_path: Path) -> None:
    files, _ = released()
    said = by_hand(tmp_path / "wave", files)
    assert said.count("right") == 11 and "WRONG" not in said
    assert fingerprint(files.manifest).replace("-", "") in said


def test_it_takes_the_checkpoint_as_it_is_served(tmp_path: Path) -> None:
    files, _ = released()
    folder = tmp_path / "wave"
    parts = {"checkpoint": files.checkpoint or b"", "signature": files.checkpoint_signature or b""}
    write_folder(folder, replace(files, checkpoint=None, checkpoint_signature=None))
    served = canonical({name: b64u(part) for name, part in parts.items()})
    (folder / "served.json").write_bytes(served)
    assert "WRONG" not in run(folder)
    assert (folder / "checkpoint.json").read_bytes() == files.checkpoint


def test_it_finds_a_changed_leaf_and_a_changed_statement(tmp_path: Path) -> None:
    files, _ = released()
    spoiled = replace(files, lists={0: bytes(32) + files.lists[0][32:]})
    assert {"WRONG lists", "WRONG root"} <= set(by_hand(tmp_path / "leaf", spoiled).splitlines())
    more = (files.statement or b"").replace(b'"accepted":19', b'"accepted":18')
    said = by_hand(tmp_path / "statement", replace(files, statement=more))
    assert "WRONG every envelope is accounted for" in said


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_openssl_verifies_the_three_signatures_and_no_other(tmp_path: Path) -> None:
    files, _ = released()
    by_hand(tmp_path / "wave", files)
    commands = block("sh", "openssl").splitlines()
    assert [verified(one, tmp_path / "wave") for one in commands] == [True] * 3
    (tmp_path / "wave" / "statement.json").write_bytes(b"{}")
    assert [verified(one, tmp_path / "wave") for one in commands] == [True, True, False]


def verified(command: str, folder: Path) -> bool:
    done = subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode == 0 and "Signature Verified Successfully" in done.stdout


def test_the_table_names_every_file_of_a_folder() -> None:
    assert [name for name in NAMES.values() if f"`{name}`" not in PAGE] == []
