"""safetosay instrument: list what there is, check a file before it is used, write it out again."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from survey_api.catalogue import instrument_store, special_topics
from survey_api.catalogue.instruments import check as mistakes_in
from survey_api.catalogue.instruments import parse_instrument
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import instrument_desk
from survey_api.errors import Invalid, NotFound
from survey_api.published.schemas.instruments import InstrumentSheet

app = typer.Typer(no_args_is_help=True)


class InstrumentFileUnreadable(Invalid):
    """The file cannot be read as UTF-8 text."""


class LanguageMissing(NotFound):
    """This questionnaire is not there in that language."""


@app.command("list")
def list_all() -> None:
    """All instruments in this installation."""
    table = Table("name", "version", "title", "items", "fielded")
    with opened_rooms() as rooms, rooms.published() as session:
        for one in instrument_store.every(session):
            fielded = "yes" if one.fielded else "no"
            table.add_row(one.id, str(one.version), one.title, str(one.n_items), fielded)
    console.print(table)


@app.command()
def check(file: Path) -> None:
    """Explain every mistake in a YAML instrument, with its line and a remedy."""
    found = mistakes_in(read(file))
    for mistake in found:
        console.print(str(mistake), markup=False, soft_wrap=True)
    if found:
        console.print(f"{len(found)} mistake(s) in {file}.")
        raise typer.Exit(1)
    _tell_topics(read(file), file.name)
    console.print(f"{file} is fine.")


@app.command("import")
def import_(file: Path) -> None:
    """Add an instrument, or a new version of one, from a YAML file."""
    source = read(file)
    with opened_rooms() as rooms:
        kept = instrument_desk.bring_in(rooms, None, source)
    _tell_topics(source, file.name)
    console.print(f"{kept.id} version {kept.version} is in.")


@app.command()
def show(
    name: str, version: Annotated[int, typer.Option(help="the newest when left out")] = 0
) -> None:
    """Print an instrument as YAML: copy it, change it, give it a name of its own, import it."""
    with opened_rooms() as rooms:
        console.file.write(instrument_desk.show(rooms, name, version).source)


@app.command()
def preview(
    name: str,
    version: Annotated[int, typer.Option(help="the newest when left out")] = 0,
    language: Annotated[str, typer.Option(help="de, en, …; its own when left out")] = "",
) -> None:
    """Print an instrument's screens as people meet them."""
    with opened_rooms() as rooms:
        sheet = instrument_desk.show(rooms, name, version)
    for line in preview_lines(sheet, language or sheet.locales[0]):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def preview_lines(sheet: InstrumentSheet, language: str) -> list[str]:
    """Title, introduction, each question with its answers, and what is asked beside."""
    if language not in sheet.locales:
        raise LanguageMissing(f"{sheet.id} is there in {', '.join(sheet.locales)}.")
    answers = [f"    ( ) {one.label[language]}" for one in sheet.options]
    lines = [sheet.title[language], "", sheet.intro[language]]
    for place, item in enumerate(sheet.items, start=1):
        head = f"{place} of {len(sheet.items)}. {item.text[language]}"
        lines += ["", head, *answers, "    ( ) –"]
    for cut in sheet.cuts:
        lines += ["", cut.label[language], *(f"    ( ) {one[language]}" for one in cut.levels)]
    for comment in sheet.comments:
        lines += ["", comment.text[language], "    […]"]
    return lines


def _tell_topics(source: str, name: str) -> None:
    """Words that may ask for what the law protects most; they refuse nothing."""
    parsed = parse_instrument(source, name=name)
    for notice in special_topics.notices(parsed):
        console.print(str(notice), markup=False, soft_wrap=True)
    for language in special_topics.unread(parsed):
        console.print(f"Special topics were not looked for in the language {language}.")


def read(file: Path) -> str:
    """The text of a file, or a clear error."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InstrumentFileUnreadable(
            f"{file} cannot be read as UTF-8 text ({type(error).__name__})."
        ) from error
