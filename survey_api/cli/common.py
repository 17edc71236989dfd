"""What most commands need: the settings, the rooms and a way to show progress."""

from collections.abc import Iterator
from contextlib import contextmanager

from survey_api import languages
from survey_api.cli.screen import console, say
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings

__all__ = ["console", "opened_rooms", "say"]


@contextmanager
def opened_rooms(settings: Settings | None = None) -> Iterator[Rooms]:
    """The three rooms of this installation, closed again at the end."""
    settings = settings or Settings.load()
    languages.use(settings.languages_dir)
    rooms = Rooms(settings)
    try:
        yield rooms
    finally:
        rooms.dispose()
