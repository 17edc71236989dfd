"""How soon an item may be asked again: a publication rule, since waves that follow each other
closely can be subtracted from each other (publication.md rule 7)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

RETURN_AFTER = timedelta(weeks=4)  # from opening to opening


@dataclass(frozen=True)
class Fielding:
    """A wave that asks, or is planned to ask, ``items`` of every unit."""

    number: int
    opens_on: date
    items: frozenset[str]


@dataclass(frozen=True)
class TooSoon:
    """``items`` that ``fielding`` asks less than four weeks away; they may be asked from
    ``may_on``, as far as that wave is concerned."""

    fielding: Fielding
    items: tuple[str, ...]
    may_on: date


def too_soon(
    items: Collection[str], opens_on: date, others: Iterable[Fielding]
) -> tuple[TooSoon, ...]:
    """Every other wave that asks one of ``items`` within four weeks before or after."""
    found = []
    for other in sorted(others, key=lambda one: (one.opens_on, one.number)):
        shared = tuple(sorted(other.items & set(items)))
        if shared and abs(opens_on - other.opens_on) < RETURN_AFTER:
            found.append(TooSoon(other, shared, other.opens_on + RETURN_AFTER))
    return tuple(found)


def earliest(items: Collection[str], opens_on: date, others: Collection[Fielding]) -> date:
    """The first day from ``opens_on`` on which no other wave, before or after, is too close."""
    while clashes := too_soon(items, opens_on, others):
        opens_on = max(one.may_on for one in clashes)
    return opens_on
