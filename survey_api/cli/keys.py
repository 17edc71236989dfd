"""safetosay keys: which key files there are, and replacing those that seal other secrets."""

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.table import Table

from survey_api import audit
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import rekeying
from survey_api.conduct.rekeying import Sealing

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """Every key file, since when it is as it is, and who may read it; never what it holds."""
    table = Table("file", "since", "readable by")
    with opened_rooms() as rooms:
        folders = (rooms.settings.keys_dir, rooms.settings.holder_dir)
        for path in (one for folder in folders for one in sorted(folder.glob("*.key"))):
            table.add_row(f"{path.parent.name}/{path.name}", _since(path), _readers(path))
    console.print(table)


@app.command()
def replace(which: Sealing) -> None:
    """Replace a key that seals others: everything is sealed anew. Between two waves only."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "replace key", which)
        n_sealed = rekeying.replace_key(rooms, which)
    console.print(
        f"{n_sealed} secret(s) sealed anew. Restart the processes, and back the key up again; "
        "backups of the old key open old backups of the database only."
    )


def _since(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def _readers(path: Path) -> str:
    return "others too: chmod 600" if path.stat().st_mode & 0o077 else "its owner only"
