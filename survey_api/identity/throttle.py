"""Counts failures in a sliding window of time, in this process's memory."""

import threading
from collections import deque
from datetime import datetime, timedelta

from survey_api import clock
from survey_api.errors import TooMany


class Throttle:
    """At most ``limit`` notes per key within ``window``; keys are kept no longer than that."""

    def __init__(self, limit: int, window: timedelta) -> None:
        self._limit, self._window = limit, window
        self._noted: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def check(self, key: str) -> None:
        """Raise ``TooMany`` when the key has used up its notes."""
        with self._lock:
            if len(self._recent(key)) >= self._limit:
                raise TooMany

    def note(self, key: str) -> None:
        """One more for this key."""
        with self._lock:
            recent = self._recent(key)
            recent.append(clock.now())
            self._noted[key] = recent
            if len(self._noted) > 10_000:
                self._noted = {
                    one: kept for one in list(self._noted) if (kept := self._recent(one))
                }

    def clear(self, key: str) -> None:
        """Forget a key, after a success."""
        with self._lock:
            self._noted.pop(key, None)

    def reset(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._noted.clear()

    def _recent(self, key: str) -> deque[datetime]:
        noted = self._noted.get(key, deque())
        while noted and noted[0] <= clock.now() - self._window:
            noted.popleft()
        return noted
