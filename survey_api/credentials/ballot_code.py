"""The ballot code: what carries one ballot's right to another device, or onto a printed card.

Bytes as in docs/ballot-code.md; whoever holds them can cast this ballot, and replace it.
"""

import re
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import unquote

from survey_api.credentials.encoding import (
    HASH_BYTES,
    LABEL_BYTES,
    MAX_VERSIONS,
    PASS_BYTES,
    SALT_BYTES,
    TOKEN_MODULUS_BYTES,
    UNIT_BYTES,
    WAVE_BYTES,
    Malformed,
    b64u,
    b64u_decode,
    nul_padded,
    sized,
)
from survey_api.credentials.issue import fit_label

FORM: Final = 1
OWN, CARD = 0, 1
MARK: Final = "b."  # how the fragment of an address says that a ballot code follows
_SEED, _PREFIX = 16, 32
_PARTS: Final = (
    1, 1, WAVE_BYTES, HASH_BYTES, _SEED, _PREFIX, TOKEN_MODULUS_BYTES, UNIT_BYTES, PASS_BYTES, 1,
    SALT_BYTES,
)  # fmt: skip
_ALPHABET: Final = re.compile(r"[\w-]*", re.ASCII)


class BadBallotCode(Malformed):
    """This ballot code is damaged. Scan or copy it again, up to its end."""


@dataclass(frozen=True)
class BallotCode:
    """One ballot's key and token, its group, and the version that its next envelope has."""

    kind: int
    wave: bytes
    mh: bytes = field(repr=False)
    seed: bytes = field(repr=False)
    prefix: bytes = field(repr=False)
    sig: bytes = field(repr=False)
    unit: str = field(repr=False)
    pass_: bytes = field(repr=False)
    version: int
    label_salt: bytes = field(repr=False)
    label: str = field(repr=False)

    def encode(self) -> str:
        """base64url of the record, without padding."""
        fixed = (
            bytes((FORM, self.kind)),
            sized(self.wave, WAVE_BYTES, "wave id"),
            sized(self.mh, HASH_BYTES, "manifest hash"),
            sized(self.seed, _SEED, "ballot seed"),
            sized(self.prefix, _PREFIX, "prefix"),
            sized(self.sig, TOKEN_MODULUS_BYTES, "token"),
            nul_padded(self.unit, UNIT_BYTES, "unit id"),
            sized(self.pass_, PASS_BYTES, "pass"),
            bytes((self.version,)),
            sized(self.label_salt, SALT_BYTES, "label salt"),
        )
        return b64u(b"".join(fixed) + fit_label(self.label).encode())

    @classmethod
    def read(cls, text: str) -> Self:
        """The code in an address, in a file or bare; raises ``BadBallotCode``."""
        try:
            raw = b64u_decode(_found(text))
            parts, at = [], 0
            for size in _PARTS:
                parts.append(sized(raw[at : at + size], size, "ballot code"))
                at += size
            form, kind, wave, mh, seed, prefix, sig, unit, pass_, version, salt = parts
            name, label = unit.rstrip(b"\0").decode("ascii"), raw[at:].decode()
        except (Malformed, ValueError):
            raise BadBallotCode from None
        is_known = form[0] == FORM and kind[0] in (OWN, CARD)
        if not (is_known and 1 <= version[0] <= MAX_VERSIONS and 1 <= len(raw) - at <= LABEL_BYTES):
            raise BadBallotCode
        return cls(kind[0], wave, mh, seed, prefix, sig, name, pass_, version[0], salt, label)


def address(survey_url: str, wave: str, code: str) -> str:
    """Where a ballot code is opened; the part after # is not sent to a server."""
    return f"{survey_url.rstrip('/')}/w/{wave}#{MARK}{code}"


def _found(text: str) -> str:
    """What follows the last mark, whatever a mail gateway or a line break did to it."""
    plain = unquote(unquote("".join(text.split())))
    return _ALPHABET.match(plain.rpartition(MARK)[2])[0]  # type: ignore[index]
