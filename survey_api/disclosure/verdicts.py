"""A verdict carries its reason; what leaves this room is one of two public texts."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a figure is not shown. Never leaves ``disclosure``."""

    POOLED_AT_OPENING = "pooled at opening"
    TOO_FEW_RESPONDENTS = "fewer respondents than k"
    TOO_FEW_ANSWERS = "fewer answers to the item than k_item"
    COUNTS_DISAGREE = "accepted, issued and eligible disagree"
    NO_FIGURE_INSIDE = "no atom inside has this item"


TOO_SMALL = "too small by design"
NOT_THIS_TIME = "not shown this time"


@dataclass(frozen=True)
class Publishable:
    """May be shown."""


@dataclass(frozen=True)
class Suppressed:
    """May not be shown, and why."""

    reason: Reason

    @property
    def public_text(self) -> str:
        """What anybody is told."""
        return TOO_SMALL if self.reason is Reason.POOLED_AT_OPENING else NOT_THIS_TIME


Verdict = Publishable | Suppressed
