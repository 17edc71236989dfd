"""safetosay audit: who did what; keep it apart, and check it later."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from survey_api import audit
from survey_api.catalogue import audit_chain
from survey_api.catalogue.audit_chain import Deed
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import record

app = typer.Typer(no_args_is_help=True)
BROKEN, CUT = 1, 2
LISTED = 30


@app.command("list")
def list_(n: Annotated[int, typer.Option(help="how many, newest last")] = LISTED) -> None:
    """The newest deeds, by role; people by their row in the roster's database."""
    table = Table("day", "as", "who", "did", "to")
    for one in _recorded()[-n:]:
        table.add_row(one.on.isoformat(), one.role, one.viewer, one.action, one.subject)
    console.print(table)


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="file to write; keep it apart from this server")],
) -> None:
    """Write everything as one line of JSON a deed."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "export record", "all")
        out.write_text("".join(record.export(rooms)), encoding="utf-8")
    console.print(f"Written: {out}")


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="an export; leave out for the database")
    ] = None,
    earlier: Annotated[
        Path | None, typer.Option(help="an older export that must still be contained unchanged")
    ] = None,
) -> None:
    """Check that no entry was changed, left out or put in between; exit code 1 or 2 if one was."""
    deeds = _kept(file) if file else _recorded()
    broken = audit_chain.broken_at(deeds)
    if broken is not None:
        console.print(f"[red]Entry {broken} does not follow from the one before.[/]")
        raise typer.Exit(BROKEN)
    if earlier is not None and not audit_chain.begins_with(deeds, _kept(earlier)):
        console.print("[red]Something that the earlier export holds is changed or gone.[/]")
        raise typer.Exit(CUT)
    loose = sum(map(audit_chain.is_loose, deeds))
    console.print(f"{len(deeds)} entries, each follows from the one before.")
    if loose:
        console.print(f"{loose} were written by an older version and are not part of the chain.")
    console.print(f"Fingerprint: {record.fingerprint(deeds)}")


def _recorded() -> list[Deed]:
    with opened_rooms() as rooms, rooms.reading() as session:
        return audit.deeds(session)


def _kept(file: Path) -> list[Deed]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise record.RecordUnreadable(f"{file} cannot be read.") from error
    return record.read_export(text, file.name)
