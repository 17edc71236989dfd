"""Files for the printer: the language that was asked for, and one file that is never replaced."""

import os
from pathlib import Path

from survey_api import languages
from survey_api.errors import Conflict, Invalid


class LanguageUnknown(Invalid):
    """There is no such language."""


class FileThere(Conflict):
    """The file is there already and is not replaced."""


class FileUnwritable(Invalid):
    """The file cannot be written."""


def known_language(lang: str) -> str:
    """``lang`` if it is spoken here."""
    if lang not in languages.known():
        raise LanguageUnknown(f"{lang!r} is not one of: {', '.join(languages.known())}.")
    return lang


def write_once(file: Path, content: bytes) -> None:
    """Durable, readable by its owner only, and beside it nothing else is ever written.

    A file that holds the beginning of ``content`` was broken off and is completed; any other
    stays as it is.
    """
    try:
        if file.exists() and not content.startswith(file.read_bytes()):
            raise FileThere(f"{file} is there already. Name another file; nothing was written.")
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            os.fchmod(out.fileno(), 0o600)
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        folder = os.open(file.resolve().parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileUnwritable(f"{file} cannot be written: {reason}.") from error
