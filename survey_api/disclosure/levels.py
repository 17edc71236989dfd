"""Demographic levels: those under the minimum are merged, or the cut is withheld in the unit.

One way only, defined before opening, at big units (publication.md rule 5). Whoever did not
say is a level like another, since it could otherwise be had by subtraction.
"""

from collections.abc import Sequence

LEAST_PER_LEVEL = 30

Merged = tuple[tuple[int, ...], ...]


def merged(people: Sequence[int], *, is_ordered: bool, least: int = LEAST_PER_LEVEL) -> Merged:
    """Levels, as places in ``people`` (the last is "not said"), joined until each has ``least``.

    "Not said" comes first and joins the smallest; then the smallest joins, an ordered level
    its smaller neighbour, another the smallest other. Fewer than two that stand for an answer
    are no comparison: then nothing is shown.
    """
    unsaid = len(people) - 1
    parts: list[tuple[int, ...]] = [(place,) for place, n in enumerate(people) if n > 0]
    while len(parts) > 1:
        size = {part: sum(people[place] for place in part) for part in parts}
        alone = (unsaid,) if size.get((unsaid,), least) < least else None
        small = alone or min(parts, key=lambda part: (size[part], part))
        if size[small] >= least:
            break
        others = [part for part in parts if part != small]
        host = min(_near(small, parts, unsaid) if is_ordered else others, key=size.__getitem__)
        joined = tuple(sorted((*small, *host)))
        parts = sorted((joined, *(part for part in others if part != host)))
    answered = [part for part in parts if part != (unsaid,)]
    return tuple(parts) if len(answered) > 1 else ()


def _near(
    small: tuple[int, ...], parts: Sequence[tuple[int, ...]], unsaid: int
) -> list[tuple[int, ...]]:
    """The neighbours in order; "not said" by itself is near to everything."""
    others = [part for part in parts if part != small]
    said = [part for part in others if part != (unsaid,)]
    if small == (unsaid,) or not said:
        return others
    before = [part for part in said if part[0] < small[0]]
    after = [part for part in said if part[0] > small[0]]
    return [*before[-1:], *after[:1]]
