"""safetosay release erased: takes in the key holders' word that a key is destroyed."""

from pathlib import Path

import typer

from survey_api import audit
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import erasure_files


def register(app: typer.Typer) -> None:
    """Add the command to its group."""
    app.command()(erased)


def erased(file: Path) -> None:
    """Check and publish the file that key holders made when they destroyed a wave's key."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "accept erasure", file.name)
        done = erasure_files.accept_file(rooms, file.read_bytes())
    console.print(f"The key of wave {done.number} was destroyed on {done.on}, says its holder.")
