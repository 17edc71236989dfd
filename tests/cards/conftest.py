"""An installation with an open wave in which some people have no e-mail address."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from survey_api.catalogue.models import WaveManifest
from survey_api.cli.main import app
from survey_api.conduct import roster
from survey_api.conduct.rooms import Rooms
from survey_api.respondent.client import WaveInView
from tests import factories
from tests.installing import installed

UNITS = {"Works / Hall 1": 7, "Works / Hall 2": 3, "Works / Yard": 3, "Office": 6}
BY_CARD = {"Works / Hall 1": 6, "Works / Hall 2": 3, "Works / Yard": 2}
N_CARDS, N_MAILS = 11, 8


def roster_csv(by_card: dict[str, int]) -> bytes:
    """Hall 2 and the yard are too small and are pooled."""
    rows = ["employee_id,name,email,unit"]
    for unit, size in UNITS.items():
        for at in range(size):
            number = f"{unit[-6:].replace(' ', '')}{at}"
            address = "" if at < by_card.get(unit, 0) else f"{number}@example.org".lower()
            rows.append(f"{number},Person {number},{address},{unit}")
    return "\n".join(rows).encode()


@dataclass(frozen=True)
class Place:
    """Rooms and an open wave."""

    rooms: Rooms
    wave: str

    @property
    def view(self) -> WaveInView:
        with self.rooms.reading() as session:
            return WaveInView.read(session.get_one(WaveManifest, self.wave).manifest, self.wave)

    def run(self, *words: str) -> Result:
        """A command of this installation."""
        return CliRunner().invoke(app, words, env=self.rooms.settings.environment())


def opened(folder: Path, engine: str = "sqlite") -> Place:
    rooms = Rooms(installed(folder, engine=engine))
    roster.import_csv(rooms, roster_csv(BY_CARD))
    return Place(rooms, factories.open_wave(rooms, title="Winter"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    made = opened(tmp_path / "data", request.param)
    yield made
    made.rooms.dispose()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = opened(tmp_path / "data")
    yield made
    made.rooms.dispose()
