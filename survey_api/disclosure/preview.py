"""What would be published of an organisation, before it decides for a smallest group.

Teams and the people in them exactly, by the binomial distribution of who answers; people in any
group by forming atoms over random draws, since a team under k counts in a wider group.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from survey_api.disclosure.atoms import form
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node, bottom_up, pool_at_opening

RESPONSES = (0.5, 0.7, 0.9)
GROUPS_DRAWN = 5_000  # groups times draws: big organisations need few draws
MOST_DRAWS = 100
ZONE, CUT, STATISTICS = 20, 60, 100  # people


@dataclass(frozen=True)
class Published:
    """At a ``response``: the share of teams with a page of their own; and of those who answer
    the share in such a team, and in a figure of some small unit or wider group."""

    response: float
    share_of_teams: float
    share_of_people_in_team: float
    share_of_people: float


@dataclass(frozen=True)
class Preview:
    """What smallest group ``k`` would mean."""

    k: int
    n_teams: int
    n_people: int
    published: tuple[Published, ...]


@dataclass(frozen=True)
class Pages:
    """How many units could show what needs many people, if ``response`` of them answer; and
    whether the organisation is large enough for statistics."""

    response: float
    with_percentages: int
    with_zone: int
    with_cuts: int
    has_statistics: bool


def preview(
    nodes: Sequence[Node], eligible: Mapping[str, int], policy: Policy, seed: int = 1
) -> Preview:
    """``eligible`` counts people by leaf. Raises ``OrganisationTooSmall`` under k people."""
    pooling = pool_at_opening(nodes, eligible, policy.k)
    leaves = {node.unit: node for node in nodes}
    kept = [node for node in nodes if node.unit not in pooling.mapping]
    here = {node.unit for node in kept}
    tree = kept + [
        Node(one.unit, one.parent, one.label, one.kind)
        for one in pooling.groups
        if one.unit not in here
    ]
    sizes = {one.unit: one.eligible for one in pooling.groups}
    teams = np.array([one.eligible for one in pooling.groups if one.unit in leaves])
    n_teams, n_people = sum(n > 0 for n in eligible.values()), sum(eligible.values())
    rng = np.random.default_rng(seed)
    rows = tuple(
        Published(
            response,
            float(special.bdtrc(policy.k - 1, teams, response).sum()) / n_teams,
            float(teams @ special.bdtrc(policy.k - 2, teams - 1, response)) / n_people,
            _people(tree, sizes, policy.k, response, rng),
        )
        for response in RESPONSES
    )
    return Preview(policy.k, n_teams, n_people, rows)


def pages(
    nodes: Sequence[Node], eligible: Mapping[str, int], policy: Policy, response: float = 0.7
) -> Pages:
    """Which pages would be empty, by the number of people expected to answer in each unit."""
    expected = {node.unit: response * eligible.get(node.unit, 0) for node in nodes}
    for node in bottom_up(nodes):
        if node.parent is not None:
            expected[node.parent] += expected[node.unit]
    sizes = list(expected.values())
    return Pages(
        response,
        with_percentages=sum(n >= policy.big for n in sizes),
        with_zone=sum(n >= ZONE for n in sizes),
        with_cuts=sum(n >= max(CUT, policy.big) for n in sizes),
        has_statistics=max(sizes, default=0) >= STATISTICS,
    )


def _people(
    tree: Sequence[Node],
    sizes: Mapping[str, int],
    k: int,
    response: float,
    rng: np.random.Generator,
) -> float:
    """Share of those who answer that are in an atom, over random draws of who answers."""
    units, eligible = list(sizes), np.array(list(sizes.values()))
    n_draws = min(MOST_DRAWS, max(1, GROUPS_DRAWN // len(units)))
    answered = counted = 0
    for _ in range(n_draws):
        n = rng.binomial(eligible, response)
        atoms = form(tree, dict(zip(units, n.tolist(), strict=True)), k)
        answered += int(n.sum())
        counted += sum(atom.n for atom in atoms)
    return counted / answered if answered else 0.0
