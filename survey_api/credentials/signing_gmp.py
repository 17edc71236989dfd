"""Raw RSA by GMP's side-channel-silent exponentiation: works wherever the gmpy2 wheel does."""

import secrets
from dataclasses import dataclass
from typing import Self

import gmpy2
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from survey_api.credentials.signing import CheckedSigner


@dataclass(frozen=True)
class GmpSigner(CheckedSigner):
    """Signs with Chinese remainders, fresh base blinding and a fault check."""

    n: int
    e: int
    p: int
    q: int
    dp: int
    dq: int
    q_inverse: int

    @classmethod
    def of(cls, private: RSAPrivateKey) -> Self:
        """Take the numbers out of a loaded key."""
        numbers = private.private_numbers()
        public = numbers.public_numbers
        return cls(
            n=public.n,
            e=public.e,
            p=numbers.p,
            q=numbers.q,
            dp=numbers.dmp1,
            dq=numbers.dmq1,
            q_inverse=numbers.iqmp,
        )

    def raw(self, blinded: bytes) -> bytes:
        """The base is multiplied by a fresh random power before the secret work."""
        m = int.from_bytes(blinded, "big")
        mask = secrets.randbelow(self.n - 2) + 2
        base = m * gmpy2.powmod(mask, self.e, self.n) % self.n
        half_p = gmpy2.powmod_sec(base % self.p, self.dp, self.p)
        half_q = gmpy2.powmod_sec(base % self.q, self.dq, self.q)
        masked = half_q + self.q * ((half_p - half_q) * self.q_inverse % self.p)
        return int(masked * gmpy2.invert(mask, self.n) % self.n).to_bytes(len(blinded), "big")

    def __repr__(self) -> str:
        return "GmpSigner(…)"
