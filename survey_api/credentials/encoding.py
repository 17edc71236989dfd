"""Says how bytes become text and what every label and size of the protocol is."""

import base64
import binascii
from typing import Final

from survey_api.errors import Invalid

L_TOKEN: Final = b"SAFETOSAY-TOKEN-v1\0"
L_CAST: Final = b"SAFETOSAY-CAST-v1\0"
L_LEAF: Final = b"SAFETOSAY-LEAF-v1\0"
L_SEAL: Final = b"SAFETOSAY-SEAL-v1\0"
L_UNIT: Final = b"SAFETOSAY-UNIT-v1\0"
L_LABEL: Final = b"SAFETOSAY-LABEL-v1\0"
L_BALLOTKEY: Final = b"SAFETOSAY-BALLOTKEY-v1\0"
L_ROSTER: Final = b"SAFETOSAY-ROSTER-v1\0"
L_PROMISE: Final = b"SAFETOSAY-PROMISE-v1\0"
L_THREAD: Final = b"SAFETOSAY-THREAD-v1\0"
L_NOISE: Final = b"SAFETOSAY-NOISE-v1\0"
L_LEDGER: Final = b"SAFETOSAY-LEDGER-v1\0"
L_COMMENTS: Final = b"SAFETOSAY-COMMENTS-v1\0"

TOKEN_MODULUS_BYTES: Final = 384
HASH_BYTES: Final = 32
WAVE_BYTES: Final = 16
INVITATION_BYTES: Final = 16
UNIT_BYTES: Final = 32
PASS_BYTES: Final = 32
SALT_BYTES: Final = 32
LABEL_BYTES: Final = 160
MAX_VERSIONS: Final = 5
ISSUE_REQUEST: Final = INVITATION_BYTES + TOKEN_MODULUS_BYTES
ISSUE_REPLY: Final = TOKEN_MODULUS_BYTES + UNIT_BYTES + PASS_BYTES + SALT_BYTES + LABEL_BYTES

# keyed by "does this wave take comments?"
PLAIN_SIZES: Final = {False: 4096, True: 8192}
CAST_SIZES: Final = {False: 4690, True: 8786}

# what reading a document of somebody else's can raise
UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CROCKFORD_READ: Final = {
    **{letter: value for value, letter in enumerate(_CROCKFORD)},
    **{"O": 0, "I": 1, "L": 1},
}


class Malformed(Invalid):
    """These bytes do not have the form the protocol asks for."""


def b64u(raw: bytes) -> str:
    """Base64url without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def b64u_decode(text: str) -> bytes:
    """The reverse of ``b64u``; refuses padding, other alphabets and stray trailing bits."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):
        raw = None
    if raw is None or b64u(raw) != text:
        raise Malformed("This is not base64url without padding; copy the text again in full.")
    return raw


def crockford(raw: bytes) -> str:
    """Crockford's base 32, most significant bit first, zero bits added at the end."""
    n_letters = -(-len(raw) * 8 // 5)
    number = int.from_bytes(raw, "big") << (n_letters * 5 - len(raw) * 8)
    return "".join(_CROCKFORD[number >> 5 * i & 31] for i in reversed(range(n_letters)))


def crockford_decode(text: str) -> bytes:
    """The reverse of ``crockford``, as people type it: any case, spaces, hyphens, O for 0."""
    letters = text.upper().replace("-", "").replace(" ", "")
    number = 0
    for letter in letters:
        if letter not in _CROCKFORD_READ:
            raise Malformed("A code has only digits and letters without U; please check it.")
        number = number << 5 | _CROCKFORD_READ[letter]
    n_bytes = len(letters) * 5 // 8
    spare = len(letters) * 5 - n_bytes * 8
    if spare >= 5 or number & ((1 << spare) - 1):
        raise Malformed("This code is incomplete or has a wrong letter; please check it.")
    return (number >> spare).to_bytes(n_bytes, "big")


def sized(raw: bytes, length: int, what: str) -> bytes:
    """``raw`` itself if it is ``length`` bytes long; otherwise the error names ``what``."""
    if len(raw) != length:
        raise Malformed(f"The {what} has {len(raw)} bytes where {length} are needed.")
    return raw


def nul_padded(text: str, length: int, what: str) -> bytes:
    """UTF-8 of ``text`` filled with NUL bytes up to ``length``."""
    raw = text.encode("utf-8")
    if not raw or len(raw) > length or b"\0" in raw:
        raise Malformed(f"The {what} needs 1 to {length} bytes of UTF-8 without NUL.")
    return raw.ljust(length, b"\0")
