"""safetosay instrument: list what there is, check a file before it is used."""

from pathlib import Path

import typer
from rich.table import Table

from survey_api.catalogue import instrument_store
from survey_api.catalogue.instruments import check as mistakes_in
from survey_api.cli.common import console, opened_rooms
from survey_api.errors import Invalid

app = typer.Typer(no_args_is_help=True)


class InstrumentFileUnreadable(Invalid):
    """The file cannot be read as UTF-8 text."""


@app.command("list")
def list_all() -> None:
    """All instruments in this installation."""
    table = Table("name", "version", "title", "items", "fielded")
    with opened_rooms() as rooms, rooms.published() as session:
        for one in instrument_store.every(session):
            fielded = "yes" if one.fielded else "no"
            table.add_row(one.id, str(one.version), one.title, str(one.n_items), fielded)
    console.print(table)


@app.command()
def check(file: Path) -> None:
    """Explain every mistake in a YAML instrument, with its line and a remedy."""
    found = mistakes_in(read(file))
    for mistake in found:
        console.print(str(mistake), markup=False, soft_wrap=True)
    if found:
        console.print(f"{len(found)} mistake(s) in {file}.")
        raise typer.Exit(1)
    console.print(f"{file} is fine.")


@app.command("import")
def import_(file: Path) -> None:
    """Add an instrument, or a new version of one, from a YAML file."""
    with opened_rooms() as rooms, rooms.published() as session:
        kept = instrument_store.install(session, read(file))
        console.print(f"{kept.id} version {kept.version} is in.")


def read(file: Path) -> str:
    """The text of a file, or a clear error."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InstrumentFileUnreadable(
            f"{file} cannot be read as UTF-8 text ({type(error).__name__})."
        ) from error
