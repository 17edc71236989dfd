"""What an intruder found: counts for a report, and the cells that gave it away."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

MOST_NAMED = 20


class Kind(StrEnum):
    """What went wrong."""

    SMALL_GROUP = "a small group can be formed"
    EXCLUDED = "an answer can be ruled out"
    COLLUDER = "a colleague's answer gives another away"
    NO_NOISE = "no noise"
    TOO_SMALL = "too few people"
    RECAST = "published twice"
    CONTRADICTION = "what is published contradicts itself"


@dataclass(frozen=True)
class Violation:
    """One cell that gives something away. It names groups and questions, never people."""

    kind: Kind
    wave: str
    set: str
    item: str
    explanation: str


@dataclass(frozen=True)
class Findings:
    """``n_positions`` answers were looked at. Of them: answer values that can be ruled out,
    answers that are certain, answers whose direction is; and the groups under k that sums and
    differences single out, with the people in them."""

    violations: tuple[Violation, ...] = ()
    n_violations: int = 0
    n_positions: int = 0
    n_excluded: int = 0
    n_determined: int = 0
    n_direction_known: int = 0
    n_residual_groups: int = 0
    n_people_exposed: int = 0

    @property
    def is_safe(self) -> bool:
        """Whether nothing was found."""
        return self.n_violations == 0

    def as_document(self) -> dict[str, Any]:
        """Plain JSON values; the first violations are named."""
        counts = {one.name: getattr(self, one.name) for one in fields(self)[1:]}
        named = [
            {"kind": str(one.kind), "wave": one.wave, "set": one.set, "item": one.item,
             "explanation": one.explanation}
            for one in self.violations[:MOST_NAMED]
        ]  # fmt: skip
        return {"is_safe": self.is_safe, **counts, "violations": named}


def added(parts: Iterable[Findings]) -> Findings:
    """All together."""
    kept = list(parts)
    counts = [one.name for one in fields(Findings)[1:]]
    return Findings(
        tuple(violation for one in kept for violation in one.violations),
        **{name: sum(getattr(one, name) for one in kept) for name in counts},
    )
