"""safetosay cards: printed cards for people who answer without a mail."""

from pathlib import Path
from typing import Annotated

import typer

from survey_api import audit
from survey_api.cli.common import console, opened_rooms, say
from survey_api.cli.paper import known_language, write_once
from survey_api.conduct import cards
from survey_api.conduct.paper import cards as paper

app = typer.Typer(no_args_is_help=True)
HANDLE_WITH_CARE = (
    "Whoever holds this file can cast every ballot in it. Print it once, delete the file, cut "
    "the cards apart and let people draw them from a hat. See docs/cards.md."
)


@app.callback()
def about() -> None:
    """People without an e-mail address in the roster answer by card."""


@app.command("print")
def print_(
    wave: str,
    unit: Annotated[str, typer.Option(help="id or name; everybody when left out")] = "",
    out: Annotated[Path, typer.Option(help="the PDF to write")] = Path("cards.pdf"),
    lang: Annotated[str, typer.Option(help="language of the cards")] = "en",
    few: Annotated[bool, typer.Option(help="also where fewer cards than K lie in a hat")] = False,
) -> None:
    """Print a card for each person of a unit who answers on paper or at a kiosk.

    Whoever runs this could use the cards in other people's place, so two people should.
    Broken off, run it again in the same way: no card is lost, and none is made twice.
    """
    locale = known_language(lang)
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "print cards", f"wave {wave}, {unit or 'all'}")
        printing = cards.prepare(rooms, wave, unit, few=few, say=say)
        if printing.is_resumed:
            say("An earlier printing was not finished; these are its cards")
        say("Writing the sheets")
        write_once(out, paper.to_pdf(printing, locale))
        cards.finish(rooms, printing)
    console.print(f"{len(printing.pack.cards)} cards are in {out}.")
    console.print(HANDLE_WITH_CARE)
