"""safetosay notices: drafts for counsel made from what is set here, listed and written."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from survey_api.cli.common import console, opened_rooms
from survey_api.cli.paper import known_language
from survey_api.cli.report import FileThere, FolderUnusable, write
from survey_api.conduct.notices import files, papers
from survey_api.conduct.notices.files import Form
from survey_api.conduct.notices.papers import Notice

app = typer.Typer(no_args_is_help=True)
Lang = Annotated[str, typer.Option(help="language: en or de")]
Kind = Annotated[Notice | None, typer.Option(help="one of them; without it, all")]
Out = Annotated[Path, typer.Option(help="a directory; made when it is not there")]
Force = Annotated[bool, typer.Option(help="replace files that are there")]


@app.command("list")
def list_(lang: Lang = "en") -> None:
    """Every draft with how many places are still to be filled in."""
    with opened_rooms() as rooms:
        found = papers.listed(rooms, known_language(lang))
    table = Table("kind", "title", "to be filled in")
    for one in found.notices:
        table.add_row(one.notice, one.title, str(one.n_gaps))
    console.print(table)


@app.command("write")
def write_(
    kind: Kind = None,
    lang: Lang = "en",
    form: Annotated[Form, typer.Option("--format", help="of the files")] = Form.PDF,
    out: Out = Path(),
    force: Force = False,
) -> None:
    """Write drafts as files; what is not known here stands in them in square brackets."""
    with opened_rooms() as rooms:
        locale = known_language(lang)
        drawn = [papers.draw_up(rooms, one, locale) for one in ([kind] if kind else Notice)]
    targets = [(out / files.name_of(one, form), one) for one in drawn]
    _prepare(out, [file for file, _ in targets], force=force)
    for file, paper in targets:
        write(file, files.written(paper, form))
        console.print(f"Written: {file}, to be filled in: {len(paper.gaps)}", markup=False)
    console.print("Each is a draft for counsel: have it checked before you use it.")


def _prepare(out: Path, targets: list[Path], *, force: bool) -> None:
    there = [str(file) for file in targets if file.exists()]
    if there and not force:
        raise FileThere(f"{there[0]} is there already. Nothing was written; --force replaces it.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderUnusable(f"{out} cannot be made: {error.strerror}.") from error
