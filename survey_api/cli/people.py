"""safetosay user: who may sign in, and as what."""

from typing import Annotated

import typer

from survey_api import audit
from survey_api.access import Role
from survey_api.cli.common import console, opened_rooms
from survey_api.identity import roles

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
