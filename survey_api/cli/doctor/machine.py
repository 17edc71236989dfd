"""This machine: key files and their backup, the clock, swap, and logs of a front that runs here."""

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from survey_api.cli.doctor.finding import Finding
from survey_api.settings import Settings

MIN_KEY_FILES: Final = 3
NOT_IN_STEP: Final = 5  # TIME_ERROR of adjtimex(2)
TIMEX_BYTES: Final = 256
BACKED_UP: Final = "keys-backed-up"
FRONT_LOGS: Final = ("/var/log/nginx", "/var/log/haproxy.log", "/var/log/apache2")
SWAPS: Final = Path("/proc/swaps")


def look(settings: Settings) -> Iterator[Finding]:
    """What lies on the disk and runs beside us."""
    yield _keys(settings.keys_dir)
    yield _key_backup(settings)
    yield _secrets(settings.data_dir / "settings.env")
    yield Finding(
        clock_is_kept(),
        "The clock of this machine is kept by a time service",
        "Install one, such as chrony: waves open and close, and links end, by this clock.",
    )
    yield _swap()
    yield _front_logs(FRONT_LOGS)


def _keys(folder: Path) -> Finding:
    found = list(folder.glob("*.key")) if folder.is_dir() else []
    loose = [path.name for path in found if path.stat().st_mode & 0o077]
    return Finding(
        len(found) >= MIN_KEY_FILES and not loose,
        "Key files exist and only their owner reads them",
        f"Run safetosay init; then chmod 600 {' '.join(loose)}",
    )


def _key_backup(settings: Settings) -> Finding:
    mark = settings.data_dir / BACKED_UP
    keys = [path for one in (settings.keys_dir, settings.holder_dir) for path in one.glob("*.key")]
    newest = max((path.stat().st_mtime for path in keys), default=0.0)
    return Finding(
        mark.is_file() and mark.stat().st_mtime >= newest,
        "Key files are backed up, the newest too",
        f"Copy {settings.keys_dir} and {settings.holder_dir} to two places apart, "
        f"then: touch {mark}",
    )


def _secrets(path: Path) -> Finding:
    return Finding(
        not path.is_file() or not path.stat().st_mode & 0o077,
        "Only their owner reads the settings, which hold passwords",
        f"chmod 600 {path}",
    )


def clock_is_kept() -> bool:
    """What the kernel says of its clock; where it does not say, nothing is held against it."""
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return True
    return bool(adjtimex(ctypes.create_string_buffer(TIMEX_BYTES)) != NOT_IN_STEP)


def _swap(swaps: Path = SWAPS) -> Finding:
    lines = swaps.read_text().splitlines()[1:] if swaps.is_file() else []
    open_to_read = [one.split()[0] for one in lines if "/dm-" not in one and "/zram" not in one]
    return Finding(
        not open_to_read,
        "Memory is not written to an unencrypted disk",
        f"Encrypt swap or turn it off (swapoff {' '.join(open_to_read)}).",
    )


def _front_logs(places: tuple[str, ...]) -> Finding:
    found = [path for one in places for path in _files(Path(one))]
    kept = [str(path) for path in found if "access" in path.name or path.name == "haproxy.log"]
    return Finding(
        not kept,
        "No front on this machine keeps a log of visitors",
        f"Turn it off for the survey and ballot hosts, then delete: {', '.join(kept)}",
    )


def _files(place: Path) -> list[Path]:
    there = [place] if place.is_file() else list(place.glob("*")) if place.is_dir() else []
    return [path for path in there if os.access(path, os.R_OK) and path.stat().st_size]
