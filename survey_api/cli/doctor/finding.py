"""What was looked at, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: fine, or what to do; ``advice`` need not be followed."""

    fine: bool
    what: str
    remedy: str = ""
    advice: bool = False
