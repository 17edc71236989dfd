"""Where a unit stands between safety and accountability, if that can be said at all.

The four fields are Edmondson's (2008, Harvard Business Review 86, "The competitive imperative of
learning"), with neutral names.
"""

from enum import StrEnum
from math import isnan

from survey_api.errors import Invalid

LEAST_PEOPLE = 20
LINE = 3.5  # nearer to "agree" than to the middle begins here
LIKELY = 1.959963984540054


class Zone(StrEnum):
    """Both high; only safety; only accountability; both low; and what cannot be said."""

    LEARNING = "learning"
    COMFORTABLE = "comfortable"
    TENSE = "tense"
    DETACHED = "detached"
    TOO_CLOSE = "too_close"


class ZoneInvalid(Invalid):
    """A standard error cannot be negative."""


def safety_accountability(
    safety: float,
    safety_se: float,
    accountability: float,
    accountability_se: float,
    n: int,
    *,
    line: float = LINE,
) -> Zone | None:
    """None for fewer than 20 people or a missing score (NaN); "too close" when a 95 % range
    crosses the line."""
    if n < LEAST_PEOPLE or isnan(safety) or isnan(accountability):
        return None
    if safety_se < 0 or accountability_se < 0:
        raise ZoneInvalid
    is_close = (
        abs(safety - line) <= LIKELY * safety_se
        or abs(accountability - line) <= LIKELY * accountability_se
    )
    if is_close:
        return Zone.TOO_CLOSE
    if safety > line:
        return Zone.LEARNING if accountability > line else Zone.COMFORTABLE
    return Zone.TENSE if accountability > line else Zone.DETACHED
