"""safetosay answer: the same protocol as the answer page, for people without a browser."""

import json
import locale
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from survey_api import languages
from survey_api.cli.screen import console
from survey_api.credentials.encoding import MAX_VERSIONS, b64u, crockford
from survey_api.errors import Invalid
from survey_api.respondent import again, client, questionnaire
from survey_api.respondent.again import SavedCode
from survey_api.respondent.client import Token
from survey_api.respondent.link import parse_link
from survey_api.respondent.transport import HttpTransport, Said, answer_once, open_wave
from survey_api.settings import Settings
from survey_api.verification.receipt import Receipt

SKIP = ""
RECEIPT_IS = (
    "Whole receipt: the hash of a sealed ballot and the ballot box's signed promise to keep it. "
    "It holds no answer. After the close: safetosay verify receipt FILE --from FOLDER"
)
COMMENTS_ARE = (
    "\nOptional, at most 500 characters. A comment can be recognised by its style or by what it "
    "says. Please leave out what only you could know."
)


CODE_HELP = (
    "with a link: save the code for changing your answers to this new file; without one: go on "
    "with the code in this file"
)
WITHDRAWN = "Withdrawn: an empty envelope is in the box instead of your answers."


class LinkOrCode(Invalid):
    """Give your personal link, or --code with the file of a saved code."""


class WithdrawNeedsCode(Invalid):
    """To withdraw, give --code with the file of your saved code, and no link."""


class AnswersUnreadable(Invalid):
    """The answers file must be JSON that maps item ids to numbers from 1 to 5."""


class CommentUnreadable(Invalid):
    """A comment is given as question=text, for example --comment easier_to_say="More time"."""


class CutUnreadable(Invalid):
    """What you say about yourself is given as cut=level, for example --cut tenure=under_1."""


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("answer")(answer_command)


def answer_command(
    link: Annotated[str | None, typer.Argument(help="your personal link")] = None,
    answers: Annotated[Path | None, typer.Option(help="JSON: item id → 1 to 5")] = None,
    cut: Annotated[
        list[str] | None, typer.Option(help="what you choose to say about yourself: cut=level")
    ] = None,
    comment: Annotated[
        list[str] | None, typer.Option(help="in your own words: question=text; can be recognised")
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option(help="write the whole receipt to this new file")
    ] = None,
    code: Annotated[Path | None, typer.Option(help=CODE_HELP)] = None,
    withdraw: Annotated[
        bool, typer.Option(help="with --code alone: an empty envelope replaces your answers")
    ] = False,
) -> None:
    """Answer a wave from your personal link, or again from a saved code until the close; without
    --answers it asks item by item."""
    saved = _saved(link, code, withdraw)
    place = (saved.survey_url, b64u(saved.code.wave)) if saved else _place(link or "")
    given, cuts, wrote = (_read(answers), {}, {}) if answers else _asked_at(place, withdraw)
    cuts |= dict(_split(one, CutUnreadable) for one in cut or ())
    wrote |= dict(_split(one, CommentUnreadable) for one in comment or ())
    written = [questionnaire.comment(question, text) for question, text in wrote.items() if text]
    said = again.BLANK if withdraw else Said(given, cuts, written)
    is_mine = _told if answers or withdraw else _asked
    promised = _sent(saved or link or "", said, code, is_mine)
    console.print(WITHDRAWN if withdraw else "Your sealed ballot is in the box.")
    console.print(f"Receipt: [bold]{crockford(promised.leaf)}[/]")
    _keep(Receipt(promised.leaf, promised.wave, promised.promise).line(), receipt)


def _saved(link: str | None, code: Path | None, withdraw: bool) -> SavedCode | None:
    """The code to go on with; with a link, ``code`` is where one will be saved."""
    if withdraw and (link is not None or code is None):
        raise WithdrawNeedsCode
    if link is None and code is None:
        raise LinkOrCode
    return SavedCode.read(code) if link is None and code is not None else None


