"""safetosay init and doctor: make an installation, and say what it lacks before real use."""

import sys
from collections.abc import Iterator

import typer

from survey_api.cli import installing
from survey_api.cli.common import console, opened_rooms, say
from survey_api.cli.doctor import certificates, databases, machine, told
from survey_api.cli.doctor.finding import Finding
from survey_api.conduct.rooms import Rooms
from survey_api.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(init)
    app.command()(doctor)


def init() -> None:
    """Make the data directory, the keys and the tables; safe to run again after an update."""
    with opened_rooms() as rooms:
        installing.install(rooms, say=say)
    console.print(f"Ready. Data: {rooms.settings.data_dir}. Next: safetosay doctor")


def doctor() -> None:
    """Say what is missing before real use; exit code 1 when something is."""
    rooms = Rooms(Settings.load())
    try:
        findings = list(examine(rooms))
    finally:
        rooms.dispose()
    for one in findings:
        mark = "[green]✓[/]" if one.fine else "[cyan]·[/]" if one.advice else "[yellow]![/]"
        console.print(f"{mark} {one.what}" + ("" if one.fine else f"\n    → {one.remedy}"))
    missing = sum(not (one.fine or one.advice) for one in findings)
    console.print(
        f"{missing} thing(s) to do before real use." if missing else "Nothing is missing."
    )
    sys.exit(1 if missing else 0)


def examine(rooms: Rooms) -> Iterator[Finding]:
    """Look at everything that must be right before people are invited."""
    yield from told.look(rooms.settings)
    yield from certificates.look(rooms.settings)
    yield from databases.look(rooms)
    yield from machine.look(rooms.settings)
