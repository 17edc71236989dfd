"""safetosay client: what the answer page is made of, to be compared with what is served."""

from pathlib import Path
from typing import Annotated

import typer

from survey_api import languages
from survey_api.cli.common import console
from survey_api.credentials.client_list import ClientList, listed
from survey_api.credentials.encoding import b64u
from survey_api.errors import Conflict, Invalid
from survey_api.settings import Settings
from survey_api.web.client import client_files, files_of_checkout

app = typer.Typer(no_args_is_help=True)


class ListUnreadable(Invalid):
    """The list of files cannot be read. Fetch it again from /w/client.json."""


class ClientDiffers(Conflict):
    """The answer page there is not made of these files."""


@app.callback()
def about() -> None:
    """The files of the answer page and their digests."""


@app.command()
def digest(
    folder: Annotated[
        Path | None, typer.Argument(help="a checkout; else what is installed")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="a list fetched from /w/client.json, to compare with")
    ] = None,
) -> None:
    """Print the digest of every file, and the one that manifests name as client_sha256."""
    if folder is None:
        languages.use(Settings.load().languages_dir)
    mine = listed(files_of_checkout(folder) if folder else client_files())
    for name, found in mine.files.items():
        console.print(f"{found}  {name}", markup=False, soft_wrap=True)
    console.print(f"client_sha256 {b64u(mine.digest)}", markup=False)
    if against is not None:
        _compare(mine, against)


def _compare(mine: ClientList, against: Path) -> None:
    try:
        theirs = ClientList.read(against.read_bytes())
    except OSError as error:
        raise ListUnreadable from error
    if different := theirs.differences(mine):
        raise ClientDiffers(f"These files differ or are on one side only: {', '.join(different)}.")
    console.print("All files are the same.")
