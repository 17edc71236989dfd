"""The key beside the output: used again for the same input, never exchanged, never overwritten."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from survey_api.answer_files import keeping
from survey_api.answer_files.keeping import (
    NOISE_KEY,
    DirectoryTaken,
    FreshNoiseRefused,
    Key,
    KeyUnreadable,
    key_for,
    read_key,
    write_private,
    writing,
)

DIGEST, OTHER = b"a" * 32, b"b" * 32
KEY = Key(bytes(range(32)))


def release(folder: Path, key: Key = KEY, text: str = "cells") -> None:
    with writing(folder) as part:
        write_private(part / NOISE_KEY, key.document(DIGEST))
        (part / "cells.csv").write_text(text, encoding="utf-8")


def test_a_new_directory_gets_a_new_key(tmp_path: Path) -> None:
    one, two = (key_for(tmp_path / name, DIGEST, None) for name in "ab")
    assert one != two
    assert key_for(tmp_path / "c", DIGEST, KEY) == KEY


def test_the_kept_key_is_used_again_for_the_same_input(tmp_path: Path) -> None:
    release(tmp_path / "out")
    assert key_for(tmp_path / "out", DIGEST, None) == KEY
    assert key_for(tmp_path / "out", DIGEST, KEY) == KEY


def test_fresh_noise_for_the_same_input_is_refused_with_the_reason(tmp_path: Path) -> None:
    release(tmp_path / "out")
    with pytest.raises(FreshNoiseRefused, match="eight times would reveal the sums"):
        key_for(tmp_path / "out", DIGEST, Key(bytes(32)))


def test_a_directory_with_the_release_of_another_input_is_refused(tmp_path: Path) -> None:
    release(tmp_path / "out")
    for given in (None, KEY, Key(bytes(32))):
        with pytest.raises(DirectoryTaken, match="name a new directory"):
            key_for(tmp_path / "out", OTHER, given)


def test_other_files_are_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(DirectoryTaken, match="holds other files"):
        key_for(tmp_path, DIGEST, None)
    with pytest.raises(DirectoryTaken, match="is a file"):
        key_for(tmp_path / "holiday.jpg", DIGEST, None)
    (tmp_path / NOISE_KEY).write_text("my own", encoding="utf-8")
    with pytest.raises(DirectoryTaken, match="cannot be read as a key of ours"):
        key_for(tmp_path, DIGEST, None)


@pytest.mark.parametrize("text", ["", "ff", "g" * 64, "0" * 66, "0" * 63])
def test_a_key_is_sixty_four_hexadecimal_digits(text: str) -> None:
    with pytest.raises(KeyUnreadable):
        read_key(text)
    assert read_key("  " + KEY.secret.hex() + "\n") == KEY


def test_only_the_owner_reads_the_key_and_its_file_names_no_input(tmp_path: Path) -> None:
    release(tmp_path / "out")
    path = tmp_path / "out" / NOISE_KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept == {"noise_key": KEY.secret.hex(), "input": KEY.fingerprint(DIGEST).hex()}
    assert DIGEST.hex() not in path.read_text(encoding="utf-8")


def test_what_follows_from_a_key_is_kept_apart() -> None:
    derived = {KEY.noise, KEY.signing_seed, KEY.fingerprint(DIGEST), KEY.secret}
    assert len(derived) == 4
    assert KEY.fingerprint(DIGEST) != Key(bytes(32)).fingerprint(DIGEST)
    assert "secret" not in repr(KEY)


def test_a_failure_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), writing(tmp_path / "out") as part:
        (part / "cells.csv").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_writing_again_puts_each_file_whole_and_leaves_the_key(tmp_path: Path) -> None:
    release(tmp_path / "out")
    before = (tmp_path / "out" / NOISE_KEY).stat().st_ino
    release(tmp_path / "out", text="cells, unrounded")
    assert (tmp_path / "out" / "cells.csv").read_text(encoding="utf-8") == "cells, unrounded"
    assert (tmp_path / "out" / NOISE_KEY).stat().st_ino == before
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_an_empty_directory_is_filled_and_a_busy_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    release(tmp_path / "out")
    assert (tmp_path / "out" / "cells.csv").is_file()
    with pytest.raises(DirectoryTaken, match="meanwhile"), writing(tmp_path / "new") as part:
        (part / "cells.csv").write_text("x", encoding="utf-8")
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "other").write_text("y", encoding="utf-8")
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["other"]


KILLED = """
import os, signal, sys
from pathlib import Path
from survey_api.answer_files.keeping import writing
with writing(Path(sys.argv[1])) as part:
    (part / "cells.csv").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_run_that_was_killed_leaves_no_directory_and_the_next_one_clears_up(
    tmp_path: Path,
) -> None:
    ran = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "out")], check=False)
    assert ran.returncode < 0
    assert not (tmp_path / "out").exists()
    alive = tmp_path / f".out-unfinished-{os.getppid()}"
    alive.mkdir()
    release(tmp_path / "out")
    assert {one.name for one in tmp_path.iterdir()} == {"out", alive.name}
    assert keeping.key_for(tmp_path / "out", DIGEST, None) == KEY
