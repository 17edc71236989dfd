"""safetosay schedule: waves that are planned, opened and closed by themselves."""

from datetime import date
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.markup import escape
from rich.table import Table

from survey_api import audit, clock
from survey_api.catalogue.schedules import State
from survey_api.cli.common import console, opened_rooms
from survey_api.cli.waves import as_date
from survey_api.conduct import schedule_desk
from survey_api.errors import Invalid
from survey_api.published.schemas.schedules import Caution, OccasionOut, ScheduleIn, ScheduleOut

app = typer.Typer(no_args_is_help=True)
CAUTIONS = {
    "not_shared": "Not everybody may see the results of wave {number} ({title}) yet.",
    "no_commitment": "Nobody has made a commitment on the results of wave {number} ({title}).",
}
CHOICES = (
    "days_open", "rotates", "k", "policy", "team_days",
    "send_hour", "reminders", "targeted", "region",
)  # fmt: skip


class ChoiceUnreadable(Invalid):
    """Choices are written as NAME=VALUE."""


@app.command()
def create(
    title: str,
    instrument: Annotated[str, typer.Option(help="name of an instrument")] = "pulse_short",
    every: Annotated[
        str, typer.Option(help="weekly, fortnightly, monthly, quarterly or dates")
    ] = "monthly",
    first: Annotated[str, typer.Option(help="first day, 2026-12-31; today")] = "",
    on: Annotated[list[str] | None, typer.Option(help="a date; with --every dates")] = None,
    closed: Annotated[
        list[str] | None, typer.Option(help="a break: 2026-12-24..2027-01-02")
    ] = None,
    more: Annotated[
        list[str] | None, typer.Option("--set", help=f"NAME=VALUE; names: {', '.join(CHOICES)}")
    ] = None,
) -> None:
    """Plan waves; the first is made as a draft a week before it opens."""
    given = {
        **_choices(more or []),
        "title": title,
        "instrument": instrument,
        "every": every,
        "first_on": as_date(first) if first else clock.today(),
        "dates": [as_date(one) for one in on or ()],
        "breaks": closed or [],
    }
    said = _read(given)
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "create schedule", title)
        _tell(schedule_desk.create(rooms, said))


@app.command("list")
def list_() -> None:
    """Every schedule with its next wave, and what speaks against asking again just now."""
    table = Table("schedule", "state", "rhythm", "next wave opens", "missed")
    with opened_rooms() as rooms:
        found = schedule_desk.every(rooms)
    for one in found.schedules:
        coming = [str(each.opens_on) for each in one.next if each.state in {"planned", "draft"}]
        told = coming[0] if coming else ""
        table.add_row(escape(one.title), one.state, one.every, told, str(len(one.missed)))
    console.print(table)
    for caution in found.cautions:
        console.print(f"[yellow]{escape(_caution(caution))}[/]")


@app.command()
def show(schedule: str) -> None:
    """One schedule and its next occasions."""
    with opened_rooms() as rooms:
        _tell(schedule_desk.show(rooms, schedule))


@app.command()
def pause(schedule: str) -> None:
    """Make no waves for now; one that is open runs on."""
    _move(schedule, State.PAUSED, "pause schedule")


@app.command()
def resume(schedule: str) -> None:
    """Go on from today; what lay in the pause is not asked later."""
    _move(schedule, State.ACTIVE, "resume schedule")


@app.command()
def end(schedule: str) -> None:
    """Make no waves any more; a schedule that has ended stays so."""
    _move(schedule, State.ENDED, "end schedule")


@app.command()
def skip(schedule: str, day: Annotated[str, typer.Argument(help="as in: schedule show")]) -> None:
    """Leave one occasion out."""
    on: date = as_date(day)
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "leave out a day", f"{schedule} {on}")
        _tell(schedule_desk.skip(rooms, schedule, on))


def _read(given: dict[str, Any]) -> ScheduleIn:
    try:
        return ScheduleIn.model_validate(given)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise ChoiceUnreadable(f"{where} has a value that cannot be used.") from None


def _choices(given: list[str]) -> dict[str, str]:
    pairs = dict(one.partition("=")[::2] for one in given)
    if unknown := sorted(pairs.keys() - set(CHOICES)):
        raise ChoiceUnreadable(
            f"There is no choice {unknown[0]!r}; write --set NAME=VALUE with one of "
            f"{', '.join(CHOICES)}."
        )
    return pairs


def _move(schedule: str, to: State, action: str) -> None:
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, action, schedule)
        _tell(schedule_desk.move(rooms, schedule, to))


def _tell(one: ScheduleOut) -> None:
    asked = f"{one.instrument}, {one.every}"
    if one.parts:
        counts = ", ".join(str(n) for n in one.parts)
        asked += f", in {len(one.parts)} parts of {counts} questions"
    console.print(f"{one.title} ({one.state}): {asked}.", markup=False)
    table = Table("occasion", "opens", "closes", "state")
    for each in (*one.missed, *one.next):
        table.add_row(*_cells(each))
    console.print(table)


def _cells(one: OccasionOut) -> tuple[str, ...]:
    state = f"wave {one.wave}, {one.state}" if one.wave else one.state
    return str(one.on), str(one.opens_on), str(one.closes_on), state


def _caution(one: Caution) -> str:
    return CAUTIONS[one.kind].format(number=one.number, title=one.title)
