"""safetosay roster: bring in who works here, as a diff against what is known."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from survey_api import audit
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import roster
from survey_api.errors import Invalid

app = typer.Typer(no_args_is_help=True)


class FileUnreadable(Invalid):
    """The file cannot be read."""


@app.callback()
def about() -> None:
    """Columns: employee_id, name, email, unit; optional: leads, locale, timezone. People who
    answer by printed card have an empty email."""


@app.command("import")
def import_(
    file: Path,
    units: Annotated[Path | None, typer.Option(help="CSV with unit, parent, label")] = None,
    dry_run: Annotated[bool, typer.Option(help="only say what would change")] = False,
) -> None:
    """Apply a roster CSV: joiners, movers and leavers in one go, or nothing at all."""
    content, tree = _read(file), _read(units) if units else None
    with opened_rooms() as rooms:
        if not dry_run:
            audit.record(rooms.published_engine, None, "import roster", file.name[:200])
        report = roster.import_csv(rooms, content, units=tree, dry_run=dry_run)
    table = Table("what changes" if dry_run else "what changed", "how many")
    for what, number in report.counts.items():
        table.add_row(what, str(number))
    console.print(table)
    console.print("Nothing was changed (dry run)." if dry_run else "The roster is up to date.")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileUnreadable(f"{file} cannot be read: {reason}.") from error
