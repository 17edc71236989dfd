"""safetosay: every deed on the command line, and nothing but wiring.

A command's module is imported when the command is named, so that each process of the service
loads its own part only, and the program answers at once.
"""

import sys
from functools import cache
from importlib import import_module
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from survey_api.errors import SafeToSayError

COMMANDS = {
    "init": "setup",
    "doctor": "setup",
    "serve": "serve",
    "answer": "respondent",
    "protect": "protect",
    "report": "report",
    "demo": "demo",
    "demo-close": "demo",
}
GROUPS = {
    "roster": (("roster",), "Who is in the organisation, from a CSV file."),
    "instrument": (("instruments",), "Questionnaires: list and check."),
    "history": (("history",), "Results of surveys that were held before."),
    "wave": (("waves", "notice", "release"), "Create, open, close and watch waves."),
    "schedule": (("schedules",), "Waves that open and close by themselves."),
    "cards": (("cards",), "Printed cards for people without an e-mail address."),
    "trustee": (("trustee",), "Hold the key that opens ballots, apart from this server (level 2)."),
    "release": (("release", "erasure"), "Take in what key holders signed."),
    "keys": (("keys",), "Key files of this installation: list them, and replace those that seal."),
    "client": (("client",), "The answer page's files and their digests."),
    "verify": (("verify",), "Check a wave or a receipt with nothing but public files."),
    "policy": (("policy",), "How small a group may be shown, and its price."),
    "db": (("database",), "The three databases: upgrade, check, back up and restore."),
    "audit": (("record",), "Who did what: list, export and check."),
    "retention": (("retention",), "What is kept how long, and taking out what is due."),
    "person": (("persons",), "What is held about somebody, and taking it out."),
    "notices": (("notices",), "Drafts for counsel, made from what is set here."),
    "mails": (("mails",), "Mails in your own words, and addresses that take none."),
    "provisioning": (("provisioning",), "Tokens by which a directory keeps the roster (SCIM)."),
    "settings": (("settings",), "What is set, where it comes from, and the few to change."),
    "user": (("people",), "Who may sign in, and as what."),
}


class OnDemand(TyperGroup):
    """Knows the names of all commands and imports a module when one of its commands is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the help text."""
        return [*COMMANDS, *GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, or nothing."""
        if cmd_name in GROUPS:
            return _group(cmd_name)
        return _command(cmd_name) if cmd_name in COMMANDS else None


app = typer.Typer(
    cls=OnDemand,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Safe to Say: anonymous pulse surveys whose anonymity respondents can check.",
)


@app.callback()
def about() -> None:
    """Safe to Say: anonymous pulse surveys whose anonymity respondents can check."""


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


def _module(name: str) -> Any:
    return import_module(f"survey_api.cli.{name}")


@cache
def _group(name: str) -> Any:
    """A module's own commands and those that others add to them."""
    (home, *others), about_it = GROUPS[name]
    whole, commands = typer.Typer(), _module(home).app
    for other in others:
        _module(other).register(commands)
    whole.add_typer(commands, name=name, help=about_it)
    return typer.main.get_group(whole).commands[name]


@cache
def _command(name: str) -> Any:
    alone = typer.Typer()
    _module(COMMANDS[name]).register(alone)
    return typer.main.get_group(alone).commands[name]
