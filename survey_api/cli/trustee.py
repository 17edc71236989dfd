"""safetosay trustee: what a key holder does, on the command line or on a page of this computer.

Nothing here opens a database or reads a setting, but for ``register``, which is for the server.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from survey_api import clock, languages
from survey_api.errors import Invalid
from survey_api.trustee import erasing, files, paper, recounting, tallying
from survey_api.trustee.description import Keeper, Plan
from survey_api.trustee.folder import OFFER, TO_SERVER, KeyFolder, Made
from survey_api.trustee.history import Counted
from survey_api.trustee.summary import summary
from survey_api.trustee.words import Words

app = typer.Typer(invoke_without_command=True)
console = Console(highlight=False)
Folder = Annotated[Path, typer.Option(help="the key folder, for example on a stick")]
Box = Annotated[Path, typer.Option(help="the box file from the server")]
Manifest = Annotated[Path, typer.Option(help="the manifest, fetched apart from the box")]
Lang = Annotated[str, typer.Option(help="language of page and papers")]


class KeeperUnreadable(Invalid):
    """Say of each keeper: --keeper "NAME; ROLE; STAND-IN"."""


@app.callback()
def page(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Option(help="the key folder")] = None,
    lang: Lang = languages.FALLBACK,
    browser: Annotated[bool, typer.Option(help="open the browser")] = True,
) -> None:
    """Hold the key that opens ballots. Without a command: a page that leads through everything."""
    if context.invoked_subcommand is None:
        from survey_api.trustee.page.serving import serve  # noqa: PLC0415

        serve(folder, languages.choose(lang), browse=browser, announce=_announce)


@app.command()
def init(
    folder: Folder,
    holder: Annotated[str, typer.Option(prompt="Who holds the key (a body, not a person)")],
    keeper: Annotated[list[str] | None, typer.Option(help='"NAME; ROLE; STAND-IN"')] = None,
    waves: Annotated[int, typer.Option(help="how many waves get a key")] = 12,
    passphrase: Annotated[bool, typer.Option(help="one passphrase instead of sheets")] = False,
    sheets: Annotated[Path | None, typer.Option(help="write the sheets as HTML to print")] = None,
    lang: Lang = languages.FALLBACK,
) -> None:
    """Make the keys in an empty folder, and the sheets of words that open them."""
    said = keeper or [typer.prompt(f'Sheet {n}: "NAME; ROLE; STAND-IN"') for n in (1, 2, 3)]
    secret = _new_passphrase() if passphrase else ""
    made = KeyFolder.make(
        folder, Plan(holder, tuple(map(_keeper, said)), waves, secret), clock.today()
    )
    _show_sheets(made, sheets, lang)
    console.print(f"Give the server [bold]{folder / TO_SERVER / OFFER}[/]; it holds no secret.")
    console.print(
        f"Fingerprint to compare by telephone: [bold]{made.folder.offer().fingerprint}[/]"
    )


@app.command()
def tally(
    folder: Folder, box: Box, manifest: Manifest, out: Annotated[Path, typer.Option()]
) -> None:
    """Open, count and sign, offline; the numbers by group are shown here and nowhere else."""
    there = KeyFolder.load(folder)
    fitting = tallying.fitted(there, files.read(box), files.read(manifest))
    unlocked = there.unlock(_typed(there))
    with _Bar("Ballots") as bar:
        done = tallying.tally(unlocked, fitting, clock.today(), bar.watch)
    files.write(out, done.release.encode())
    _show_count(done)
    console.print(f"Signed: [bold]{out}[/]. Hand this file over: safetosay release accept FILE")


@app.command()
def recount(
    folder: Folder,
    box: Box,
    manifest: Manifest,
    against: Annotated[Path, typer.Option(help="a release file, or figures as published")],
) -> None:
    """Count again and compare byte for byte."""
    there, before = KeyFolder.load(folder), files.read(against)
    fitting = tallying.fitted(there, files.read(box), files.read(manifest))
    unlocked = there.unlock(_typed(there))
    with _Bar("Ballots") as bar:
        done = recounting.recount(unlocked, fitting, before, bar.watch)
    console.print(f"The same, byte for byte: {', '.join(done.same)} ({done.n_bytes} bytes).")


@app.command()
def erase(
    folder: Folder,
    manifest: Manifest,
    last_copy: Annotated[bool, typer.Option("--last-copy", help="sign that it is gone")] = False,
    early: Annotated[
        bool, typer.Option("--early", help="before the objection period ends")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="the signed statement")] = None,
) -> None:
    """Destroy the key of one wave in this copy; with the last copy, sign a statement."""
    there, today = KeyFolder.load(folder), clock.today()
    wave = Counted.of(files.read(manifest))
    there.place_of(wave.public_key)
    if not early:
        erasing.check(there, wave, today)
    unlocked = there.unlock(_typed(there)) if last_copy else None
    was_there = erasing.erase(there, wave, today)
    console.print("The key is gone here." if was_there else "The key was gone here already.")
    if unlocked is None:
        console.print("Erase in every other copy too; with the last one: --last-copy")
        return
    path = out or folder / TO_SERVER / f"erasure-{wave.wave}.json"
    files.write(path, erasing.statement(unlocked, wave, today).encode())
    console.print(f"Signed: [bold]{path}[/]. Hand this file over, and delete the box file.")


@app.command()
def shares(
    folder: Folder,
    sheets: Annotated[Path | None, typer.Option(help="write the sheets as HTML to print")] = None,
    lang: Lang = languages.FALLBACK,
) -> None:
    """Make a new set of sheets from two that are left, after a loss."""
    there = KeyFolder.load(folder)
    words = there.unlock(_typed(there)).new_sheets()
    _show_sheets(Made(there, tuple(words)), sheets, lang)
    console.print("Destroy every old sheet: two old ones would still open the keys.")


@app.command()
def status(folder: Folder) -> None:
    """Who holds what, how many keys are left, which waves were counted or erased. No secret."""
    there = KeyFolder.load(folder)
    for one in there.public.keepers:
        console.print(escape(f"{one.name} ({one.role}); stands in: {one.stand_in}"))
    console.print(f"Keys left: {there.n_left()} of {len(there.public.tally_keys)}")
    table = Table("wave", "counted", "key may go from", "erased")
    for wave in there.history.waves:
        days = (wave.counted_on, wave.may_be_erased_on, wave.erased_on)
        table.add_row(escape(wave.title), *(str(day or "") for day in days))
    console.print(table)


@app.command()
def rehearse() -> None:
    """Play everything on made-up data in a folder that is thrown away."""
    from survey_api.cli.rehearsing import play  # noqa: PLC0415

    play(console)


@app.command()
def register(offer: Path) -> None:
    """On the server: store a key holder's offer; from now on waves open at level 2."""
    from survey_api.cli.offers import register as store  # noqa: PLC0415

    store(files.read(offer))


