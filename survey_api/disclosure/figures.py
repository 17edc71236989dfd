"""From protected numbers to published figures: integer arithmetic, rounded once, half to even.

Everything here is arithmetic on protected numbers; whoever holds all of it learns no more
than the protected numbers themselves say (publication.md rule 4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from survey_api.disclosure.protection import Limit, Protected

SCALE_SHARE = (7, 10)  # a scale is shown with 0.7 of its items


class Relation(StrEnum):
    """How to read a value."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="
    ABOUT = "~"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Protected sums of one item added over atoms: ``p`` of ``n`` answers, of which ``n_low``
    and ``n_high`` lie in atoms that stand at a limit."""

    p: int
    n: int
    n_low: int
    n_high: int

    @classmethod
    def of(cls, cell: Protected) -> "Aggregate":
        """One atom's cell."""
        low, high = cell.limit is Limit.LOW, cell.limit is Limit.HIGH
        return cls(cell.p, cell.n, cell.n if low else 0, cell.n if high else 0)

    def __add__(self, other: "Aggregate") -> "Aggregate":
        return Aggregate(
            self.p + other.p, self.n + other.n, self.n_low + other.n_low, self.n_high + other.n_high
        )

    @property
    def relation(self) -> Relation:
        """A side when more than half of the answers stand at its limit; any limit: about."""
        return relation(self.n_low, self.n_high, self.n)


@dataclass(frozen=True, slots=True)
class Value:
    """One published number with one decimal, and how to read it."""

    text: str
    relation: Relation


def relation(n_low: int, n_high: int, n: int) -> Relation:
    """The relation when ``n_low`` and ``n_high`` of ``n`` parts stand at a limit."""
    if 2 * n_low > n:
        return Relation.AT_MOST
    if 2 * n_high > n:
        return Relation.AT_LEAST
    return Relation.ABOUT if n_low or n_high else Relation.EQUAL


def one_decimal(numerator: int, denominator: int) -> str:
    """numerator/denominator with one decimal, half to even, without a float."""
    tenths, left = divmod(10 * numerator, denominator)
    if 2 * left > denominator or (2 * left == denominator and tenths % 2):
        tenths += 1
    return f"{tenths // 10}.{tenths % 10}"


def item_value(cell: Aggregate) -> Value:
    """ΣP / Σn."""
    return Value(one_decimal(cell.p, cell.n), cell.relation)


def scale_value(cells: Sequence[Aggregate | None]) -> Value | None:
    """The mean of P/n over a scale's items; None with fewer than ⌈0.7·k⌉ of them.

    "About" when an item inside is limited; the side when more than half are, on one side.
    """
    there = [cell for cell in cells if cell is not None]
    share, of = SCALE_SHARE
    if not there or len(there) < -(-share * len(cells) // of):
        return None
    numerator, denominator = 0, 1
    for cell in there:
        numerator, denominator = numerator * cell.n + cell.p * denominator, denominator * cell.n
    kinds = [cell.relation for cell in there]
    n_low, n_high = kinds.count(Relation.AT_MOST), kinds.count(Relation.AT_LEAST)
    read_as = relation(n_low, n_high, len(there))
    if read_as is Relation.EQUAL and Relation.ABOUT in kinds:
        read_as = Relation.ABOUT
    return Value(one_decimal(numerator, denominator * len(there)), read_as)


def add_up(parts: Iterable[dict[str, Aggregate]]) -> dict[str, Aggregate]:
    """Item by item over atoms; an item that an atom withholds counts in the others only."""
    total: dict[str, Aggregate] = {}
    for part in parts:
        for item, cell in part.items():
            total[item] = total[item] + cell if item in total else cell
    return total
