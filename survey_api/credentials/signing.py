"""The checks every blind signer makes before it works and before it answers (RFC 9474 §4.3)."""

from abc import ABC, abstractmethod

import gmpy2

from survey_api.credentials.encoding import Malformed, sized
from survey_api.errors import SafeToSayError


class SigningFault(SafeToSayError):
    """The signing computation went wrong and its result was thrown away. Please try again."""


def as_message(blinded: bytes, n: int) -> int:
    """The blinded message as a number in (1, n − 1), or a refusal."""
    m = int.from_bytes(sized(blinded, (n.bit_length() + 7) // 8, "blinded message"), "big")
    if not 1 < m < n - 1:
        raise Malformed("The blinded message is outside the range of this wave's token key.")
    return m


def checked(s: int, m: int, e: int, n: int) -> bytes:
    """``s`` as bytes if s^e = m: a faulty signature would give the factors of n away."""
    if gmpy2.powmod(s, e, n) != m:
        raise SigningFault
    return s.to_bytes((n.bit_length() + 7) // 8, "big")


class CheckedSigner(ABC):
    """What a home of the token key is built on: it only brings ``raw``, and cannot leave out a
    check. Here: OpenSSL and GMP. A hardware module (PKCS#11 ``CKM_RSA_X_509``) would be a third,
    which knows ``n`` and ``e`` and keeps the rest to itself."""

    n: int
    e: int

    def blind_sign(self, blinded: bytes) -> bytes:
        """m^d mod n for a message in range; a wrong result is thrown away."""
        m = as_message(blinded, self.n)
        return checked(int.from_bytes(self.raw(blinded), "big"), m, self.e, self.n)

    @abstractmethod
    def raw(self, blinded: bytes) -> bytes:
        """m^d mod n in constant time, for bytes that were checked; may be called by many threads
        at once."""
