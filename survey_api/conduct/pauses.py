"""How long to wait before something that was refused is tried again: twice as long each time."""

from datetime import datetime, timedelta

from survey_api import clock

FIRST, LONGEST = timedelta(minutes=1), timedelta(minutes=32)


class Pauses:
    """Kept by one worker while it runs; one that has just started tries everything once."""

    def __init__(self) -> None:
        self._until: dict[str, tuple[timedelta, datetime]] = {}

    def is_over(self, subject: str) -> bool:
        """Whether ``subject`` may be tried now. A clock put back does not lengthen a pause."""
        length, until = self._until.get(subject, (FIRST, clock.now()))
        return not clock.now() < until <= clock.now() + length

    def after(self, subject: str, *, refused: bool) -> None:
        """Note how a try ended."""
        before = self._until.pop(subject, None)
        if refused:
            length = min(before[0] * 2, LONGEST) if before else FIRST
            self._until[subject] = length, clock.now() + length
