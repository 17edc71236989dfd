"""CPU seconds from scored answers to a release, for organisations of 2,000 to 650,000 people.

    python -m tests.benchmarks.publishing

Teams of 3 to 15 (54 on average in the last) in a branching tree, 76 % response, twelve items
in four scales. The clock starts when the answers are a table: what is timed is counting,
atoms, noise, figures, ranges, reliability, drivers, records and the intruder.
"""

import math
import time

import numpy as np

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node, pool_at_opening
from survey_api.release.disclosing import Disclosed, disclose
from survey_api.release.fielded import Fielded, scales_of
from survey_api.release.inputs import FrameAnnex, FrameGroup
from survey_api.release.tabulation import Answers, Asked, count

SIZES = ((2_000, 9), (20_000, 9), (200_000, 9), (855_000, 71))  # people, usual size of a team
TARGET_SECONDS, TARGET_AT = 1.0, 200_000
RESPONSE = 0.76
BRANCHES = 6
ITEMS = tuple(f"item{number}" for number in range(12))
QUESTIONNAIRE = {
    "items": [{"id": item, "text": item} for item in ITEMS],
    "scales": [
        {"id": name, "label": "", "description": "", "items": list(ITEMS[at : at + 3])}
        for at, name in ((0, "safety"), (3, "practice"), (6, "accountability"), (9, "trust"))
    ],
    "keying": dict.fromkeys(ITEMS, "straight"),
}


def organisation(
    n_people: int, usual: int, draw: np.random.Generator
) -> tuple[list[Node], dict[str, int]]:
    """A tree with about six children to an inner unit, and how many people each team has."""
    sizes = draw.integers(usual // 3, 2 * usual - usual // 3 + 1, n_people // usual).tolist()
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


def wave(n_people: int, usual: int) -> tuple[Fielded, Answers]:
    """What the tally holds once ballots are opened."""
    draw = np.random.default_rng(n_people)
    nodes, eligible = organisation(n_people, usual, draw)
    policy, asked = Policy(), Asked.of(QUESTIONNAIRE, 5)
    pooling = pool_at_opening(nodes, eligible, policy.k)
    groups = tuple(
        FrameGroup(one.unit, one.eligible, bytes(32), one.label, bytes(32))
        for one in pooling.groups
    )
    frame = FrameAnnex("wave", tuple(nodes), groups, dict(pooling.mapping))
    fielded = Fielded(
        nodes=frame.published_tree(),
        pooled={one: frame.pooled[one.unit] for one in nodes if one.unit in frame.pooled},
        eligible={one.unit: one.eligible for one in groups},
        policy=policy,
        asked=asked,
        scales=scales_of(QUESTIONNAIRE),
        seed=bytes(32),
    )
    n = [draw.binomial((fielded.eligible or {}).get(unit, 0), RESPONSE) for unit in fielded.leaves]
    group = np.repeat(np.arange(len(n)), n)
    climate, person = draw.normal(3.7, 0.35, len(n))[group], draw.normal(0, 0.6, len(group))
    latent = (climate + person)[:, None] + draw.normal(0, 0.7, (len(group), len(ITEMS)))
    scored = np.clip(np.rint(latent), 1, 5).astype(np.uint8)
    scored[draw.random(scored.shape) < 0.015] = 0
    return fielded, Answers(fielded.leaves, group, scored)


def release(fielded: Fielded, answers: Answers) -> Disclosed:
    """The timed work."""
    return disclose(fielded, count(answers, fielded.asked), answers, bytes(32))


def main() -> None:
    """Print seconds, units and growth; say whether the target is met."""
    before: tuple[int, float] | None = None
    print("people     ballots   units   shown  seconds  exponent")
    for size, usual in SIZES:
        fielded, answers = wave(size, usual)
        started = time.process_time()
        made = release(fielded, answers).records
        seconds = time.process_time() - started
        shown = sum(one["shown"] for one in made)
        n = len(answers.group)
        exponent = math.log(seconds / before[1]) / math.log(n / before[0]) if before else math.nan
        print(f"{size:8,} {n:8,} {len(made):8,} {shown:7,} {seconds:8.2f} {exponent:8.2f}")
        before = n, seconds
        if size == TARGET_AT:
            print(f"target at {size:,} people: {TARGET_SECONDS} s; {seconds:.2f} s")


if __name__ == "__main__":
    main()
