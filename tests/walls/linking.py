"""How an attacker judges two orders, and how often pure chance would do as well."""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from scipy.stats import poisson

ONCE_IN = 200_000  # a fair shuffle exceeds a threshold once in so many attempts
NOISE = 4.6  # standard deviations of tau: the same
Places = Sequence[float]  # where the first, second … to come lies; NaN where it is not found


def kendall_z(places: Places) -> float:
    """Kendall's tau between order of arrival and place, in standard deviations of chance."""
    n = len(places)
    pairs = combinations(places, 2)
    concordance = sum((later > earlier) - (later < earlier) for earlier, later in pairs)
    return concordance / math.sqrt(n * (n - 1) * (2 * n + 5) / 18)


def missing(places: Places) -> bool:
    """Whether something was not found at all."""
    return any(map(math.isnan, places))


def pairs_found(people: Places, ballots: Places) -> int:
    """Of ballots matched to people rank by rank, how many are truly theirs (index = truth)."""
    return sum(one == other for one, other in zip(ranked(people), ranked(ballots), strict=True))


def matched(people: Places, ballots: Places, groups: Iterable[Sequence[int]]) -> int:
    """``pairs_found``, each group of the truth by itself."""
    return sum(
        pairs_found([people[one] for one in group], [ballots[one] for one in group])
        for group in groups
    )


def ranked(places: Places) -> list[int]:
    """Who came first, second …, as far as places tell; what shares a place is guessed."""
    guess = random.SystemRandom()
    return sorted(range(len(places)), key=lambda one: (places[one], guess.random()))


def chance_limit(expected: float = 1, *, among: int = 1) -> int:
    """How many chance alone exceeds once in ``ONCE_IN`` times: in a shuffled group one thing
    stays in place on average, and the number of such things is Poisson."""
    return int(poisson.isf(1 / ONCE_IN / among, expected))


def places_in(raw: bytes, needles: Iterable[bytes]) -> list[float]:
    """Where each needle lies in a file for the first time."""
    found = [raw.find(one) for one in needles]
    return [float(one) if one >= 0 else math.nan for one in found]


def by_key(found: Mapping[bytes, float], keys: Iterable[bytes]) -> list[float]:
    """What a query said of each key."""
    return [float(found.get(one, math.nan)) for one in keys]
