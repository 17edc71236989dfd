"""A stock Firefox for journeys: the system's own binary, driven by WebDriver BiDi through Node."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "web" / "firefox.mjs"
NAMES = ("firefox-esr", "firefox")
MISSING = "No Firefox here: install the package firefox-esr (Debian) or a Firefox that is no snap."


def binary() -> str:
    """The path of the system's Firefox; a shim that only fetches a snap is none.

    The build machine has one by .ci/system.sh, so it fails there; elsewhere the test is skipped.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found and b"snap" not in Path(found).resolve().read_bytes()[:4096]:
            return found
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


class Firefox:
    """One window; every call waits until its step is done."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, name: str, given: Any = None) -> Any:
        """One command of firefox.mjs."""
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps([name, given]), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline() or '{"error": "Firefox is gone"}')
        assert "error" not in answer, answer.get("error")
        return answer["value"]

    def open(self, url: str) -> None:
        """Open an address in a window that shows nothing of before."""
        self.do("open", url)

    def on_screen(self, name: str) -> None:
        """Wait until the page shows this screen."""
        self.do("screen", name)

    def press(self, name: str) -> None:
        """Press the button with this text."""
        self.do("press", name)

    def text(self, selector: str) -> str:
        """What stands there, or is typed into it."""
        return str(self.do("text", selector))

    def answer(self, keys: str) -> None:
        """From the group to the receipt, by keyboard."""
        self.press("Yes, continue")
        for key in keys:
            self.on_screen("item")
            self.do("key", key)
            self.do("key", "Enter")
        self.on_screen("review")
        self.press("Send my answers")
        self.on_screen("sent")

    def send_nothing(self, n_items: int) -> None:
        """Skip every statement, from the first one to the receipt."""
        for _ in range(n_items):
            self.on_screen("item")
            self.press("Skip")
        self.on_screen("review")
        self.press("Send my answers")
        self.on_screen("sent")


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A browser, closed at the end; nothing on its pages may have failed."""
    command = ["node", "--no-warnings", str(SCRIPT), binary()]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        opened = Firefox(process)
        try:
            yield opened
            assert opened.do("faults") == []
        finally:
            opened.do("leave")
