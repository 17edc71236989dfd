"""A key folder: locked, copied, half-written, full, erased in part."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from survey_api.credentials.encoding import b64u
from survey_api.trustee import erasing, files, rehearsal
from survey_api.trustee.description import Keeper, Plan, PlanIncomplete
from survey_api.trustee.errors import (
    CannotWrite,
    FolderDamaged,
    FolderMissing,
    FolderTaken,
    KeyErased,
    NotOurWave,
    WrongSecret,
)
from survey_api.trustee.folder import KeyFolder
from survey_api.trustee.history import Counted
from survey_api.trustee.shares import split
from tests.trustee.conftest import TODAY, Held

KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from survey_api.trustee import files, rehearsal
from survey_api.trustee.folder import KeyFolder
written = []
real = files.write
def write(path, content, *, private=False):
    if len(written) == int(sys.argv[2]):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f".{path.name}.new").write_bytes(content[: len(content) // 2])
        os.kill(os.getpid(), 9)
    written.append(path)
    real(path, content, private=private)
files.write = write
KeyFolder.make(Path(sys.argv[1]), rehearsal.plan(), date(2026, 11, 20))
"""


def every_byte(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file())


def test_a_folder_holds_no_secret_in_the_clear(held: Held) -> None:
    unlocked = held.folder.unlock(list(held.made.sheets[:2]))
    raw = every_byte(held.folder.path)
    private = [one.private_bytes for one in unlocked.every_key()]
    for secret in (*private, unlocked.statement, unlocked.secret, unlocked.wrapping):
        assert secret not in raw
        assert b64u(secret).encode() not in raw and secret.hex().encode() not in raw
    assert not any(word.encode() in raw for word in held.made.sheets[0].split() if len(word) > 6)
    modes = {one.stat().st_mode & 0o777 for one in (held.folder.path / "keys").iterdir()}
    assert modes == {0o600}


def test_a_copy_opens_with_the_same_sheets_and_no_other(held: Held, tmp_path: Path) -> None:
    there = held.copied(tmp_path / "second stick")
    assert there.folder.unlock(list(there.made.sheets[1:])).every_key()
    for strange in (
        split(bytes(16))[:2],
        list(KeyFolder.make(tmp_path / "other", rehearsal.plan(), TODAY).sheets[:2]),
    ):
        with pytest.raises(WrongSecret):
            there.folder.unlock(strange)


def test_new_sheets_open_the_same_keys_and_do_not_mix_with_old_ones(held: Held) -> None:
    unlocked = held.folder.unlock([held.made.sheets[0], held.made.sheets[2]])
    new = unlocked.new_sheets()
    assert held.folder.unlock(new[:2]).statement == unlocked.statement
    with pytest.raises(Exception, match="do not belong together"):
        held.folder.unlock([new[0], held.made.sheets[1]])


def test_a_passphrase_instead_of_sheets(tmp_path: Path) -> None:
    plan = Plan("Ombudsperson", (Keeper("I. Albrecht", "ombudsperson", "J. Roth"),), 1, "x" * 4)
    with pytest.raises(Exception, match="too easy to guess"):
        KeyFolder.make(tmp_path / "keys", plan, TODAY)
    said = "gravel  lantern mosaic tide bramble kettle"
    made = KeyFolder.make(tmp_path / "keys", Plan(plan.holder, plan.keepers, 1, said), TODAY)
    assert made.sheets == ()
    assert KeyFolder.load(tmp_path / "keys").unlock([" ".join(said.split())]).every_key()
    with pytest.raises(WrongSecret):
        made.folder.unlock(["gravel lantern mosaic tide bramble cattle"])


@pytest.mark.parametrize("at", [0, 1, 3, 4])
def test_killed_while_keys_are_made_leaves_no_folder_that_pretends_to_be_one(
    tmp_path: Path, at: int
) -> None:
    place = tmp_path / "keys"
    done = subprocess.run([sys.executable, "-c", KILLED, str(place), str(at)], check=False)
    assert done.returncode == -signal.SIGKILL
    with pytest.raises(FolderMissing):
        KeyFolder.load(place)
    with pytest.raises(FolderTaken):
        KeyFolder.make(place, rehearsal.plan(), TODAY)


def test_a_full_or_protected_stick_says_so_and_keeps_what_was_there(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = held.folder.path / "out" / "release.zip"
    files.write(path, b"earlier")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match=r"release\.zip could not be written"):
        files.write(path, b"later and longer")
    assert path.read_bytes() == b"earlier"
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []


def test_a_folder_is_never_made_over_another(held: Held) -> None:
    before = every_byte(held.folder.path)
    with pytest.raises(FolderTaken):
        KeyFolder.make(held.folder.path, rehearsal.plan(), TODAY)
    assert every_byte(held.folder.path) == before


def test_erasing_one_key_leaves_the_others(held: Held) -> None:
    first, second = held.folder.public.tally_keys
    wave = Counted.of(held.handed.manifest)
    sealed = held.folder.file_of(first).read_bytes()
    assert erasing.erase(held.folder, wave, TODAY)
    assert not erasing.erase(held.folder, wave, TODAY)
    unlocked = held.folder.unlock(list(held.made.sheets[:2]))
    assert unlocked.tally_key(second).public_bytes == second
    with pytest.raises(KeyErased):
        unlocked.tally_key(first)
    with pytest.raises(NotOurWave):
        unlocked.tally_key(bytes(65))
    assert sealed not in every_byte(held.folder.path)


def test_a_damaged_folder_is_told_from_a_wrong_secret(held: Held) -> None:
    first = held.folder.public.tally_keys[0]
    held.folder.file_of(first).write_bytes(bytes(60))
    with pytest.raises(FolderDamaged):
        held.folder.unlock(list(held.made.sheets[:2])).tally_key(first)
    (held.folder.path / "trustee.json").write_text("{}")
    with pytest.raises(FolderDamaged):
        KeyFolder.load(held.folder.path)


def test_everybody_who_keeps_a_sheet_is_somebody_else_and_has_a_stand_in(tmp_path: Path) -> None:
    whole = rehearsal.plan()
    twice = (whole.keepers[0], whole.keepers[0], whole.keepers[2])
    alone = (*whole.keepers[:2], Keeper("Eva", "council", ""))
    for keepers in (twice, alone, whole.keepers[:2], ()):
        with pytest.raises(PlanIncomplete):
            KeyFolder.make(tmp_path / "keys", Plan("Council", keepers), TODAY)
    assert not (tmp_path / "keys").exists()
