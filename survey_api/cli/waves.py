"""safetosay wave: create, open, close and watch."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from survey_api import audit, clock
from survey_api.catalogue import instrument_store
from survey_api.catalogue import waves as lobby
from survey_api.cli.common import console, opened_rooms, say
from survey_api.conduct import annulling, cards, erasing, site_desk
from survey_api.conduct.closing import close_wave
from survey_api.conduct.discarding import discard_wave
from survey_api.conduct.opening import open_wave
from survey_api.conduct.status import statuses
from survey_api.errors import Invalid

app = typer.Typer(no_args_is_help=True)


class DateUnreadable(Invalid):
    """Dates are written as 2026-12-31."""


@app.command()
def create(
    title: str,
    instrument: Annotated[str, typer.Option(help="name of an instrument")] = "pulse_short",
    closes: Annotated[str, typer.Option(help="date, 2026-12-31; two weeks after it opens")] = "",
    k: Annotated[int, typer.Option(help="smallest group ever shown; 5 or more")] = 5,
    policy: Annotated[str, typer.Option(help="see: safetosay policy list")] = "standard",
    opens: Annotated[str, typer.Option(help="date it is planned to open; today")] = "",
    team_days: Annotated[
        int, typer.Option(help="working days after the leaders on which teams see the results")
    ] = lobby.TEAM_DAYS,
) -> None:
    """Create a draft wave; nothing is frozen or sent."""
    opens_on = as_date(opens) if opens else clock.today()
    closes_on = as_date(closes) if closes else opens_on + timedelta(days=14)
    with opened_rooms() as rooms, rooms.published() as session:
        wave = lobby.create(
            session,
            title=title,
            instrument=instrument_store.newest(session, instrument),
            k=k,
            policy=policy,
            opens_on=opens_on,
            closes_on=closes_on,
        )
        lobby.plan_stages(wave, team_days)
        number = wave.number
    console.print(f"Wave {number} is a draft. Next: safetosay wave open {number}")


@app.command("let-go")
def let_go(wave: str) -> None:
    """Let a draft open and close by itself on its days."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "let wave go", f"wave {wave}")
        with rooms.published() as session:
            found = lobby.find(session, wave)
            lobby.let_go(found)
            days = f"{found.opens_on} to {found.closes_on}"
    console.print(f"Wave {wave} goes by itself: {days}.")


@app.command()
def sites(
    wave: str, file: Annotated[Path, typer.Argument(help="CSV: unit,site; an empty file is none")]
) -> None:
    """Say which unit of a draft lies at which site: a second way to read its results."""
    with opened_rooms() as rooms:
        found = site_desk.place(rooms, None, wave, file.read_text(encoding="utf-8-sig"))
    console.print(f"{found.n_units} units at {len(found.sites)} sites.")


@app.command("open")
def open_(
    wave: str,
    level: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=2,
            help="who can open ballots: 1 this server, 2 the registered key holders; "
            "2 when there are any",
        ),
    ] = None,
) -> None:
    """Freeze, make keys, sign the manifest, push it and queue the invitations."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "open wave", f"wave {wave}")
        done = open_wave(rooms, wave, level=level, say=say)
        paper = cards.expected(rooms, done.wave)
    console.print(f"Open: {done.n_invited} people invited in {done.n_groups} groups.")
    console.print(f"Fingerprint for the notice board: [bold]{done.fingerprint}[/]")
    _tell_of_cards(paper)


def _tell_of_cards(paper: cards.Expected) -> None:
    if paper.n_people:
        console.print(f"{paper.n_people} of them have no e-mail: safetosay cards print")
    if paper.n_small_hats:
        console.print(f"[yellow]{paper.n_small_hats} groups[/] have too few cards for a hat.")


@app.command()
def close(
    wave: str,
    abandon_station: Annotated[
        list[str] | None,
        typer.Option(help="a ballot station whose disk is lost; its pending ballots are lost too"),
    ] = None,
) -> None:
    """Stop issuing, drain and seal the box, tally once, publish, tell everybody."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "close wave", f"wave {wave}")
        abandoned = frozenset(abandon_station or ())
        done = close_wave(rooms, wave, say=say, abandon=abandoned)
    console.print(done.sentence, markup=False)


@app.command()
def annul(
    wave: str,
    reason: Annotated[str, typer.Option(help="stands in public in the place of the results")],
) -> None:
    """Take a release back for good while objections are possible; it is never counted again."""
    annulling.check_reason(reason)
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "annul wave", f"wave {wave}")
        number, on = annulling.annul_wave(rooms, wave, reason)
    console.print(f"Wave {number} was annulled on {on}. Its results are shown nowhere any more.")


@app.command()
def erase(wave: str) -> None:
    """Destroy keys, passes, links and sealed ballots once objections are no longer possible."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "erase wave", f"wave {wave}")
        done = erasing.erase_wave(rooms, wave, say=say)
    gone = ", ".join(one.replace("_", " ") for one in done.parts)
    console.print(f"Wave {done.number} was erased on {done.on}: {gone}. A signed statement is out.")


@app.command()
def discard(wave: str) -> None:
    """Throw a draft away, so that its items may be planned again. Nothing else can be."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "discard wave", f"wave {wave}")
        number = discard_wave(rooms, wave)
    console.print(f"Wave {number} was a draft and is gone.")


@app.command()
def status() -> None:
    """Every wave with its state; participation only as everybody may know it."""
    table = Table("wave", "title", "state", "closes", "participation", "mails sent / to send")
    with opened_rooms() as rooms:
        found = statuses(rooms)
        for one in found:
            mails = f"{one.mails_sent} / {one.mails_to_send}"
            if one.mails_uncertain:
                mails += f" ({one.mails_uncertain} uncertain)"
            table.add_row(
                str(one.number),
                escape(one.title),
                escape(one.state),
                str(one.closes_on),
                one.participation,
                mails,
            )
    console.print(table)
    for one in found:
        if one.who_could_open:
            console.print(f"{one.number}: {one.who_could_open}", markup=False)


def as_date(text: str) -> date:
    """A day as it is typed; raises ``DateUnreadable``."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateUnreadable(f"{text!r} is not a date; dates are written as 2026-12-31.") from error
