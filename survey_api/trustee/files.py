"""Reading and writing on a stick that may be full, write-protected or pulled out."""

import os
import secrets
from pathlib import Path

from survey_api.trustee.errors import CannotRead, CannotWrite


def write(path: Path, content: bytes, *, private: bool = False) -> None:
    """Whole and durable, or not at all; raises ``CannotWrite``."""
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        _forget(draft)
        raise CannotWrite(
            f"{path.name} could not be written: the stick may be full, write-protected or taken "
            "out. Nothing half-written was left; put that right and do it again."
        ) from error


def read(path: Path) -> bytes:
    """The whole file; raises ``CannotRead`` naming it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(
            f"{path.name} cannot be read. Is the stick still in, and is it the right file?"
        ) from error


def destroy(path: Path) -> None:
    """Overwrite and delete. A stick may keep older blocks; docs/trustee.md says what follows."""
    try:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotWrite from error


def _forget(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return
