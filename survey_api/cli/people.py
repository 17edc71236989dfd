"""safetosay user: who may sign in, and as what."""

from typing import Annotated

import segno
import typer
from rich.table import Table

from survey_api import audit
from survey_api.access import Role
from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import roles_desk, second_step_desk
from survey_api.identity import roles
from survey_api.identity.second_step import Enrolment
from survey_api.published.schemas.roles import GrantIn

app = typer.Typer(no_args_is_help=True)


@app.command()
def add(
    email: str,
    role: Annotated[Role, typer.Option(help="what they are here")] = Role.RESPONDENT,
    unit: Annotated[str, typer.Option(help="unit id, for leaders")] = "",
    name: Annotated[str, typer.Option(help="needed for somebody who is not on the roster")] = "",
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)
    ] = "",
) -> None:
    """Give somebody a role and a password; run again to change either."""
    with opened_rooms() as rooms:
        audit.record(rooms.published_engine, None, "grant role", f"{role} over {unit or 'all'}")
        with rooms.identity() as session:
            roles.add_user(
                session, email=email, role=role, unit=unit, name=name, password=password or None
            )
    console.print(f"Done. They sign in at {rooms.settings.app_url}/sign-in")


@app.command("list")
def list_() -> None:
    """Who holds a role; those who lead a unit are only counted."""
    with opened_rooms() as rooms:
        found = roles_desk.show(rooms)
    table = Table("name", "e-mail", "role", "over", "since")
    for one in found.grants:
        table.add_row(one.name, one.email, one.role, one.unit_label or "all", str(one.since or ""))
    console.print(table)
    console.print(f"And {found.n_leaders} who lead a unit.")


@app.command()
def revoke(
    email: str,
    role: Annotated[Role, typer.Option(help="the role to take away")],
    unit: Annotated[str, typer.Option(help="unit id, for leaders")] = "",
) -> None:
    """Take a role away; it ends with that person's next request."""
    with opened_rooms() as rooms:
        roles_desk.take(rooms, None, GrantIn(email=email, role=role, unit=unit or None))
    console.print("Done.")


@app.command("sign-out")
def sign_out(email: str) -> None:
    """End all sessions and sign-in links of somebody."""
    with opened_rooms() as rooms:
        roles_desk.sign_out(rooms, None, email)
    console.print("Done.")


@app.command("second-step")
def second_step(
    email: str,
    off: Annotated[bool, typer.Option("--off", help="after a device was lost")] = False,
) -> None:
    """Ask somebody for a code from an authenticator app from now on, or no longer.

    What is printed is shown once: let that person scan it, and keep the recovery codes.
    """
    with opened_rooms() as rooms:
        if not off:
            _show(second_step_desk.begin(rooms, email))
            return
        second_step_desk.end(rooms, email)
    console.print("Done. The password or a link by mail is enough again.")


def _show(made: Enrolment) -> None:
    segno.make(made.uri).terminal(compact=True)
    console.print(made.uri, markup=False, soft_wrap=True)
    console.print("Recovery codes, each good once:")
    for code in made.recovery_codes:
        console.print(f"  {code}", markup=False)
