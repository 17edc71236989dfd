"""safetosay history: results of surveys that were held before, marked wherever they are shown."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from survey_api.cli.common import console, opened_rooms
from survey_api.cli.instruments import read
from survey_api.cli.waves import as_date
from survey_api.conduct import earlier_desk
from survey_api.published.schemas.earlier import EarlierIn

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_all() -> None:
    """All earlier results."""
    table = Table("day", "title", "source", "kind", "units", "figures", "id")
    with opened_rooms() as rooms:
        for one in earlier_desk.every(rooms):
            counts = (str(one.n_units), str(one.n_figures))
            table.add_row(str(one.held_on), one.title, one.source, one.kind, *counts, one.id)
    console.print(table)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV: unit,measure,mean,n; or a release.json")],
    title: Annotated[str, typer.Option(help="what the survey was called")],
    source: Annotated[str, typer.Option(help="which tool or file the figures come from")],
    on: Annotated[str, typer.Option(help="day it was held, 2025-06-30")] = "",
    dry_run: Annotated[bool, typer.Option(help="only say what would be stored")] = False,
) -> None:
    """Take in an earlier survey's means, or what `safetosay protect` made of its rows."""
    said = EarlierIn(
        title=title,
        source=source,
        held_on=as_date(on) if on else None,
        content=read(file),
        trial=dry_run,
    )
    with opened_rooms() as rooms:
        found = earlier_desk.take_in(rooms, None, said)
    told = "Stored" if found.stored else "Would be stored"
    kept, left = found.result, (found.few, found.subtraction, found.unknown)
    console.print(f"{told}: {kept.n_figures} figures of {kept.n_units} units, {kept.held_on}.")
    console.print(
        "Left out: {} of few people, {} because of subtraction, {} unknown.".format(*left)
    )


@app.command()
def remove(name: Annotated[str, typer.Argument(help="id, from: safetosay history list")]) -> None:
    """Take out an earlier result."""
    with opened_rooms() as rooms:
        gone = earlier_desk.take_out(rooms, None, name)
    console.print(f"{gone.title} ({gone.held_on}) is gone.", markup=False)
