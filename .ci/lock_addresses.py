#!/usr/bin/env python3
"""Refuses a lock file that names the address of a package registry."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK_FILES = ("requirements*.lock", "**/package-lock.json", "**/.npmrc")
ADDRESS = re.compile(
    r"(https?|git\+\w+|ssh|file)://|--(extra-)?index-url|--find-links|registry\s*="
)
SKIPPED = {".venv", "node_modules"}


def lock_files(root: Path = ROOT) -> list[Path]:
    """The lock files of the checkout, and the npm settings beside them."""
    found = {path for pattern in LOCK_FILES for path in root.glob(pattern)}
    return sorted(path for path in found if not SKIPPED & set(path.relative_to(root).parts))


def addresses(path: Path) -> list[str]:
    """``file:line`` of each address; links to a package's home or funding page are none."""
    return [
        f"{path.name}:{number}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ADDRESS.search(line) and '"url":' not in line
    ]


if __name__ == "__main__":
    named = [place for path in lock_files() for place in addresses(path)]
    if named:
        sys.exit("A lock file names an address; remake it with: make lock\n" + "\n".join(named))
