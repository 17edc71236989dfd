"""safetosay report: reports as files, one or one for every unit."""

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from survey_api import audit, languages
from survey_api.access import Role, Viewer
from survey_api.catalogue import waves as lobby
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Conflict, Invalid, NotFound
from survey_api.published.material import Desk
from survey_api.published.reports.batch import render_all
from survey_api.published.reports.formats import Format
from survey_api.published.reports.model import Report
from survey_api.published.reports.words import file_name
from survey_api.published.wording import Wording

EVERYBODY = Viewer(
    id=audit.COMMAND_LINE,
    name=audit.COMMAND_LINE,
    roles=frozenset({Role.ANALYST}),
    roots=frozenset({""}),
    own_unit="",
)
Unit = Annotated[str, typer.Option(help="id of one unit; without it, all units in one report")]
AllUnits = Annotated[bool, typer.Option("--all-units", help="one file for every unit")]
Kind = Annotated[Format, typer.Option("--format", help="of the files")]
Lang = Annotated[str, typer.Option(help="language of the files: en, de or one of your own")]
Out = Annotated[Path, typer.Option(help="a directory; made when it is not there")]
Force = Annotated[bool, typer.Option(help="replace files that are there")]


class OneOrAll(Invalid):
    """Choose one unit with --unit, or every unit with --all-units, not both."""


class LanguageUnknown(Invalid):
    """This language is not installed."""


class NoSuchResult(NotFound):
    """There is no released result of this wave and unit. See: safetosay wave status"""


class FileThere(Conflict):
    """A file is there already. Nothing was written."""


class FolderUnusable(Invalid):
    """The directory cannot be written."""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(report)


def report(
    wave: Annotated[str, typer.Argument(help="number or id of a released wave")],
    kind: Kind = Format.PDF,
    unit: Unit = "",
    all_units: AllUnits = False,
    lang: Lang = languages.FALLBACK,
    out: Out = Path(),
    force: Force = False,
) -> None:
    """Write a report on a released wave: PDF, slides, workbook, CSV or JSON."""
    if unit and all_units:
        raise OneOrAll
    with opened_rooms() as rooms:
        languages.use(rooms.settings.languages_dir)
        reports = _reports(rooms, wave, _language(lang), unit=unit, all_units=all_units)
        files = [out / name for name in names(reports, kind)]
        _prepare(out, files, force=force)
        subject = f"wave {reports[0].wave.id} unit {unit}" if unit else f"wave {reports[0].wave.id}"
        audit.record(rooms.published_engine, None, f"export {kind}", subject)
        done = render_all(reports, kind, languages_dir=rooms.settings.languages_dir)
        for file, content in zip(files, _counted(done, len(files)), strict=True):
            write(file, content)
    what = str(files[0]) if len(files) == 1 else f"{len(files):,} files in {out}"
    console.print(f"Written: {what}", markup=False, soft_wrap=True)


def names(reports: Sequence[Report], kind: Format) -> list[str]:
    """A harmless name for each, none of them twice."""
    found: list[str] = []
    used: set[str] = set()
    for one in reports:
        name, n = file_name(one.wave.title, one.head.label, ending=kind), 1
        while name in used:
            n += 1
            name = file_name(one.wave.title, one.head.label, ending=f"{n}.{kind}")
        used.add(name)
        found.append(name)
    return found


def write(file: Path, content: bytes) -> None:
    """Whole or not at all: a reader never sees half a file."""
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(content)
        os.replace(part, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or type(error).__name__
        raise FolderUnusable(f"{file} cannot be written: {reason}.") from error


def _reports(
    rooms: Rooms, wave: str, wording: Wording, *, unit: str, all_units: bool
) -> list[Report]:
    name = rooms.settings.organisation
    try:
        with rooms.reading() as session:
            id_ = lobby.find(session, wave).id
            reports = list(_read(Desk(session, id_, wording, name), unit=unit, all_units=all_units))
    except NotFound as error:
        raise NoSuchResult from error
    if not reports:
        raise NoSuchResult
    return reports


def _read(desk: Desk, *, unit: str, all_units: bool) -> Iterator[Report]:
    if all_units:
        yield from desk.every_unit(EVERYBODY)
    elif unit:
        yield desk.unit(EVERYBODY, unit)
    else:
        yield desk.wave(EVERYBODY)


def _language(lang: str) -> Wording:
    if lang not in languages.known():
        raise LanguageUnknown(f"{lang!r} is not one of: {', '.join(languages.known())}.")
    return Wording(lang)


def _prepare(out: Path, files: list[Path], *, force: bool) -> None:
    there = [file for file in files if file.exists()]
    if there and not force:
        raise FileThere(f"{there[0]} is there already; --force replaces it. Nothing was written.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FolderUnusable(f"{out} cannot be made: {reason}. Nothing was written.") from error


def _counted(done: Iterator[bytes], n: int) -> Iterator[bytes]:
    columns = (TextColumn("  rendering"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield from progress.track(done, total=n)
