"""Text as spreadsheet programs save it: UTF-8, UTF-16 with or without a mark, Windows-1252.

UTF-8 is tried first: text of another encoding that holds more than plain letters is hardly ever
valid UTF-8 as well. Windows-1252 comes last, because almost any bytes are valid there; whoever
sends a file is told which one was recognised, so that they look at names with accents.
"""

import codecs
from dataclasses import dataclass

UTF8, UTF16, WESTERN = "UTF-8", "UTF-16", "Windows-1252"
SAMPLE = 4096
MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True)
class Recognised:
    """The text of a file, and the name of the encoding it was read as."""

    text: str
    encoding: str


@dataclass(frozen=True)
class Unreadable:
    """Where reading stopped: a line, counted from 1."""

    line: int


def recognise(content: bytes) -> Recognised | Unreadable:
    """The file as text, or the line where no encoding fits."""
    wide = MARKS.get(content[:2]) or _wide_without_mark(content)
    if wide:
        return _wide(content, wide)
    try:
        return Recognised(content.decode("utf-8-sig"), UTF8)
    except UnicodeDecodeError:
        pass
    try:
        return Recognised(content.decode("cp1252"), WESTERN)
    except UnicodeDecodeError as error:
        return Unreadable(content.count(b"\n", 0, error.start) + 1)


def _wide(content: bytes, encoding: str) -> Recognised | Unreadable:
    try:
        return Recognised(content.decode(encoding).removeprefix("\ufeff"), UTF16)
    except UnicodeDecodeError as error:
        read = content[: error.start].decode(encoding, errors="ignore")
        return Unreadable(read.count("\n") + 1)


def _wide_without_mark(content: bytes) -> str | None:
    """UTF-16 of mostly Latin letters has a zero in every second byte."""
    sample = content[:SAMPLE]
    half = len(sample) // 2
    if half == 0:
        return None
    if sample[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > half * 0.7 else None
