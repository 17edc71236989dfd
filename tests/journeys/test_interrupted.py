"""Opening and closing are killed half-way, again and again, and then simply run once more."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from survey_api.catalogue.models import WaveManifest, WaveState, WaveUnit
from survey_api.conduct.closing import close_wave
from survey_api.conduct.opening import open_wave
from survey_api.conduct.status import statuses
from survey_api.identity.models import Invitation, OutboxMessage
from survey_api.published.models import Release
from tests import factories
from tests.installing import installed
from tests.running import Running

N_PEOPLE = 54
FEW, MANY = (0.9, 1.4), (0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0)


@pytest.fixture
def place(tmp_path: Path) -> Running:
    return Running(installed(tmp_path / "data"))


def run_and_kill(place: Running, verb: str, after: float) -> int:
    """``safetosay wave open|close 1`` with kill -9 after so many seconds; its exit code."""
    command = [sys.executable, "-m", "survey_api.cli", "wave", verb, "1"]
    environment = {**os.environ, **place.settings.environment()}
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    until = time.monotonic() + after
    while time.monotonic() < until and child.poll() is None:
        time.sleep(0.01)
    child.kill()
    return child.wait()


@pytest.mark.parametrize("moments", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])
def test_a_wave_is_opened_and_closed_once_however_often_it_was_killed(
    place: Running, moments: tuple[float, ...]
) -> None:
    with place:
        factories.staffed(place.rooms, N_PEOPLE)
        factories.draft_wave(place.rooms)
        killed = [run_and_kill(place, "open", after) for after in moments]
        opened = open_wave(place.rooms, "1")
        _is_open_once(place, opened.wave)
        factories.answer_all(factories.links(place.rooms, opened.wave))
        killed += [run_and_kill(place, "close", after) for after in moments]
        closed = close_wave(place.rooms, "1")
        assert -9 in killed
        assert (closed.accepted, closed.rejected) == (N_PEOPLE, 0)
        assert statuses(place.rooms)[0].state == WaveState.RELEASED
        with place.rooms.reading() as session:
            assert session.scalar(select(func.count()).select_from(Release)) == 1


def _is_open_once(place: Running, wave: str) -> None:
    with place.rooms.identity() as session:
        invited = session.scalar(select(func.count()).select_from(Invitation))
        mails = session.scalar(
            select(func.count())
            .select_from(OutboxMessage)
            .where(OutboxMessage.kind == "invitation")
        )
    with place.rooms.reading() as session:
        manifests = session.scalar(select(func.count()).select_from(WaveManifest))
        units = list(session.scalars(select(WaveUnit.unit).where(WaveUnit.wave_id == wave)))
    assert (invited, mails, manifests) == (N_PEOPLE, N_PEOPLE, 1)
    assert len(units) == len(set(units))
