"""safetosay person: what is held about somebody, and taking it out when they ask."""

import json
from typing import Annotated

import typer
from rich.table import Table

from survey_api import audit
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import person_requests, persons
from survey_api.published.schemas.keeping import Waits

app = typer.Typer(no_args_is_help=True)
WAITS_FOR = {
    Waits.ROSTER: "their leaving the roster",
    Waits.WAVE: "the release of a wave that asked them",
    Waits.WORKER: "the worker, within a minute",
}


@app.command()
def export(email: str) -> None:
    """Everything that is held about somebody, as JSON, to be handed to them."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "export person", "one person")
        found = persons.held(rooms, email)
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


@app.command()
def erase(
    email: str,
    when_possible: Annotated[
        bool, typer.Option(help="keep the request; the worker meets it as soon as it can be")
    ] = False,
) -> None:
    """Take out what says who somebody is. They must have left and be asked in no running wave."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "erase person", "one person")
        if when_possible:
            person_requests.ask(rooms, email)
            console.print("Kept. safetosay person waiting says what it waits for.")
            return
        persons.erase(rooms, email)
    console.print("Done. What a frozen frame still needs is a row without a name.")


@app.command()
def waiting() -> None:
    """Who asked to be forgotten, and what it waits for."""
    with opened_rooms() as rooms:
        found = person_requests.waiting(rooms)
    table = Table("name", "e-mail", "asked on", "waits for")
    for one in found:
        table.add_row(one.name, one.email, str(one.asked_on), WAITS_FOR[one.waits_for])
    console.print(table)


@app.command()
def keep(email: str) -> None:
    """Take a request to be forgotten back."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "keep person", "one person")
        person_requests.withdraw(rooms, email)
    console.print("Done.")
