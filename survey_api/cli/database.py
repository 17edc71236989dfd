"""safetosay db: tables brought up to date, compared, backed up and brought back."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select

from survey_api import audit, migrations
from survey_api.backups import restoring, writing
from survey_api.backups.files import About
from survey_api.catalogue.models import Wave, WaveState
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict
from survey_api.migrations import ROOMS
from survey_api.settings import Settings

app = typer.Typer(no_args_is_help=True)


class WaveRunning(Conflict):
    """A wave is open. Two copies of identity or ballots from that time show which ballots came and
    who fetched a token between them, so only published was backed up. If losing the open wave
    would be worse: --while-open, and destroy that copy when the wave has closed."""


@app.callback()
def about() -> None:
    """The three databases."""


@app.command()
def upgrade() -> None:
    """Bring all tables up to this version; processes of the last release may go on meanwhile."""
    settings = Settings.load()
    for room in ROOMS:
        before = migrations.revision(room, migrations.urls(settings)[room]) or "empty"
        migrations.upgrade(settings, (room,))
        now = migrations.head(room)
        console.print(f"{room}: {now}" + ("" if now == before else f", was {before}"))


@app.command()
def check() -> None:
    """Whether every database has what this version needs; changes nothing."""
    settings = Settings.load()
    for room in ROOMS:
        migrations.check(settings, (room,))
        now = migrations.revision(room, migrations.urls(settings)[room])
        newer = "" if migrations.knows(room, now) else ", of a newer version that this one can use"
        console.print(f"{room}: {now}, fine{newer}")


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="a new folder, for one file a database")],
    room: Annotated[list[str] | None, typer.Option(help="only this database")] = None,
    while_open: Annotated[
        bool, typer.Option(help="also identity and ballots of an open wave")
    ] = False,
) -> None:
    """Write what is in the databases, sorted by key: no order, no time, no session."""
    with opened_rooms() as rooms:
        wanted = tuple(one for one in ROOMS if one in (room or ROOMS))
        is_running = _is_running(rooms) and not while_open
        allowed = tuple(one for one in wanted if one == "published" or not is_running)
        audit.record(rooms.published_engine, None, "back up", ", ".join(allowed)[:200])
        _told(writing.back_up(rooms, folder, allowed))
        if allowed != wanted:
            raise WaveRunning
    console.print(f"Written to {folder}. Keep the files apart from each other and from the keys.")


@app.command()
def restore(folder: Path) -> None:
    """Bring back every database whose backup lies in the folder, into new, empty databases."""
    with opened_rooms() as rooms:
        done = restoring.restore(rooms, folder)
        audit.record(rooms.published_engine, None, "restore", ", ".join(done))
        _told(list(done.values()))
    console.print("Restored. Put keys/ and holder/ back in their places, then: safetosay init")


@app.command()
def examine(folder: Path) -> None:
    """Read a backup from end to end and compare it with its digests; changes nothing."""
    _told(list(restoring.examined(folder).values()))


def _is_running(rooms: Rooms) -> bool:
    with rooms.reading() as session:
        return session.scalar(select(Wave.id).where(Wave.state == WaveState.OPEN)) is not None


def _told(done: list[About]) -> None:
    table = Table("database", "tables", "rows", "schema")
    for one in done:
        n_rows = sum(part.rows for part in one.tables.values())
        table.add_row(one.room, str(len(one.tables)), str(n_rows), one.revision)
    console.print(table)
