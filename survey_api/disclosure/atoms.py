"""Pooling at close: respondents under k are joined bottom-up, so that every atom has k or more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_api.disclosure.tree import Node, bottom_up


@dataclass(frozen=True)
class Atom:
    """A set of groups whose respondents are published together. ``id`` is canonical: the
    sorted group ids; ``home`` is the node it hangs under (itself, when it is one group)."""

    groups: tuple[str, ...]
    home: str
    n: int

    @property
    def id(self) -> str:
        return "+".join(self.groups)

    @property
    def is_rest(self) -> bool:
        """Formed by this wave's responses only; it has no past and no future."""
        return self.groups != (self.home,)


def form(nodes: Iterable[Node], n_of: Mapping[str, int], k: int) -> tuple[Atom, ...]:
    """publication.md rule 2. ``n_of`` counts respondents per group (leaf).

    A leaf of k or more is an atom; 1…k−1 join the remainder of the parent; a remainder of k
    or more is an atom there, else it is carried on; what is left at the root is in no figure.
    """
    carried: dict[str | None, list[str]] = {}
    atoms: list[Atom] = []
    for node in bottom_up(nodes):
        n = n_of.get(node.unit, 0)
        if n >= k:
            atoms.append(Atom((node.unit,), node.unit, n))
        elif n > 0:
            carried.setdefault(node.parent, []).append(node.unit)
        left = carried.pop(node.unit, [])
        n_left = sum(n_of[one] for one in left)
        if n_left >= k:
            atoms.append(Atom(tuple(sorted(left)), node.unit, n_left))
        elif left:
            carried.setdefault(node.parent, []).extend(left)
    return tuple(sorted(atoms, key=lambda atom: atom.id))
