"""An import that is stopped, wherever, leaves the old people or the new; again completes it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from survey_api.conduct import roster
from survey_api.conduct.rooms import Rooms
from survey_api.identity.models import Person
from tests import factories
from tests.installing import installed

N_BEFORE, N_AFTER = 54, 6_054
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from survey_api.conduct import roster
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings
step, least = sys.argv[2], float(sys.argv[3])
def say(now, share):
    if now == step and share >= least:
        os.kill(os.getpid(), signal.SIGKILL)
roster.import_csv(Rooms(Settings.load()), Path(sys.argv[1]).read_bytes(), say=say)
"""


@pytest.fixture
def rooms(tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(installed(tmp_path / "here"))
    factories.staffed(made, N_BEFORE)
    yield made
    made.dispose()


def larger() -> bytes:
    joiners = (
        f"n{n},New {n},new{n}@big.example,Test & Sons / New / Team {n % 300},"
        for n in range(N_AFTER - N_BEFORE)
    )
    return factories.roster_csv(N_BEFORE).rstrip(b"\n") + "\n".join(["", *joiners]).encode()


def people(rooms: Rooms) -> int:
    with rooms.identity() as session:
        query = select(func.count()).select_from(Person).where(Person.active, Person.unit != "")
        return session.scalar(query) or 0


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(("units", "0"), marks=pytest.mark.slow),
        pytest.param(("people", "0"), marks=pytest.mark.slow),
        ("people", "0.3"),
    ],
)
def test_an_import_that_is_killed_changed_nobody_and_again_it_is_whole(
    rooms: Rooms, tmp_path: Path, place: tuple[str, str]
) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes(larger())
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(file), *place],
        env={**os.environ, **rooms.settings.environment()},
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert people(rooms) == N_BEFORE
    assert roster.import_csv(rooms, larger()).applied
    assert people(rooms) == N_AFTER
    again = roster.import_csv(rooms, larger(), dry_run=True)
    assert {name: number for name, number in again.counts.items() if number} == {
        "unchanged": N_AFTER
    }


@pytest.mark.slow
def test_two_hundred_thousand_people_come_in_and_the_progress_is_told(rooms: Rooms) -> None:
    rows = (
        f"{n},Person {n},p{n}@big.example,Big / Area {n % 40} / Team {n % 12000},"
        f"{'yes' if n < 12000 else ''},en,Europe/Berlin"
        for n in range(200_000)
    )
    head = "employee_id,name,email,unit,leads,locale,timezone"
    told: list[tuple[str, float]] = []
    content = "\n".join([head, *rows]).encode("utf-16")
    report = roster.import_csv(rooms, content, say=lambda step, share: told.append((step, share)))
    assert people(rooms) == 200_000
    assert report.encoding.startswith("UTF-16")
    assert len([share for step, share in told if step == "people"]) >= 40
