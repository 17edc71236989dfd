"""safetosay release: take in what key holders made, and hand them the box."""

from pathlib import Path
from typing import Annotated

import typer

from survey_api import audit
from survey_api.catalogue import waves
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import accepting, publishing
from survey_api.conduct.closing import box_export
from survey_api.release.box_export import export
from survey_api.trustee import files

app = typer.Typer(no_args_is_help=True)


def register(commands: typer.Typer) -> None:
    """Add the export of a box to ``safetosay wave``."""
    commands.command("export-box")(export_box)


@app.callback()
def about() -> None:
    """Releases that key holders signed."""


@app.command()
def accept(file: Path) -> None:
    """Check a key holder's release and publish it; everybody is told as after a close."""
    raw = files.read(file)
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "accept release", file.name[:200])
        done = accepting.accept_file(rooms, raw)
    console.print(done.sentence, markup=False)


def export_box(
    wave: str,
    out: Annotated[Path, typer.Option(help="the file to write")] = Path("box.zip"),
) -> None:
    """Write the sealed box of a closed wave for its key holders. No person is in it."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "export box", f"wave {wave}")
        with rooms.reading() as session:
            found = waves.find(session, wave)
        past = publishing.past_releases(rooms, found.id)
        files.write(out, export(box_export(rooms, found.id), past))
    console.print(
        f"{out} holds the sealed box of wave {found.number}. Hand it to the key holders. The "
        f"manifest they fetch themselves: {rooms.settings.survey_url}/manifest/{found.id}"
    )
