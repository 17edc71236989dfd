"""A disk that is full: refused in words, nothing acknowledged is lost, and room makes it go on."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from survey_api.access import Role
from survey_api.cli.serve import Part
from survey_api.conduct.closing import close_wave
from survey_api.errors import SafeToSayError
from survey_api.settings import Settings
from tests import factories
from tests.faults.load import Load, under
from tests.faults.outcome import everything_is_there
from tests.installing import installed
from tests.running import Running
from tests.security import accounts

PARTS = (Part.BALLOTS, Part.API)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 40 megabytes in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    made = subprocess.run(mount, capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def fill(folder: Path) -> Path:
    """Until not one more byte fits."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            os.fsync(file.fileno())
    return filler


@pytest.mark.slow
def test_a_full_disk_refuses_in_words_and_everything_promised_is_counted(small_disk: Path) -> None:
    settings = installed(small_disk)
    with Running(settings, PARTS) as running:
        factories.staffed(running.rooms, 20)
        accounts.enlist(settings)
        wave = factories.open_wave(running.rooms)
        load = Load.of(factories.links(running.rooms, wave), wave, settings.survey_url)
        some, load.people = load.people, load.people[:6]
        with under(load):
            pass
        filler = fill(small_disk)
        refused_in_words(settings)
        with pytest.raises(SafeToSayError) as refusal:
            factories.answer_all({"one": some[10].link})
        assert "full" in refusal.value.detail or "again" in refusal.value.detail
        filler.unlink()
        load.people = some
        load.stopping.clear()
        with under(load):
            pass
        close_wave(running.rooms, wave)
        everything_is_there(running, wave, load)


def refused_in_words(settings: Settings) -> None:
    for url, named in ((settings.app_url, None), (settings.ballot_url, None)):
        assert httpx2.get(url + "/healthz").status_code == 200, named
    assert httpx2.get(settings.ballot_url + "/readyz").status_code == 503
    said = {"email": accounts.address(Role.ANALYST), "password": accounts.PASSWORD}
    reply = httpx2.post(settings.app_url + "/sign-in", json=said, headers=accounts.OURS, timeout=20)
    assert reply.status_code == 503, reply.text
    assert "disk is full" in reply.json()["detail"]
