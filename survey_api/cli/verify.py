"""safetosay verify: what anybody can check with public files, link by link, in plain words."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from survey_api.cli.common import console
from survey_api.cli.public_files import obtain, write_folder
from survey_api.errors import Invalid
from survey_api.verification.findings import Finding, Report, State
from survey_api.verification.receipt import BadReceipt, Receipt, verify_receipt
from survey_api.verification.wave import verify_wave

app = typer.Typer(no_args_is_help=True)
MARKS = {State.RIGHT: "✓ right", State.WRONG: "✗ WRONG", State.OPEN: "· open "}
STYLES = {State.RIGHT: "green", State.WRONG: "bold red", State.OPEN: "dim"}
Place = Annotated[str, typer.Argument(help="https://…/w/ and the wave's id, or a folder")]
AsJson = Annotated[bool, typer.Option("--json", help="the findings as JSON")]


class FileUnreadable(Invalid):
    """The result file cannot be read. Check its name."""


@app.command("wave")
def wave(
    place: Place,
    out: Annotated[Path | None, typer.Option(help="keep the files in this new folder")] = None,
    fingerprint: Annotated[
        str | None, typer.Option(help="from the notice board, to compare with")
    ] = None,
    bundle: Annotated[Path | None, typer.Option(help="a result file you were given")] = None,
    earlier: Annotated[
        list[str] | None, typer.Option(help="folder or address of an earlier wave; repeatable")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a whole wave with nothing but its public files; exit code 1 if a link is broken."""
    source = obtain(place)
    if out is not None:
        write_folder(out, source.files)
    report = verify_wave(
        source.files,
        wave=source.wave,
        given_fingerprint=fingerprint,
        bundle=_bundle(bundle),
        earlier=[obtain(one).files for one in earlier or ()],
    )
    _tell(report, as_json=as_json)


@app.command("receipt")
def receipt(
    receipt: Annotated[str, typer.Argument(help="a saved receipt (file), or its text or code")],
    place: Annotated[str, typer.Option("--from", help="folder of public files, or the address")],
    as_json: AsJson = False,
) -> None:
    """Look for your own envelope in the list; with a folder, without any network."""
    report = verify_receipt(_receipt(receipt), obtain(place).files)
    _tell(report, as_json=as_json)


def _bundle(path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError as error:
        raise FileUnreadable from error


def _receipt(given: str) -> Receipt:
    """A file where there is one of that name, otherwise the text itself."""
    try:
        path = Path(given)
        return Receipt.read(path.read_text("utf-8") if path.is_file() else given)
    except (OSError, ValueError) as error:
        raise BadReceipt from error


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_document(report), ensure_ascii=False, indent=2))
    else:
        _print(report)
    if not report.is_sound:
        raise typer.Exit(1)


def _document(report: Report) -> dict[str, object]:
    findings = [
        {"check": one.check, "state": one.state, "says": one.says, "advice": one.advice}
        for one in report.findings
    ]
    return {
        "wave": report.wave,
        "title": report.title,
        "fingerprint": report.fingerprint,
        "sound": report.is_sound,
        "findings": findings,
    }


def _print(report: Report) -> None:
    console.print(Text(f"{report.title}  (wave {report.wave})", style="bold"))
    lines = Table.grid(padding=(0, 2))
    for one in report.findings:
        lines.add_row("", Text(MARKS[one.state], STYLES[one.state]), _sentences(one))
    console.print(lines)
    counted = [one.state for one in report.findings]
    wrong, unsaid = counted.count(State.WRONG), counted.count(State.OPEN)
    end = f"{wrong} of {len(counted)} checks went wrong."
    if not wrong:
        end = f"Nothing is wrong. Right: {counted.count(State.RIGHT)}. Open: {unsaid}."
    console.print(Text(f"\n{end}", style="bold"))


def _sentences(one: Finding) -> Text:
    return Text(f"{one.says}\nWhat to do: {one.advice}" if one.advice else one.says)
