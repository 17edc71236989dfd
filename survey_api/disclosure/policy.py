"""The parameters of disclosure control, frozen in the manifest before anybody answers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any, Self

from survey_api.errors import Invalid

MIN_K, MIN_W, MIN_BIG, MAX_EPSILON = 5, 2, 50, 1.0
STANDARD = "standard"
PROFILES: Mapping[str, Mapping[str, Any]] = {
    STANDARD: {},
    "strict": {"k": 7, "k_item": 10, "t_high": 1},
    "strictest": {"k": 10, "k_item": 12, "w": 3, "t_low": 2, "t_high": 1, "epsilon": 0.5},
}


class PolicyInvalid(Invalid):
    """These disclosure parameters cannot be used."""


@dataclass(frozen=True)
class Policy:
    """``k`` smallest group shown; ``w`` half-width of the noise on a sum; ``t_low``/``t_high``
    how many answers at either end stay hidden; ``big`` respondents from which distributions
    may be shown; ``k_item`` answers from which a single item is; ``epsilon`` noise of big units.
    """

    k: int = 5
    w: int = 2
    t_low: int = 1
    t_high: int = 0
    big: int = 50
    scale_points: int = 5
    k_item: int = 8
    epsilon: float = 1.0

    def __post_init__(self) -> None:
        counts = (self.k, self.w, self.t_low, self.t_high, self.big, self.scale_points, self.k_item)
        if any(type(count) is not int for count in counts):
            raise PolicyInvalid("Every parameter but epsilon must be a whole number.")
        if self.k < MIN_K:
            raise PolicyInvalid(f"k is {self.k}; it may be raised but never lowered below {MIN_K}.")
        if self.k_item < self.k or self.big < self.k_item:
            raise PolicyInvalid("k_item must be at least k, and big at least k_item.")
        if self.w < 0 or self.t_low < 0 or self.t_high < 0 or not isfinite(self.epsilon):
            raise PolicyInvalid("w, t_low and t_high must not be negative, epsilon a number.")
        if self.epsilon <= 0:
            raise PolicyInvalid("epsilon must be above zero.")
        if self.scale_points < 3 or self.lowest(self.k) >= self.highest(self.k):
            raise PolicyInvalid("With these limits a group of k would have nothing to show.")

    @classmethod
    def profile(cls, name: str, k: int = MIN_K) -> Self:
        """An offered profile, with k raised (never lowered) to ``k``; k_item and big follow."""
        if name not in PROFILES:
            raise PolicyInvalid(
                f"There is no policy {name!r}; choose one of {', '.join(PROFILES)}."
            )
        if k < MIN_K:
            raise PolicyInvalid(f"k is {k}; it may be raised but never lowered below {MIN_K}.")
        found = cls(**PROFILES[name])
        k, k_item = max(k, found.k), max(k, found.k_item)
        return replace(found, k=k, k_item=k_item, big=max(found.big, k_item))

    def check_for_wave(self) -> None:
        """Raise ``PolicyInvalid`` for a policy that is good for checking tables only."""
        if self.w < MIN_W or self.t_low < 1 or self.big < MIN_BIG or self.epsilon > MAX_EPSILON:
            raise PolicyInvalid(
                f"A wave needs w of {MIN_W} or more, t_low of 1, big of {MIN_BIG} and epsilon of "
                f"{MAX_EPSILON} or less; a weaker policy is for checking tables only."
            )

    def lowest(self, n: int) -> int:
        """L: the smallest protected sum for n answers; deliberately not relaxed by ``w``."""
        return n + (self.scale_points - 1) * (self.t_low + 1)

    def highest(self, n: int) -> int:
        """H: the largest protected sum for n answers."""
        return self.scale_points * n - (self.scale_points - 1) * (self.t_high + 1) + self.w

    def as_document(self) -> dict[str, Any]:
        """Plain JSON values, as in manifest and bundle."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """The policy of a manifest; raises ``PolicyInvalid`` for unknown parameters."""
        try:
            return cls(**document)
        except TypeError as error:
            raise PolicyInvalid(
                "The policy names a parameter this version does not know."
            ) from error
