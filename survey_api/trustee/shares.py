"""The secret that unlocks a key folder, as sheets of words: any two of three open, one does not.

SLIP-39 (shamir-mnemonic) gives each sheet twenty words with a checksum of its own. Its messages
quote words, so they are replaced by ours.
"""

import difflib
import secrets
from collections.abc import Sequence
from typing import Final, cast

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from survey_api.trustee.errors import (
    SheetIncomplete,
    SheetMistyped,
    SheetsOfDifferentSets,
    TooFewSheets,
    WordUnknown,
    WrongSecret,
)

SECRET_BYTES: Final = 16
WORDS: Final = 20
NEEDED, TOTAL = 2, 3
_FULL: Final = {word[:4]: word for word in WORDLIST}


def new_secret() -> bytes:
    """128 random bits."""
    return secrets.token_bytes(SECRET_BYTES)


def split(secret: bytes, needed: int = NEEDED, total: int = TOTAL) -> list[str]:
    """One line of words for each sheet. Each call makes a new set that fits no other."""
    groups = generate_mnemonics(1, [(needed, total)], secret, iteration_exponent=0)
    return cast(list[str], groups[0])


def join(typed: Sequence[str]) -> bytes:
    """The secret of these sheets, as people type them: any case, numbered or not."""
    filled = [text for text in typed if text.strip()]
    lines = [_spelled(text, number) for number, text in enumerate(filled, start=1)]
    sheets = [_sheet(line, number) for number, line in enumerate(lines, start=1)]
    if len({one.common_parameters() for one in sheets}) > 1:
        raise SheetsOfDifferentSets
    distinct = {one.index: line for one, line in zip(sheets, lines, strict=True)}
    needed = sheets[0].member_threshold if sheets else NEEDED
    if len(distinct) < needed:
        raise TooFewSheets(needed=needed, n=len(distinct))
    try:
        return bytes(combine_mnemonics(list(distinct.values())[:needed]))
    except MnemonicError:
        raise WrongSecret from None


def _spelled(text: str, number: int) -> str:
    """The words in full; four letters are enough for each."""
    typed = [word for word in text.lower().replace(",", " ").split() if not _is_number(word)]
    words = []
    for place, word in enumerate(typed, start=1):
        full = _FULL.get(word[:4])
        if full is None or not full.startswith(word):
            near = difflib.get_close_matches(word, WORDLIST, n=1, cutoff=0)
            raise WordUnknown(sheet=number, word=place, near=near[0])
        words.append(full)
    if len(words) != WORDS:
        raise SheetIncomplete(sheet=number, n=len(words), of=WORDS)
    return " ".join(words)


def _is_number(word: str) -> bool:
    return word.strip(".):").isdecimal()


def _sheet(line: str, number: int) -> Share:
    try:
        return Share.from_mnemonic(line)
    except MnemonicError:
        raise SheetMistyped(sheet=number) from None
