"""safetosay protect: safe tables from the answers of any survey tool."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from survey_api.answer_files import keeping, output
from survey_api.answer_files.answers import open_answers, read_answers, separator_of
from survey_api.answer_files.policy_file import read_policy
from survey_api.answer_files.protecting import ProtectedFile, Source, protect_file
from survey_api.answer_files.seating import seat
from survey_api.answer_files.units import read_units
from survey_api.catalogue.instruments import parse_instrument, questionnaire
from survey_api.cli.common import console
from survey_api.disclosure.policy import Policy
from survey_api.errors import Invalid

AnswersFile = Annotated[Path, typer.Argument(help="CSV: the column unit, then the items")]
UnitsFile = Annotated[Path, typer.Option(help="CSV: unit, parent, label")]
InstrumentFile = Annotated[Path, typer.Option(help="YAML: the questions and their keying")]
PolicyFile = Annotated[Path | None, typer.Option(help="YAML: any of k, w, k_item, …")]
Naive = Annotated[bool, typer.Option(help="also write the table nobody should publish")]
Unrounded = Annotated[bool, typer.Option(help="also write the figures before rounding")]
KeyText = Annotated[str, typer.Option(help="64 hexadecimal digits: the same noise again")]
Day = Annotated[str, typer.Option(help="day the survey was held, 2025-06-30")]
Out = Annotated[Path, typer.Option(help="a new directory")]


class InputUnreadable(Invalid):
    """The file cannot be read. Nothing was written."""


class DayUnreadable(Invalid):
    """The day is written as 2025-06-30. Nothing was written."""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command()(protect)


def protect(  # noqa: PLR0913, PLR0917  (one parameter an option)
    answers: AnswersFile,
    units: UnitsFile,
    instrument: InstrumentFile,
    out: Out,
    policy: PolicyFile = None,
    naive: Naive = False,
    unrounded: Unrounded = False,
    key: KeyText = "",
    on: Day = "",
) -> None:
    """Make tables of answers that are safe to publish, and show what the usual ones give away.

    Reads one row a respondent, from any survey tool; no column about a person is accepted.
    """
    folder = out.absolute()
    keeping.check_folder(folder)
    given = keeping.read_key(key) if key else None
    day = _day(on) if on else None
    with _bar() as bar:
        source = replace(_read(answers, units, instrument, policy, bar), held_on=day)
        digest = source.digest
        kept = keeping.key_for(folder, digest, given)
        bar.next("protecting")
        protected = protect_file(source, kept, digest)
        bar.next("writing", total=len(protected.release["units"]))
        with keeping.writing(folder) as part:
            output.write(part, protected, digest, naive=naive, exact=unrounded, advance=bar.by)
    _summary(protected, out)


class _Bar:
    """One step after the other, with time and share where a step has a length."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task: TaskID | None = None

    def next(self, text: str, total: float | None = None) -> None:
        """Finish the step before and begin another."""
        self.finish()
        self.task = self.progress.add_task(text, total=total)

    def by(self, amount: float) -> None:
        """So much of the step is done."""
        if self.task is not None:
            self.progress.advance(self.task, amount)

    def finish(self) -> None:
        """The step is done."""
        if self.task is not None:
            done = self.progress.tasks[self.task].total or 1
            self.progress.update(self.task, total=done, completed=done)


@contextmanager
def _bar() -> Iterator[_Bar]:
    columns = (TextColumn("  {task.description:12}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = _Bar(progress)
        yield bar
        bar.finish()


def _read(answers: Path, units: Path, instrument: Path, policy: Path | None, bar: _Bar) -> Source:
    """Every file read and checked, the largest last."""
    nodes = read_units(_bytes(units), units.name)
    parsed = parse_instrument(_text(instrument), name=instrument.name)
    asked = json.loads(questionnaire(parsed))
    rule = read_policy(_text(policy), policy.name) if policy else Policy()
    items = [item["id"] for item in asked["items"]]
    table = open_answers(_bytes(answers), answers.name, items)
    bar.next("reading", total=len(table.raw))
    given = read_answers(table, items, nodes, rule.scale_points, bar.by)
    bar.progress.console.print(
        f"  {answers.name}: {len(given.unit):,} rows, {separator_of(table)} between fields",
        markup=False,
    )
    return Source(seat(nodes, given, rule.scale_points), asked, rule)


def _summary(protected: ProtectedFile, out: Path) -> None:
    units = protected.release["units"]
    n_shown = sum(unit["shown"] for unit in units)
    said = [f"{n_shown:,} of {len(units):,} units are shown. Begin with {out / 'report.md'}"]
    if protected.release["checking_only"]:
        said.append("The noise is off: for checking only, nothing here may be published.")
    else:
        said.append(f"Keep {out / keeping.NOISE_KEY} to yourself; it takes the noise away.")
    for line in said:
        console.print(line, markup=False, soft_wrap=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DayUnreadable from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputUnreadable(f"{file} cannot be read: {reason}. Nothing was written.") from error


def _text(file: Path) -> str:
    try:
        return _bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputUnreadable(f"{file} is not UTF-8 text. Nothing was written.") from error
