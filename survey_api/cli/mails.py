"""safetosay mails: what mails say, in the organisation's own words; addresses that take none."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import mail_addresses, mail_desk
from survey_api.identity.notify.own_texts import PARTS, MailTextRefused
from survey_api.published.schemas.mails import MailIn, MailPreview

app = typer.Typer(no_args_is_help=True)
Kind = Annotated[str, typer.Argument(help="such as invitation; list names all")]
Language = Annotated[str, typer.Option("--language", "-l", help="en, de, or another installed")]


@app.command("list")
def list_() -> None:
    """Every kind of mail, and in which languages it was changed."""
    with opened_rooms() as rooms:
        found = mail_desk.every(rooms)
    table = Table("mail", "changed in")
    for one in found.mails:
        table.add_row(one.kind, ", ".join(one.changed))
    console.print(table)


@app.command()
def show(kind: Kind, language: Language = "en") -> None:
    """The parts that can be changed, and the sentences that cannot."""
    with opened_rooms() as rooms:
        found = mail_desk.sheet(rooms, kind, language)
    for one in found.parts:
        places = ", ".join(f"{{{place}}}" for place in one.places) or "none"
        is_own = "" if one.text == one.shipped else ", changed"
        console.print(f"[bold]{one.part}[/] (places: {places}{is_own})")
        console.print(escape(one.text) + "\n")
    console.print("[bold]fixed[/]")
    for said in found.fixed:
        console.print(escape(said))


@app.command("set")
def set_(
    kind: Kind,
    part: Annotated[str, typer.Argument(help=", ".join(PARTS))],
    text: str,
    language: Language = "en",
) -> None:
    """Say one part in your own words; it is in force from the next mail on."""
    if part not in PARTS:
        raise MailTextRefused(f"{part} is no part of a mail. Parts: {', '.join(PARTS)}.")
    with opened_rooms() as rooms:
        now = {one.part: one.text for one in mail_desk.sheet(rooms, kind, language).parts}
        said = MailIn.model_validate({**now, part: text})
        mail_desk.change(rooms, None, (kind, language), said)
    console.print("Changed. Look at it: safetosay mails preview " + escape(f"{kind} -l {language}"))


@app.command()
def reset(kind: Kind, language: Language = "en") -> None:
    """Back to the shipped texts."""
    with opened_rooms() as rooms:
        mail_desk.reset(rooms, None, kind, language)
    console.print("The shipped texts are in force again.")


@app.command()
def preview(
    kind: Kind,
    language: Language = "en",
    html: Annotated[bool, typer.Option(help="the HTML version in place of the plain text")] = False,
) -> None:
    """The mail as it would be sent, to a person who does not exist."""
    with opened_rooms() as rooms:
        found: MailPreview = mail_desk.sheet(rooms, kind, language).preview
    if html:
        typer.echo(found.html)
        return
    typer.echo(f"From: {found.sender}\nTo: {found.recipient}\nSubject: {found.subject}\n")
    typer.echo(found.text)


@app.command()
def bounces(
    forget: Annotated[
        str, typer.Option(help="an employee number whose address takes mail again")
    ] = "",
) -> None:
    """Addresses of the roster that take no mail, and since when that is known."""
    with opened_rooms() as rooms:
        if forget:
            mail_addresses.forget(rooms, forget)
        found = mail_addresses.that_take_none(rooms)
    table = Table("employee", "address", "on", "for good?")
    for one in found:
        table.add_row(escape(one.employee_id), escape(one.email), str(one.on), one.bounce)
    console.print(table)
    console.print(f"{len(found)} addresses take no mail.")
