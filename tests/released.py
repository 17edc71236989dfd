"""An installation with two released waves, made by the real processes, without a browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from survey_api.conduct import opening
from survey_api.conduct.closing import close_wave
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings
from tests import factories
from tests.installing import installed
from tests.running import Running


@dataclass(frozen=True)
class Place:
    """Where it is and which waves were released, oldest first."""

    settings: Settings
    rooms: Rooms
    waves: tuple[str, ...]


@contextmanager
def two_waves(folder: Path) -> Iterator[Place]:
    """Fifty-four people answer twice; the processes are gone afterwards, the rooms stay."""
    settings = installed(folder)
    with Running(settings) as running:
        factories.staffed(running.rooms)
        waves = tuple(_release(running.rooms, *one) for one in (("September", 4), ("October", 0)))
        yield Place(settings, running.rooms, waves)


@contextmanager
def one_wave(folder: Path, *, sites: Callable[[Rooms, str], None]) -> Iterator[Place]:
    """The same people answer once; ``sites`` is told the draft before it opens."""
    settings = installed(folder)
    with Running(settings) as running:
        factories.staffed(running.rooms)
        draft = factories.draft_wave(running.rooms)
        sites(running.rooms, draft)
        wave = opening.open_wave(running.rooms, draft).wave
        factories.answer_all(factories.links(running.rooms, wave))
        close_wave(running.rooms, wave)
        yield Place(settings, running.rooms, (wave,))


def _release(rooms: Rooms, title: str, weeks_ago: int) -> str:
    wave = factories.open_wave(rooms, title=title, weeks_ago=weeks_ago)
    factories.answer_all(factories.links(rooms, wave))
    close_wave(rooms, wave)
    return wave
