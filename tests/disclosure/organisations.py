"""Organisations whose waves are published by our rule and by a threshold alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey_api.disclosure import naive
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.publication import Publication
from survey_api.disclosure.tree import Node, pool_at_opening
from survey_api.release.attack import publication
from survey_api.release.crowds import count_crowds
from survey_api.release.disclosing import Before, Disclosed, disclose
from survey_api.release.fielded import Fielded, scales_of
from survey_api.release.tabulation import Answers, Asked, count
from tests.release.factories import questionnaire

KEY = bytes(range(32))
ITEMS = 5
POLICY = Policy()
RESPONSE = 0.76


@dataclass(frozen=True)
class Organisation:
    """A tree and how many may answer in each leaf."""

    nodes: tuple[Node, ...]
    eligible: Mapping[str, int]

    @property
    def leaves(self) -> tuple[str, ...]:
        """Teams, in the order of their ids."""
        return tuple(sorted(self.eligible))


@dataclass(frozen=True)
class Replies:
    """Who answered, by team (a place in the leaves), and what [N, items]."""

    team: NDArray[np.int64]
    scored: NDArray[np.uint8]


def organisation(parents: Mapping[str, str | None], eligible: Mapping[str, int]) -> Organisation:
    """By hand: unit → parent, and the people of its teams."""
    nodes = tuple(Node(unit, above, unit.title()) for unit, above in parents.items())
    return Organisation(nodes, eligible)


def grown(people: int, seed: int) -> Organisation:
    """Teams of 3 to 15 in departments of six, departments in divisions of five."""
    draw = np.random.default_rng(seed)
    sizes: list[int] = []
    while sum(sizes) < people:
        sizes.append(int(draw.integers(3, 16)))
    parents: dict[str, str | None] = {"org": None}
    for at in range(len(sizes)):
        division, department = f"v{at // 30:02}", f"d{at // 6:03}"
        parents |= {division: "org", department: division, f"t{at:04}": department}
    return organisation(parents, {f"t{at:04}": size for at, size in enumerate(sizes)})


def later(of: Organisation, seed: int, movers: int) -> Organisation:
    """Some people have moved to another team; teams of fewer than two stay."""
    draw, now = np.random.default_rng(seed), dict(of.eligible)
    for _ in range(movers):
        source, target = (str(one) for one in draw.choice(of.leaves, 2, replace=False))
        if now[source] > 2:
            now[source], now[target] = now[source] - 1, now[target] + 1
    return Organisation(of.nodes, now)


def redrawn(of: Organisation, seed: int) -> Organisation:
    """The same teams in other departments."""
    above = [node.parent for node in of.nodes if node.unit in of.eligible]
    places = iter(np.random.default_rng(seed).permutation(np.array(above)).tolist())
    nodes = (
        Node(one.unit, next(places), one.label) if one.unit in of.eligible else one
        for one in of.nodes
    )
    return Organisation(tuple(nodes), of.eligible)


def replies(of: Organisation, seed: int, share: float = RESPONSE, missing: float = 0.02) -> Replies:
    """Answers of one wave: teams differ, people differ, some questions are left out."""
    draw = np.random.default_rng(seed)
    asked = np.repeat(np.arange(len(of.leaves)), [of.eligible[one] for one in of.leaves])
    team = asked[draw.random(len(asked)) < share]
    climate = draw.normal(3.7, 0.5, len(of.leaves))[team]
    latent = (climate + draw.normal(0, 0.6, len(team)))[:, None]
    scored = np.clip(np.rint(latent + draw.normal(0, 0.6, (len(team), ITEMS))), 1, 5)
    scored[draw.random(scored.shape) < missing] = 0
    return Replies(team, scored.astype(np.uint8))


def by_team(of: Organisation, **given: Sequence[Sequence[int]]) -> Replies:
    """By hand: team → the answers of each respondent there, one value for all questions or five."""
    rows = [(of.leaves.index(team), one) for team, each in given.items() for one in each]
    return Replies(
        np.array([team for team, _ in rows], dtype=np.int64),
        np.array([np.resize(one, ITEMS) for _, one in rows], dtype=np.uint8),
    )


def ours(of: Organisation, said: Replies, wave: int = 1, before: Before | None = None) -> Disclosed:
    """What we publish, groups that are too small pooled before anyone answered."""
    pooling = pool_at_opening(of.nodes, of.eligible, POLICY.k)
    kept = tuple(node for node in of.nodes if node.unit not in pooling.mapping)
    made = (Node(one.unit, one.parent, one.label, one.kind) for one in pooling.groups)
    asked = questionnaire()
    fielded = Fielded(
        nodes=tuple({node.unit: node for node in (*kept, *made)}.values()),
        pooled={
            node: pooling.mapping[node.unit] for node in of.nodes if node.unit in pooling.mapping
        },
        eligible={group.unit: group.eligible for group in pooling.groups},
        policy=POLICY,
        asked=Asked.of(asked, POLICY.scale_points),
        scales=scales_of(asked),
        seed=wave.to_bytes(32),
    )
    place = {unit: at for at, unit in enumerate(fielded.leaves)}
    group = [place[pooling.mapping.get(one, one)] for one in of.leaves]
    answers = Answers(fielded.leaves, np.array(group, dtype=np.int64)[said.team], said.scored)
    return disclose(fielded, count(answers, fielded.asked), answers, KEY, before)


def seen(done: Disclosed) -> Publication:
    """The same as an intruder sees it."""
    crowds = count_crowds(done.layout, KEY)
    return publication(done.layout, crowds, done.layout.fielded.seed.hex())


def threshold_only(of: Organisation, said: Replies) -> Publication:
    """The table that other tools publish."""
    asked = Asked.of(questionnaire(), POLICY.scale_points)
    table = count(Answers(of.leaves, said.team, said.scored), asked)
    people = dict(zip(table.groups, table.people.tolist(), strict=True))
    counts = dict(zip(table.groups, table.counts, strict=True))
    return naive.publication(of.nodes, people, counts, table.items, POLICY.k)
