"""safetosay answer: the same protocol as the answer page, for people without a browser."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from survey_api.cli.common import console
from survey_api.credentials.encoding import crockford
from survey_api.errors import Invalid
from survey_api.respondent.link import parse_link
from survey_api.respondent.transport import HttpTransport, answer_once
from survey_api.settings import Settings

SKIP = ""


class AnswersUnreadable(Invalid):
    """The answers file must be JSON that maps item ids to numbers from 1 to 5."""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("answer")(answer_command)


def answer_command(
    link: str,
    answers: Annotated[Path | None, typer.Option(help="JSON: item id → 1 to 5")] = None,
) -> None:
    """Answer a wave from your personal link; without --answers it asks item by item."""
    given = _read(answers) if answers else _ask(link)
    receipt = answer_once(link, given, keep_in=Settings.load().data_dir / "answers")
    console.print("Your sealed ballot is in the box.")
    console.print(f"Receipt: [bold]{crockford(receipt.leaf)}[/]")


def _read(file: Path) -> dict[str, int]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AnswersUnreadable from error
    if not isinstance(found, dict) or not all(isinstance(one, int) for one in found.values()):
        raise AnswersUnreadable
    return found


def _ask(link: str) -> dict[str, int]:
    target = parse_link(link)
    with HttpTransport(target.survey_url) as transport:
        asked: dict[str, Any] = transport.questionnaire(target.wave)
    legend = " · ".join(f"{one['value']} {one['label']}" for one in asked["options"])
    console.print(f"[bold]{asked['title']}[/]\n{legend}\nPress Enter to skip a question.\n")
    answers: dict[str, int] = {}
    for item in asked["items"]:
        said = typer.prompt(item["text"], default=SKIP, show_default=False)
        while said not in {SKIP, "1", "2", "3", "4", "5"}:
            said = typer.prompt("A number from 1 to 5, or Enter", default=SKIP, show_default=False)
        if said:
            answers[item["id"]] = int(said)
    return answers
