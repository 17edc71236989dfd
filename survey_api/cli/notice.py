"""safetosay wave notice: the page for the notice board, with the fingerprint to compare."""

from pathlib import Path
from typing import Annotated

import typer

from survey_api.catalogue import waves
from survey_api.catalogue.models import WaveManifest
from survey_api.cli.common import console, opened_rooms
from survey_api.cli.paper import known_language, write_once
from survey_api.conduct.paper import notice as paper
from survey_api.errors import Conflict


class NotOpenedYet(Conflict):
    """A draft has no fingerprint yet. Open the wave first; its manifest is signed then."""


def register(app: typer.Typer) -> None:
    """Add the command to ``safetosay wave``."""
    app.command("notice")(notice)


def notice(
    wave: str,
    out: Annotated[Path, typer.Option(help="the PDF to write")] = Path("notice.pdf"),
    lang: Annotated[str, typer.Option(help="language of the page")] = "en",
) -> None:
    """One page for the notice board: dates, fingerprint, who could open ballots, contacts."""
    locale = known_language(lang)
    with opened_rooms() as rooms, rooms.reading() as session:
        found = waves.find(session, wave)
        manifest = session.get(WaveManifest, found.id)
        if manifest is None:
            raise NotOpenedYet
        raw, fingerprint = manifest.manifest, manifest.fingerprint
    write_once(out, paper.to_pdf(raw, locale))
    console.print(
        f"{out} holds the fingerprint [bold]{fingerprint}[/]. Hang it up, and put "
        "the fingerprint on the intranet, where the survey's server cannot change it."
    )
