"""What of an earlier survey's means may be kept beside releases: none of few people, none that
give away few by subtraction, none that says that everybody answered the same.

These means carry no noise, because only the other tool had the answers. Whoever knows all answers
of a group but one can still work that one out; therefore they are marked wherever they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from survey_api.disclosure.bands import n_band

LOWEST, POINTS = 1, 5


class Left(StrEnum):
    """Why a mean is left out."""

    FEW = "few"
    SUBTRACTION = "subtraction"


@dataclass(frozen=True)
class Mean:
    """One mean of one measure in one unit, with the number of answers behind it."""

    unit: str
    measure: str
    mean: float
    n: int


@dataclass(frozen=True)
class Kept:
    """What is stored of it: one decimal, how it is meant, and a band."""

    unit: str
    measure: str
    relation: str
    value: str
    n_band: str


def guard(
    means: Iterable[Mean], parents: Mapping[str, str | None], k: int
) -> tuple[list[Kept], dict[Left, int]]:
    """What may be kept, and how many were left out and why."""
    by_measure: dict[str, dict[str, Mean]] = {}
    left = {Left.FEW: 0, Left.SUBTRACTION: 0}
    for one in means:
        if one.n < k:
            left[Left.FEW] += 1
        else:
            by_measure.setdefault(one.measure, {})[one.unit] = one
    kept: list[Kept] = []
    for of_units in by_measure.values():
        left[Left.SUBTRACTION] += _without_small_rests(of_units, parents, k)
        kept += [_rounded(one) for one in of_units.values()]
    return kept, left


def _without_small_rests(shown: dict[str, Mean], parents: Mapping[str, str | None], k: int) -> int:
    """Takes units out of ``shown`` until what is left of each above the units shown inside it is
    nobody or at least k; returns how many were taken."""
    taken = 0
    while (unit := _exposed(shown, parents, k)) is not None:
        del shown[unit]
        taken += 1
    return taken


def _exposed(shown: Mapping[str, Mean], parents: Mapping[str, str | None], k: int) -> str | None:
    """The smallest of the units that, taken from the one above, leave fewer than k people."""
    inside: dict[str, list[Mean]] = {}
    for one in shown.values():
        above = _nearest_shown(parents.get(one.unit), shown, parents)
        if above is not None:
            inside.setdefault(above, []).append(one)
    for unit, parts in sorted(inside.items()):
        if 0 < shown[unit].n - sum(one.n for one in parts) < k:
            return min(parts, key=lambda one: (one.n, one.unit)).unit
    return None


def _nearest_shown(
    unit: str | None, shown: Mapping[str, Mean], parents: Mapping[str, str | None]
) -> str | None:
    while unit is not None and unit not in shown:
        unit = parents.get(unit)
    return unit


def _rounded(one: Mean) -> Kept:
    """With every answer of everybody still possible: beyond the limits stands the limit."""
    lowest = ceil(10 * (one.n - 1 + POINTS) / one.n) / 10
    highest = floor(10 * (POINTS * (one.n - 1) + LOWEST) / one.n) / 10
    value, relation = round(one.mean + 1e-9, 1), "="
    if one.mean <= lowest:
        value, relation = lowest, "<="
    elif one.mean >= highest:
        value, relation = highest, ">="
    return Kept(one.unit, one.measure, relation, f"{value:.1f}", n_band(one.n))
