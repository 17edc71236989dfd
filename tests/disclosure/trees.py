"""Random unit trees with people in their leaves."""

import random
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from survey_api.disclosure.tree import Node

K = 5
# a busy machine makes an example slow without anything being wrong
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@dataclass(frozen=True)
class Company:
    """A tree, how many may answer in each leaf, and how many of them did."""

    nodes: tuple[Node, ...]
    eligible: dict[str, int]
    answered: dict[str, int]


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Up to thirty units, also empty ones and ones nobody answered in."""
    n_units = draw(st.integers(1, 30))
    above = [draw(st.integers(0, max(0, at - 1))) for at in range(n_units)]
    ids = [f"u{at:02}" + "x" * 17 for at in range(n_units)]  # as long as a unit id may be
    nodes = [Node(ids[at], ids[above[at]] if at else None, f"Unit {at}") for at in range(n_units)]
    inner = {node.parent for node in nodes}
    eligible = {}
    for node in tuple(nodes):
        size = draw(st.integers(0, 14))
        if node.unit in inner and size:
            direct = Node(f"{node.unit}.direct", node.unit, f"Direct team of {node.label}")
            nodes.append(direct)
            eligible[direct.unit] = size
        elif size:
            eligible[node.unit] = size
    answered = {unit: draw(st.integers(0, size)) for unit, size in eligible.items()}
    return Company(tuple(nodes), eligible, answered)


def seeded(seed: int) -> random.Random:
    """Chance that can be repeated."""
    return random.Random(seed)  # noqa: S311
