"""What a check found, in plain words, with what to do where something is wrong."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from survey_api.verification.words import WORDS


class State(StrEnum):
    """``open``: nothing to say yet, or something only a person can compare."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "open"


@dataclass(frozen=True)
class Finding:
    """One link of the chain. ``advice`` is there where something is wrong."""

    check: str
    state: State
    says: str
    advice: str = ""


def found(check: str, is_right: bool | None, **values: Any) -> Finding:
    """The finding of a check; None where there was nothing to check."""
    words = WORDS[check]
    if is_right is None:
        return Finding(check, State.OPEN, words.open.format(**values))
    if is_right:
        return Finding(check, State.RIGHT, words.right.format(**values))
    return Finding(check, State.WRONG, words.wrong.format(**values), words.advice.format(**values))


@dataclass(frozen=True)
class Report:
    """All findings on one wave."""

    wave: str
    title: str
    fingerprint: str
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Nothing is wrong; some checks may still be open."""
        return all(one.state is not State.WRONG for one in self.findings)
