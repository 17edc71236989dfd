"""safetosay policy: choose how small a group may ever be shown."""

import re
from math import floor
from typing import Annotated

import typer
from rich.table import Table

from survey_api.cli.common import console, opened_rooms
from survey_api.conduct import policy_preview
from survey_api.disclosure.policy import PROFILES, STANDARD, Policy
from survey_api.errors import Invalid

app = typer.Typer(no_args_is_help=True)
SPAN = re.compile(r"(\d{1,3})(?:\.\.(\d{1,3}))?")


class SpanUnreadable(Invalid):
    """k is one number or a span: 5 or 5..10."""


@app.command("list")
def list_() -> None:
    """The policies on offer, in plain words."""
    table = Table("policy", "smallest group", "single questions from", "noise", "percentages from")
    for name in PROFILES:
        one = Policy.profile(name)
        noise = f"−{one.w} to +{one.w}"
        table.add_row(name, f"{one.k} people", f"{one.k_item} answers", noise, f"{one.big} people")
    console.print(table)
    console.print("Any of them can be made stricter with --k, none weaker.")


@app.command()
def preview(
    k: Annotated[str, typer.Option(help="one number or a span: 5..10")] = "5..10",
    policy: Annotated[str, typer.Option(help="see: safetosay policy list")] = STANDARD,
) -> None:
    """What share of your teams and people would be published, before the first wave."""
    with opened_rooms() as rooms:
        found = policy_preview.of_today(rooms, _span(k), policy)
    table = Table(title="Published of your organisation, by how many answer")
    table.add_column("smallest group")
    for one in found.previews[0].published:
        table.add_column(f"teams at {one.response:.0%}", justify="right")
        table.add_column(f"people at {one.response:.0%}", justify="right")
    for row in found.previews:
        shares = [
            f"{share:.0%}"
            for one in row.published
            for share in (one.share_of_teams, one.share_of_people_in_team)
        ]
        table.add_row(str(row.k), *shares)
    console.print(table)
    counted = min(one.share_of_people for row in found.previews for one in row.published)
    console.print("Teams: with a page of their own. People: of those who answer, in such a team.")
    console.print(f"At least {_floor(counted)} of those who answer count in some wider group.")
    for sentence in found.sentences:
        console.print(sentence)


def _floor(share: float) -> str:
    """Rounded down: "at least" must stay true."""
    return f"{floor(100 * share)}%"


def _span(text: str) -> range:
    found = SPAN.fullmatch(text.strip())
    if found is None:
        raise SpanUnreadable
    low, high = int(found[1]), int(found[2] or found[1])
    return range(low, high + 1)
