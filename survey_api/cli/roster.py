"""safetosay roster: bring in who works here, as a diff against what is known."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID
from rich.table import Table

from survey_api import audit
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import roster
from survey_api.errors import Invalid
from survey_api.identity.encodings import WESTERN

app = typer.Typer(no_args_is_help=True)
STEPS = {
    "read": "Reading the file",
    "compare": "Comparing with who is known",
    "units": "Writing units",
    "people": "Writing people",
}


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
        with Progress(console=console, transient=True) as bar:
            report = roster.import_csv(
                rooms, content, units=tree, dry_run=dry_run, say=_telling(bar)
            )
    table = Table("what changes" if dry_run else "what changed", "how many")
    for what, number in report.counts.items():
        table.add_row(what, str(number))
    console.print(table)
    if report.encoding == WESTERN:
        console.print(f"The file was read as {WESTERN}. Look at names with accents.")
    console.print("Nothing was changed (dry run)." if dry_run else "The roster is up to date.")


def _telling(bar: Progress) -> roster.Progress:
    """A bar for each step; steps that cannot say how far they are show that they are at work."""
    begun: dict[str, TaskID] = {}

    def say(step: str, share: float) -> None:
        for earlier, task in begun.items():
            if earlier != step:
                bar.update(task, total=1, completed=1)
        if step not in begun:
            begun[step] = bar.add_task(STEPS[step], total=None)
        if share:
            bar.update(begun[step], total=1, completed=share)

    return say


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileUnreadable(f"{file} cannot be read: {reason}.") from error
