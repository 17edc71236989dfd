"""Whoever builds this source gets the same bytes: package, answer page, digests."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from survey_api.credentials.client_list import listed
from survey_api.web.client import DOCUMENT, HERE, TYPES, files_of_checkout

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("survey_api", "dashboard", "alembic")
PAGES = ("pyproject.toml", "README.md", "LICENSE", ".gitignore")


def build(source: Path, out: Path) -> Path:
    given = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600"}
    words = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out))
    subprocess.run(words, cwd=source, env=given, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    return wheel


def copied(folder: Path) -> Path:
    """The same source in another place, with other dates, files met in another order."""
    skipped = shutil.ignore_patterns("node_modules", "__pycache__")
    folder.mkdir()
    for name in reversed(SOURCES):
        shutil.copytree(ROOT / name, folder / name, ignore=skipped, copy_function=shutil.copyfile)
    for name in PAGES:
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def test_two_builds_in_two_places_give_the_same_wheel_with_the_same_answer_page(
    tmp_path: Path,
) -> None:
    here = build(copied(tmp_path / "here"), tmp_path / "a")
    there = build(copied(tmp_path / "there"), tmp_path / "b")
    assert here.read_bytes() == there.read_bytes()
    with zipfile.ZipFile(here) as wheel:
        wheel.extractall(tmp_path / "unpacked")
    assert listed(files_of_checkout(tmp_path / "unpacked")) == listed(files_of_checkout(ROOT))


def test_every_file_of_the_answer_page_is_one_that_is_listed() -> None:
    """A file of a kind that is not served would be no part of the published digest."""
    strange = {path.name for path in HERE.rglob("*") if path.is_file()}
    strange -= {path.name for path in HERE.rglob("*") if path.suffix in TYPES}
    assert DOCUMENT not in strange
    assert all(name.endswith(".d.ts") for name in strange)
