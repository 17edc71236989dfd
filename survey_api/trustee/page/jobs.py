"""One deed that takes a while, in a thread of its own, with its progress."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from survey_api.errors import SafeToSayError
from survey_api.release.opening import Watch


class Stopped(SafeToSayError):
    """Something unexpected stopped this. Nothing was handed out; try again, and if it happens
    again, tell the people who wrote the program, without sending them any file."""


@dataclass
class Job:
    """``back`` is the form it came from, ``on`` the screen that shows its result."""

    back: str
    on: str
    done: int = 0
    of: int = 0
    result: Any = field(default=None, repr=False)
    problem: SafeToSayError | None = None
    finished: threading.Event = field(default_factory=threading.Event)

    def start(self, deed: Callable[[Watch], Any]) -> None:
        """Run ``deed`` beside the page."""
        threading.Thread(target=self._run, args=(deed,), daemon=True).start()

    def _run(self, deed: Callable[[Watch], Any]) -> None:
        try:
            self.result = deed(self._watch)
        except SafeToSayError as error:
            self.problem = error
        except Exception:  # the page must say something; no trace, it could quote a ballot
            self.problem = Stopped()
        self.finished.set()

    def _watch(self, done: int, of: int) -> None:
        self.done, self.of = done, of
