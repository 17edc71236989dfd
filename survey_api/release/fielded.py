"""Everything about a wave that publishing needs beside the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node
from survey_api.release.checks import Checked
from survey_api.release.tabulation import Asked

INDEX = "index"


@dataclass(frozen=True)
class Fielded:
    """``nodes`` is the published tree, whose leaves are the groups; ``pooled`` are units too
    small to be in it, each with the group that stands for it. ``eligible`` counts people by
    group; it is None where nobody said how many might have answered. ``seed`` names the wave
    in every draw of noise. ``cycle`` says which part of a divided bank this wave asks."""

    nodes: tuple[Node, ...]
    pooled: Mapping[Node, str]
    eligible: Mapping[str, int] | None
    policy: Policy
    asked: Asked
    scales: Mapping[str, tuple[str, ...]]
    seed: bytes
    withheld: frozenset[str] = frozenset()
    cycle: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, checked: Checked, withheld: frozenset[str]) -> Self:
        """What a checked box export says."""
        frame, asked = checked.frame, checked.questionnaire
        return cls(
            nodes=frame.published_tree(),
            pooled={
                node: frame.pooled[node.unit] for node in frame.nodes if node.unit in frame.pooled
            },
            eligible={group.unit: group.eligible for group in frame.groups},
            policy=checked.policy,
            asked=Asked.of(asked, checked.policy.scale_points),
            scales=scales_of(asked),
            seed=checked.mh,
            withheld=withheld,
            cycle=asked.get("cycle"),
        )

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Nodes that nothing hangs under, in the order of their ids."""
        inner = {node.parent for node in self.nodes}
        return tuple(sorted(node.unit for node in self.nodes if node.unit not in inner))

    @cached_property
    def columns(self) -> dict[str, list[int]]:
        """scale → places of its items."""
        place = {item: at for at, item in enumerate(self.asked.items)}
        return {scale: [place[item] for item in items] for scale, items in self.scales.items()}


def scales_of(questionnaire: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Every figure of a unit and the items it is the mean of; the index is all of them."""
    index = {INDEX: tuple(item["id"] for item in questionnaire["items"])}
    return index | {scale["id"]: tuple(scale["items"]) for scale in questionnaire["scales"]}
