"""From protected numbers to published figures: integer arithmetic, rounded once, half to even.

Everything here is arithmetic on protected numbers; whoever holds all of it learns no more
than the protected numbers themselves say (publication.md rule 4).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from survey_api.disclosure.protection import Limit, Protected

SCALE_SHARE = (7, 10)  # a scale is shown with 0.7 of its items


class Relation(StrEnum):
    """How to read a value."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOUT = "~"


class Aggregate(NamedTuple):
    """Protected sums of one item added over atoms: ``p`` of ``n`` answers, of which ``n_low``
    and ``n_high`` lie in atoms that stand at a limit."""

    p: int
    n: int
    n_low: int
    n_high: int

    @classmethod
    def of(cls, cell: Protected) -> "Aggregate":
        """One atom's cell."""
        p, n, limit = cell
        return cls(p, n, n if limit is Limit.LOW else 0, n if limit is Limit.HIGH else 0)

    def joined(self, other: "Aggregate") -> "Aggregate":
        """Both together."""
        return Aggregate(
            self.p + other.p, self.n + other.n, self.n_low + other.n_low, self.n_high + other.n_high
        )

    @property
    def relation(self) -> Relation:
        """A side when more than half of the answers stand at its limit; any limit: about."""
        return relation(self.n_low, self.n_high, self.n)


class Value(NamedTuple):
    """One published number with one decimal, and how to read it."""

    text: str
    relation: Relation


def relation(n_low: int, n_high: int, n: int) -> Relation:
    """The relation when ``n_low`` and ``n_high`` of ``n`` parts stand at a limit."""
    if not n_low and not n_high:
        return Relation.EQUAL
    if 2 * n_low > n:
        return Relation.AT_MOST
    return Relation.AT_LEAST if 2 * n_high > n else Relation.ABOUT


def one_decimal(numerator: int, denominator: int) -> str:
    """numerator/denominator with one decimal, half to even, without a float."""
    tenths, left = divmod(10 * numerator, denominator)
    if 2 * left > denominator or (2 * left == denominator and tenths % 2):
        tenths += 1
    return f"{tenths // 10}.{tenths % 10}"


@lru_cache(maxsize=8192)
def item_value(cell: Aggregate) -> Value:
    """ΣP / Σn. Small groups have few different cells, so most are computed once."""
    return Value(one_decimal(cell.p, cell.n), cell.relation)


def scale_value(cells: Sequence[Aggregate | None]) -> Value | None:
    """The mean of P/n over a scale's items; None with fewer than ⌈0.7·k⌉ of them.

    "About" when an item inside is limited; the side when more than half are, on one side.
    """
    there = [cell for cell in cells if cell is not None]
    share, of = SCALE_SHARE
    if not there or len(there) < -(-share * len(cells) // of):
        return None
    shared = there[0].n
    if all([n == shared for _, n, _, _ in there]):
        return Value(
            one_decimal(sum([cell[0] for cell in there]), shared * len(there)), _of_scale(there)
        )
    shared = lcm(*[n for _, n, _, _ in there])
    total = sum([p * (shared // n) for p, n, _, _ in there])
    return Value(one_decimal(total, shared * len(there)), _of_scale(there))


def _of_scale(cells: Sequence[Aggregate]) -> Relation:
    kinds = [relation(low, high, n) for _, n, low, high in cells if low or high]
    if not kinds:
        return Relation.EQUAL
    side = relation(kinds.count(Relation.AT_MOST), kinds.count(Relation.AT_LEAST), len(cells))
    return Relation.ABOUT if side is Relation.EQUAL else side


def add_up(parts: Iterable[dict[str, Aggregate]]) -> dict[str, Aggregate]:
    """Item by item over atoms; an item that an atom withholds counts in the others only."""
    total: dict[str, Aggregate] = {}
    for part in parts:
        for item, cell in part.items():
            total[item] = total[item].joined(cell) if item in total else cell
    return total
