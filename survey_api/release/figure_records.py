"""Single figures as they stand in the bundle: a number with how to read it, or a text."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from survey_api.disclosure.bands import score_bin
from survey_api.disclosure.figures import NONE, RELATIONS, text
from survey_api.disclosure.verdicts import NOT_THIS_TIME
from survey_api.statistics.intervals import wilson

Record = dict[str, Any]


@lru_cache(maxsize=4096)
def plain(tenths: int, relation: int, borrowed: str | None = None) -> Record:
    """A figure alone. Equal ones are one shared object: records are written, never changed."""
    shown = tenths != NONE
    return {
        "shown": shown,
        "value": text(tenths) if shown else None,
        "relation": str(RELATIONS[relation]) if shown else None,
        "text": None if shown else NOT_THIS_TIME,
        "borrowed": borrowed,
    }


@lru_cache(maxsize=4096)
def small_item(tenths: int, relation: int, borrowed: str | None) -> Record:
    """An item of a small unit: no distribution, whatever it says."""
    return {**plain(tenths, relation, borrowed), "shares": None, "favourable": None}


def big_item(tenths: int, counts: list[int], shares: list[int]) -> Record:
    """An item from noisy counts: percentages, and the share of the two best answers."""
    favourable = None
    if tenths != NONE:
        n, top = sum(counts), sum(counts[-2:])
        low, high = wilson(top, n)
        favourable = {"share": percent(top / n), "range": [percent(low), percent(high)]}
    return {
        **plain(tenths, 0),
        "shares": shares if tenths != NONE else None,
        "favourable": favourable,
    }


@lru_cache(maxsize=65536)
def scale(
    tenths: int, relation: int, low: int, high: int, shrunken: int, points: int
) -> Mapping[str, Any]:
    """A scale's figure with its likely range, its bin and where shrinkage puts it."""
    shown = tenths != NONE
    return {
        **plain(tenths, relation),
        "range": [text(low), text(high)] if shown else None,
        "bin": score_bin(tenths, points) if shown else None,
        "shrunken": text(shrunken) if shown and shrunken != NONE else None,
    }


def percent(share: float) -> int:
    """Whole percent, half to even."""
    return round(100 * share)
