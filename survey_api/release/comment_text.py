"""One way to write a comment: what could mark its writer without being seen is taken out."""

import unicodedata
from typing import Final

LONGEST: Final = 500
_JOINERS: Final = frozenset("\u200c\u200d")  # Persian words and many emoji need them
_UNWANTED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BREAKS: Final = frozenset("\t\n\v\f\r\x85")


def normalised(text: str) -> str:
    """NFC, one space for any run of white space, no control, bidirectional or unassigned
    character, at most ``LONGEST`` characters; empty when nothing is left to read."""
    kept = "".join(_character(one) for one in text)
    spaced = " ".join(unicodedata.normalize("NFC", kept).split())
    cut = spaced[:LONGEST].rstrip()
    return cut if any(one not in _JOINERS for one in cut) else ""


def _character(one: str) -> str:
    if one in _BREAKS:
        return " "
    is_unwanted = unicodedata.category(one) in _UNWANTED and one not in _JOINERS
    return "" if is_unwanted else one
