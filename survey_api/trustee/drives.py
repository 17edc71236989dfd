"""Where a stick may be plugged in, so that nobody must know its path."""

import getpass
import string
import sys
from pathlib import Path

NAME = "safe-to-say-keys"


def suggested() -> list[Path]:
    """The folder for keys on each stick that is in, then the one in the home folder."""
    return [*(one / NAME for one in _sticks()), Path.home() / NAME]


def _sticks() -> list[Path]:
    if sys.platform == "win32":
        drives = (Path(f"{letter}:/") for letter in string.ascii_uppercase[3:])
        return [one for one in drives if one.exists()]
    user = getpass.getuser()
    above = [Path("/media") / user, Path("/run/media") / user, Path("/Volumes")]
    return [one for place in above if place.is_dir() for one in sorted(place.iterdir())]
