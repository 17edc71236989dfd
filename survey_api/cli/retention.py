"""safetosay retention: what is kept how long, and taking out what is due."""

import typer
from rich.table import Table

from survey_api import audit
from survey_api.cli.common import console, opened_rooms, say
from survey_api.conduct import retention

app = typer.Typer(no_args_is_help=True)


@app.command()
def status() -> None:
    """Each kind of data with its period, how much there is, and how much is due."""
    with opened_rooms() as rooms:
        found = retention.status(rooms)
    table = Table("what", "kept", "there are", "due")
    for one in found:
        table.add_row(one.kind, one.period, str(one.held), str(one.due))
    console.print(table)
    console.print("Keys, links and ballots of a wave have their own day: safetosay wave status")


@app.command()
def apply() -> None:
    """Take out what is due and write the databases anew; the worker does it every hour."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "apply retention", "what was due")
        done = retention.apply(rooms, say=say)
    for kind, number in done.items():
        console.print(f"{kind}: {number}")
