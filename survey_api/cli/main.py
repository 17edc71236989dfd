"""safetosay: every deed on the command line, and nothing but wiring."""

import sys

import typer
from rich.console import Console

from survey_api.cli import (
    demo,
    instruments,
    people,
    policy,
    protect,
    report,
    respondent,
    roster,
    serve,
    setup,
    waves,
)
from survey_api.errors import SafeToSayError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Safe to Say: anonymous pulse surveys whose anonymity respondents can check.",
)
app.add_typer(roster.app, name="roster", help="Who is in the organisation, from a CSV file.")
app.add_typer(instruments.app, name="instrument", help="Questionnaires: list and check.")
app.add_typer(waves.app, name="wave", help="Create, open, close and watch waves.")
app.add_typer(policy.app, name="policy", help="How small a group may be shown, and its price.")
app.add_typer(people.app, name="user", help="Who may sign in, and as what.")
for module in (setup, serve, respondent, protect, report, demo):
    module.register(app)


def main() -> None:
    """Run a command; a known error is one clear text on stderr and exit code 1."""
    try:
        app()
    except SafeToSayError as error:
        console = Console(stderr=True, highlight=False)
        console.print(f"[bold red]{error.title}.[/] {error.detail}", soft_wrap=True)
        for row in getattr(error, "rows", ()):
            console.print(f"  {row}", markup=False, soft_wrap=True)
        sys.exit(1)