def _sent(
    way: SavedCode | str, said: Said, code: Path | None, is_mine: Callable[[Token], bool]
) -> client.Receipt:
    if isinstance(way, SavedCode):
        console.print(f"This is version {way.code.version} of {MAX_VERSIONS}.")
        return again.answer_again(way, said, is_mine=is_mine)
    keep_in = Settings.load().data_dir / "answers"
    if code is None:
        return answer_once(way, said, keep_in=keep_in, is_mine=is_mine)
    return again.answer_and_save(way, said, keep_in=keep_in, code=code, is_mine=is_mine)


def _told(token: Token) -> bool:
    console.print(f"Your group: [bold]{escape(token.label)}[/], {token.eligible} people.")
    return True


def _asked(token: Token) -> bool:
    _told(token)
    return bool(typer.confirm("Is this your group, and about its size?"))


def _keep(line: str, file: Path | None) -> None:
    """The ballot is in the box already: a file that cannot be written must not hide that."""
    if file is not None:
        try:
            with file.open("x", encoding="utf-8") as out:
                out.write(f"{RECEIPT_IS}\n\n{line}\n")
            return
        except OSError:
            console.print(f"{file} is there already or cannot be written. Keep this line instead:")
    console.print(line, markup=False, soft_wrap=True)


def _split(said: str, refusal: type[Invalid]) -> tuple[str, str]:
    name, sign, value = said.partition("=")
    if not sign:
        raise refusal
    return name.strip(), value.strip()


def _read(file: Path) -> dict[str, int]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AnswersUnreadable from error
    if not isinstance(found, dict) or not all(isinstance(one, int) for one in found.values()):
        raise AnswersUnreadable
    return found


def _place(link: str) -> tuple[str, str]:
    target = parse_link(link)
    return target.survey_url, target.wave


def _asked_at(
    place: tuple[str, str], withdraw: bool
) -> tuple[dict[str, int], dict[str, str], dict[str, str]]:
    if withdraw:
        return {}, {}, {}
    survey_url, wave = place
    with HttpTransport(survey_url) as transport:
        asked: dict[str, Any] = transport.questionnaire(wave)
        takes = open_wave(transport, wave).manifest.comments
    legend = " · ".join(f"{one['value']} {_said(one['label'])}" for one in asked["options"])
    console.print(f"[bold]{_said(asked['title'])}[/]\n{legend}\nPress Enter to skip a question.\n")
    values = {str(one["value"]) for one in asked["options"]}
    answers = {item["id"]: _one_of(_said(item["text"]), values) for item in asked["items"]}
    cuts = {cut["id"]: _level(cut) for cut in asked.get("cuts", ())}
    wrote = {one["id"]: _written(one) for one in asked.get("comments", ()) if takes}
    given = {item: int(value) for item, value in answers.items() if value != SKIP}
    return given, {cut: level for cut, level in cuts.items() if level != SKIP}, wrote


def _written(one: dict[str, Any]) -> str:
    """A comment in one line; Enter writes nothing."""
    console.print(COMMENTS_ARE, markup=False)
    text: str = typer.prompt(_said(one["text"]), default=SKIP, show_default=False)
    return text[: questionnaire.LONGEST_COMMENT]


def _said(texts: dict[str, str]) -> str:
    """The terminal's language where the questionnaire has it."""
    return languages.pick(texts, (locale.getlocale()[0] or languages.FALLBACK))


def _one_of(text: str, values: set[str]) -> str:
    said: str = typer.prompt(text, default=SKIP, show_default=False)
    while said not in values | {SKIP}:
        least, most = min(values), max(values)
        again = f"A number from {least} to {most}, or Enter"
        said = typer.prompt(again, default=SKIP, show_default=False)
    return said


def _level(cut: dict[str, Any]) -> str:
    """The level that somebody chooses by its number; Enter says nothing."""
    numbered = {str(at): level for at, level in enumerate(cut["levels"], start=1)}
    legend = " · ".join(f"{at} {_said(level['label'])}" for at, level in numbered.items())
    console.print(f"\nOptional; used only for large groups. {legend}", markup=False)
    said = _one_of(_said(cut["label"]), set(numbered))
    return SKIP if said == SKIP else str(numbered[said]["id"])