@dataclass
class _Bar:
    """Progress on a terminal."""

    name: str

    def __enter__(self) -> "_Bar":
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self.bar = Progress(*columns, console=console)
        self.bar.start()
        self.task = self.bar.add_task(self.name, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def watch(self, done: int, of: int) -> None:
        """Told by the count."""
        self.bar.update(self.task, completed=done, total=of)


def _typed(folder: KeyFolder) -> list[str]:
    """Words of two sheets, or the passphrase, from whoever sits here."""
    if folder.public.stretching is not None:
        return [typer.prompt("Passphrase", hide_input=sys.stdin.isatty())]
    return [typer.prompt(f"Words of the {one} sheet you have here") for one in ("first", "second")]


def _new_passphrase() -> str:
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt="Again"))


def _keeper(said: str) -> Keeper:
    parts = [part.strip() for part in said.split(";")]
    if len(parts) != 3:
        raise KeeperUnreadable
    return Keeper(*parts)


def _show_sheets(made: Made, path: Path | None, lang: str) -> None:
    if path is not None:
        files.write(path, paper.printed(made, Words(languages.choose(lang))).encode(), private=True)
        console.print(f"Print [bold]{path}[/], then delete it: it opens the keys.")
        return
    for keeper, words in zip(made.folder.public.keepers, made.sheets, strict=False):
        console.print(escape(f"\n{keeper.name}, stands in: {keeper.stand_in}\n{words}"))


def _show_count(done: tallying.Tallied) -> None:
    said = summary(done, Words())
    for name, n in (*said.rows, *said.refused):
        console.print(f"{n:>7}  {name}")
    table = Table("group", "counted", "permits", "asked", title="Only for your eyes; not stored")
    for row in said.groups:
        table.add_row(*map(escape, row))
    console.print(table)
    console.print("Not shown this time: " + escape(", ".join(said.withheld) or "no group"))
    console.print(f"Compare with the notice board: [bold]{said.fingerprint}[/]")


def _announce(url: str) -> None:
    console.print(f"Open this in a browser on this computer: {url}", soft_wrap=True)
    console.print("Ctrl+C ends the program, and so does the button at the foot of the page.")
