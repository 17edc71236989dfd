"""How often one invitation may be shown to the issuer: enough for every faulty line, no more.

Kept in this process's memory only: a digest and a count, no time and no address. All counts are
forgotten together, so that a dump of the memory does not say who came when.
"""

import threading
from collections import Counter
from datetime import timedelta

from survey_api import clock
from survey_api.errors import TooMany

LIMIT = 40
WINDOW = timedelta(minutes=10)
MOST_KEPT = 200_000


class AskedTooOften(TooMany):
    """This link was tried too often. Please wait ten minutes and try again; nothing is lost."""


class IssueBudget:
    """At most ``limit`` requests for an invitation until all counts are forgotten."""

    def __init__(self, limit: int = LIMIT, window: timedelta = WINDOW) -> None:
        self._limit, self._window = limit, window
        self._asked: Counter[bytes] = Counter()
        self._since = clock.now()
        self._lock = threading.Lock()

    def spend(self, digest: bytes) -> None:
        """One more request; raises ``AskedTooOften``."""
        with self._lock:
            is_over = not self._since <= clock.now() < self._since + self._window
            if is_over or len(self._asked) >= MOST_KEPT:
                self._asked.clear()
                self._since = clock.now()
            self._asked[digest] += 1
            if self._asked[digest] > self._limit:
                raise AskedTooOften
