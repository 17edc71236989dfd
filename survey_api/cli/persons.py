"""safetosay person: what is held about somebody, and taking it out when they ask."""

import json

import typer

from survey_api import audit
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import persons

app = typer.Typer(no_args_is_help=True)


@app.command()
def export(email: str) -> None:
    """Everything the roster's database holds about somebody, as JSON, to be handed to them."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "export person", "one person")
        found = persons.held(rooms, email)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


@app.command()
def erase(email: str) -> None:
    """Take out what says who somebody is. They must have left and be asked in no running wave."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "erase person", "one person")
        persons.erase(rooms, email)
    console.print("Done. What a frozen frame still needs is a row without a name.")
