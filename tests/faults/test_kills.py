"""kill -9 of every process under load: nothing acknowledged is lost, nothing is doubled."""

import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from survey_api import clock
from survey_api.catalogue.models import LEASE, WaveState
from survey_api.cli.serve import Part
from survey_api.conduct import wave_desk
from tests import factories
from tests.faults.load import Load, under
from tests.faults.outcome import everything_is_there, mails_came_once
from tests.installing import installed
from tests.running import Running

N_PEOPLE = 30
PARTS = (Part.BALLOTS, Part.API, Part.WORKER, Part.DASHBOARD)
ENGINES = ["sqlite", pytest.param("postgresql", marks=[pytest.mark.slow, pytest.mark.postgres])]
FEW, MANY = (3, 1), pytest.param((190, 20), marks=pytest.mark.slow)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kills", [FEW, MANY])
def test_whatever_is_killed_every_acknowledged_ballot_is_counted_once(
    tmp_path: Path, engine: str, kills: tuple[int, int]
) -> None:
    in_load, in_close = kills
    settings = installed(tmp_path, engine=engine)
    chance = random.Random(3)  # noqa: S311
    with Running(settings, PARTS) as running:
        factories.staffed(running.rooms, N_PEOPLE)
        wave = factories.open_wave(running.rooms)
        given = factories.links(running.rooms, wave)
        load = Load.of(given, wave, settings.survey_url)
        with under(load):
            for at in range(in_load):
                time.sleep(chance.uniform(0.05, 0.4))
                kill(running, PARTS[at % len(PARTS)])
                if chance.random() < 0.5:  # the others hit a process that is still starting
                    running.await_answers()
        assert sum(one.n_sent for one in load.people) > in_load
        close_under_kills(running, wave, in_close, chance)
        everything_is_there(running, wave, load)
        mails_came_once(running, len(given))


def kill(running: Running, part: Part) -> None:
    """End a process at once and start it anew, as its supervisor does."""
    running.children[part].kill()
    running.children[part].wait()
    if part is Part.WORKER:
        with running.rooms.published_engine.begin() as connection:  # as if half a minute passed
            connection.execute(update(LEASE).values(until=clock.now() - timedelta(minutes=1)))
    running.start(part)


def close_under_kills(running: Running, wave: str, times: int, chance: random.Random) -> None:
    """Ask for the close until the wave is released; who closes and who holds ballots is killed."""
    ask = Counter[str]()
    while state(running, wave) != WaveState.RELEASED:
        found = wave_desk.show(running.rooms, wave)
        if not found.asked_for and found.state != WaveState.RELEASED:
            wave_desk.ask(running.rooms, wave, WaveState.CLOSED)
            ask["asked"] += 1
        if ask["killed"] < times:
            time.sleep(chance.uniform(0.02, 0.8))
            kill(running, chance.choice((Part.WORKER, Part.BALLOTS)))
            ask["killed"] += 1
        time.sleep(0.2)
        assert ask["asked"] < times + 10, found.trouble


def state(running: Running, wave: str) -> str:
    return wave_desk.show(running.rooms, wave).state
