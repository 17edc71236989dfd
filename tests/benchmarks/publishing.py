"""CPU seconds from tabulated sums to unit records, for organisations of 2,000 to 200,000 people.

    python -m tests.benchmarks.publishing

Teams of 3 to 15 in a branching tree, 76 % response, eight items. Reading the clock starts
after the organisation is made: what is timed is forming atoms, protecting cells, adding up.
"""

import random
import time
from types import SimpleNamespace
from typing import Any, cast

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node, pool_at_opening
from survey_api.release.checks import Checked
from survey_api.release.disclosing import disclosed
from survey_api.release.inputs import FrameAnnex, FrameGroup
from survey_api.release.tabulation import Sums

SIZES = (2_000, 20_000, 200_000)
TARGET_SECONDS = 1.0
RESPONSE = 0.76
BRANCHES = 6
ITEMS = tuple(f"item{number}" for number in range(8))
QUESTIONNAIRE = {
    "items": [{"id": item, "text": item} for item in ITEMS],
    "scales": [
        {"id": "speaking_up", "label": "", "description": "", "items": list(ITEMS[:4])},
        {"id": "learning", "label": "", "description": "", "items": list(ITEMS[4:])},
    ],
    "keying": dict.fromkeys(ITEMS, "straight"),
}


def organisation(n_people: int, draw: random.Random) -> tuple[list[Node], dict[str, int]]:
    """A tree with about six children to an inner unit, and how many people each team has."""
    sizes = []
    while sum(sizes) < n_people:
        sizes.append(draw.randint(3, 15))
    level = [f"t{number}" for number in range(len(sizes))]
    eligible = dict(zip(level, sizes, strict=True))
    parent: dict[str, str | None] = {}
    depth = 0
    while len(level) > 1:
        above = [f"l{depth}-{number}" for number in range(-(-len(level) // BRANCHES))]
        parent |= {unit: above[number // BRANCHES] for number, unit in enumerate(level)}
        level, depth = above, depth + 1
    parent[level[0]] = None
    return [Node(unit, above, unit) for unit, above in parent.items()], eligible


def answered(draw: random.Random, n_eligible: int) -> Sums:
    """Somebody's 76 % of a group, who lean towards agreeing."""
    n = sum(draw.random() < RESPONSE for _ in range(n_eligible))
    items = {item: (sum(draw.choices((2, 3, 4, 5), k=n)), n) for item in ITEMS}
    return Sums(n, items)


def wave(n_people: int) -> tuple[Checked, dict[str, Sums]]:
    """What the tally holds once ballots are tabulated."""
    draw = random.Random(n_people)  # noqa: S311
    nodes, eligible = organisation(n_people, draw)
    policy = Policy()
    pooling = pool_at_opening(nodes, eligible, policy.k)
    groups = tuple(
        FrameGroup(one.unit, one.eligible, bytes(32), one.label, bytes(32))
        for one in pooling.groups
    )
    frame = FrameAnnex("wave", tuple(nodes), groups, dict(pooling.mapping))
    parts = {"mh": bytes(32), "policy": policy, "questionnaire": QUESTIONNAIRE, "frame": frame}
    sums = {group.unit: answered(draw, group.eligible) for group in groups}
    return cast(Checked, SimpleNamespace(**parts)), sums


def records(checked: Checked, sums: dict[str, Sums]) -> list[dict[str, Any]]:
    """The timed work."""
    return disclosed(checked, sums, bytes(32), frozenset())[1]


def main() -> None:
    """Print seconds, units and growth; say whether the target is met."""
    before = 0.0
    print("people    units   shown  seconds  growth")
    for size in SIZES:
        checked, sums = wave(size)
        started = time.process_time()
        made = records(checked, sums)
        seconds = time.process_time() - started
        shown = sum(one["shown"] for one in made)
        growth = f"{seconds / before:6.1f}×" if before else ""
        print(f"{size:7,} {len(made):7,} {shown:7,} {seconds:8.3f} {growth}")
        before = seconds
    print(f"target at {SIZES[-1]:,} people: {TARGET_SECONDS} s; {seconds:.2f} s")


if __name__ == "__main__":
    main()
