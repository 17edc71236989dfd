"""What one wave publishes, as an intruder sees it: sets of people and bounds on their sums."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class NoisySet:
    """Counts behind unbounded noise: they rule out nothing, if the noise is there and the
    people are many; ``smallest_level`` of a demographic cut."""

    name: str
    people: int
    epsilon: float
    smallest_level: int | None = None


@dataclass(frozen=True)
class Publication:
    """Sets that form a forest by inclusion, and what is published about their sums.

    ``parent`` [U] is the place of the smallest set around each, −1 for none; ``people`` [U];
    ``answers`` [U, I] to each item that are in the published sum, 0 where nothing is published;
    ``low`` and ``high`` [U, I] the sums that what is published of this set alone allows.
    """

    wave: str
    items: tuple[str, ...]
    sets: tuple[str, ...]
    parent: Ints
    people: Ints
    answers: Ints
    low: Ints
    high: Ints
    noisy: tuple[NoisySet, ...] = ()

    def says_the_same_as(self, other: "Publication") -> bool:
        """Whether both publish the same numbers about the same sets."""
        if self is other:
            return True
        same = (self.items, self.sets, self.noisy) == (other.items, other.sets, other.noisy)
        arrays = ("parent", "people", "answers", "low", "high")
        return same and all(np.array_equal(getattr(self, a), getattr(other, a)) for a in arrays)
