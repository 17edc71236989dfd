"""The report in plain words: what is shown, what is not and why, and how to read it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survey_api.disclosure.intruder import Findings
from survey_api.disclosure.verdicts import NOT_THIS_TIME

MOST_NAMED = 20
LEVELS = {
    "big": "large units, where everybody is counted behind noise",
    "inner": "units added up from the teams below them",
    "atom": "teams by themselves",
    "rest": "groups made of several small units",
}
NAIVE_FIRST = (
    "**`naive.csv` in this directory is the table nobody should publish. It is there to show "
    "what a minimum group size alone gives away; delete it before you pass anything on.**"
)
CHECKING_FIRST = (
    "**For checking only: the noise is off (`w: 0`). Do not publish anything in this directory.**"
)


@dataclass(frozen=True)
class Told:
    """What the report tells beside the release itself: what the intruder made of the table
    that knows only a threshold and of ours, and the public key in hexadecimal digits."""

    naive: Findings
    ours: Findings
    public_key: str
    has_naive: bool


def report(release: Mapping[str, Any], told: Told) -> str:
    """Markdown, the same for the same release."""
    first = [CHECKING_FIRST] if release["checking_only"] else []
    first += [NAIVE_FIRST] if told.has_naive else []
    parts = [
        *first,
        f"# Protected results: {plain(release['title'])}",
        *_published(release),
        *_not_shown(release),
        "## What the usual table would have given away",
        _naive(told.naive, release["policy"]["k"]),
        "## What this release gives away",
        _ours(told.ours),
        *_reading(release),
        *_checking(release, told.public_key),
    ]
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """A label that stays a label in Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)


def _published(release: Mapping[str, Any]) -> list[str]:
    records = release["units"]
    shown = Counter(one["level"] for one in records if one["shown"])
    stated = release["statement"]
    figures = [figure for one in records for figure in one["items"].values()]
    n_limits = sum(figure["shown"] and figure["relation"] != "=" for figure in figures)
    levels = "".join(
        f"\n- {shown[level]:,} {text}" for level, text in LEVELS.items() if level in shown
    )
    return [
        "## What was published",
        f"The file has {stated['rows']:,} rows, of which {stated['rows_counted']:,} count: "
        "whoever answered fewer than 7 of 10 questions is in no figure.",
        f"{shown.total():,} of {len(records):,} units have figures:" + levels,
        f"Of {sum(figure['shown'] for figure in figures):,} figures of single questions, "
        f'{n_limits:,} are given as a limit or as "about".',
    ]


def _not_shown(release: Mapping[str, Any]) -> list[str]:
    k, k_item = release["policy"]["k"], release["policy"]["k_item"]
    n_hidden = sum(not one["shown"] for one in release["units"])
    return [
        "## What is not shown, and why",
        f'{n_hidden:,} units say "{NOT_THIS_TIME}": fewer than {k} people answered there. Their '
        'answers count in the next wider group, by name "Rest of …" where several small units '
        f"make up {k} people or more. A remainder of fewer than {k} at the very top is in no "
        "unit's figure except that of everybody together.",
        f"A single question is shown from {k_item} answers on. Below that, look at the index, "
        "at the scales, or at the nearest wider unit.",
    ]


def _naive(found: Findings, k: int) -> str:
    most = max(found.n_positions, 1)
    return (
        f"The usual table shows exact means wherever {k} people answered. Our intruder holds "
        "that table, knows who answered, adds and subtracts. It finds:\n"
        f"- {found.n_residual_groups:,} groups of fewer than {k} people that the table never "
        f"shows but that can be had by subtraction, with {found.n_people_exposed:,} people;\n"
        f"- {found.n_determined:,} answers ({found.n_determined / most:.2%}) that are certain;\n"
        f"- {found.n_direction_known:,} answers ({found.n_direction_known / most:.2%}) of which "
        "it is certain whether they are favourable (the two best) or not;\n"
        f"- {found.n_excluded:,} times that an answer somebody might have given can be ruled out."
    )


def _ours(found: Findings) -> str:
    if found.is_safe:
        return (
            f"Of {found.n_positions:,} answers looked at none: for every respondent and every "
            "question each answer remains possible, and no group that is too small can be had "
            "by adding and subtracting. What remains is likelihood: a mean of 2.1 says that "
            "people are unhappy, and whoever knows all the others' answers learns much about "
            "the last one."
        )
    named = "\n".join(f"- {plain(one.explanation)}" for one in found.violations[:MOST_NAMED])
    return f"{found.n_violations:,} findings, since this table is for checking only:\n{named}"


def _reading(release: Mapping[str, Any]) -> list[str]:
    policy = release["policy"]
    noise = (
        "No noise was added."
        if release["checking_only"]
        else f"Before a sum became a figure, a whole number between −{policy['w']} and "
        f"{policy['w']} was added to it; counts of units of {policy['big']} people or more "
        f"have two-sided geometric noise (ε = {policy['epsilon']:g})."
    )
    return [
        "## How to read a figure",
        "- `=` 3.4: the figure is 3.4.\n"
        "- `<=` 2.1: at most 2.1. So many answered at the low end that the figure stops there, "
        "so that nobody's answer is certain.\n"
        "- `>=` 4.6: at least 4.6, for the same reason.\n"
        "- about 3.9 (written `=` in `cells.csv`): some of what it is made of is a limit.",
        f"{noise} A difference of a tenth or two between two small teams means nothing. The "
        "number of people is a range on purpose.",
        "Not for appraisal, pay or dismissal.",
    ]


def _checking(release: Mapping[str, Any], public_key: str) -> list[str]:
    policy = ", ".join(f"{name} {value:g}" for name, value in release["policy"].items())
    return [
        "## To check it",
        f"- Fingerprint of this release's input (keyed): `{release['manifest_hash']}`\n"
        f"- Policy: {policy}\n"
        f"- `release.json.sig` is an Ed25519 signature of `release.json` by `{public_key}`\n"
        "- `cells.csv`, `workbook.xlsx` and this report say what `release.json` says.",
        "**Keep `noise.key` to yourself.** Whoever has it can take the noise away. Keep it "
        "nevertheless: the same answers must never be given fresh noise, since about eight "
        "versions of one table would reveal its sums. For the same reason do not protect the "
        "same answers into a second directory.",
    ]
