"""safetosay provisioning token: by which a company's directory keeps the roster (SCIM 2.0)."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from survey_api.cli.common import console, opened_rooms
from survey_api.conduct.provisioning import desk

app = typer.Typer(no_args_is_help=True)
token = typer.Typer(no_args_is_help=True, help="Tokens that directories show.")
app.add_typer(token, name="token")
Name = Annotated[str, typer.Argument(help="so that you know it again, such as Directory")]


@app.callback()
def about() -> None:
    """A directory keeps people and units up to date."""


@token.command()
def add(name: Name) -> None:
    """Make a token. It is printed this once; only its digest is kept."""
    with opened_rooms() as rooms:
        made = desk.add(rooms, None, name)
        found = desk.show(rooms)
    console.print(f"Address: {escape(found.address)}")
    typer.echo(made.token)


@token.command("list")
def list_() -> None:
    """Every token, with the days on which it was made, shown and last wrote."""
    with opened_rooms() as rooms:
        found = desk.show(rooms)
    table = Table("name", "made", "last shown", "last wrote")
    for one in found.tokens:
        days = (one.added_on, one.used_on, one.wrote_on)
        table.add_row(escape(one.name), *(str(day or "never") for day in days))
    console.print(f"Address: {escape(found.address)}")
    console.print(table)


@token.command()
def revoke(name: Name) -> None:
    """Take a token back: from the next request on it is worth nothing."""
    with opened_rooms() as rooms:
        desk.revoke(rooms, None, name)
    console.print("Taken back. People and units stay as they are.")
