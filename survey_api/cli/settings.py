"""safetosay settings: what is in force and where it comes from; change the few that may be."""

from typing import Annotated

import typer
from pydantic import ValidationError
from rich.markup import escape
from rich.table import Table

from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import settings_desk
from survey_api.published.schemas.settings import SettingsIn

app = typer.Typer(no_args_is_help=True)


@app.command()
def show() -> None:
    """Every setting; secrets only as set or not."""
    with opened_rooms() as rooms:
        found = settings_desk.show(rooms).settings
    table = Table("setting", "value", "comes from", "from the next start")
    for one in found:
        table.add_row(one.variable, escape(one.value), one.origin, escape(one.next_value or ""))
    console.print(table)


@app.command("set")
def set_(
    name: Annotated[str, typer.Argument(help=", ".join(settings_desk.EDITABLE))],
    value: str,
) -> None:
    """Write one setting to settings.env; it is in force when the service is started again."""
    with opened_rooms() as rooms:
        settings_desk.change(rooms, None, _said(name, value))
    console.print(f"Written: {escape(name)}. Start the service again to use it.")


def _said(name: str, value: str) -> SettingsIn:
    try:
        return SettingsIn.model_validate({name: value})
    except ValidationError as error:
        raise settings_desk.SettingUnusable from error
