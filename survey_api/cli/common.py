"""What every command needs: the settings, the rooms and a way to show progress."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from survey_api import languages
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings

console = Console(highlight=False)


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


def say(text: str) -> None:
    """One line of progress."""
    console.print(f"  [dim]·[/] {text}")
