"""Blind signatures (RFC 9474, RSABSSA-SHA384-PSS): whoever signs a token cannot recognise it.

The defaults are our variant, PSS-Randomized: a 32-byte random prefix and a 48-byte salt.
``salt_length=0`` and an empty prefix give the other three variants of the RFC.
"""

import hashlib
import secrets
from typing import Final, Protocol

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384

from survey_api.credentials import signing_gmp, signing_openssl
from survey_api.credentials.encoding import Malformed, sized

PREFIX_BYTES: Final = 32
SALT_LENGTH: Final = 48
_HASH: Final = SHA384()
_HASH_LENGTH: Final = 48
_MGF: Final = MGF1(_HASH)
_PSS: Final = {length: PSS(_MGF, length) for length in (0, SALT_LENGTH)}


class BadBlindSignature(Malformed):
    """The issuing server's signature does not fit this wave's key, so no token was made."""


class BlindSigner(Protocol):
    """Whoever holds a wave's token key: this process, or a hardware module."""

    def blind_sign(self, blinded: bytes) -> bytes: ...


def modulus_bytes(public: RSAPublicKey) -> int:
    """How many bytes a signature under this key has."""
    return (public.key_size + 7) // 8


def new_prefix() -> bytes:
    """The random prefix of one token."""
    return secrets.token_bytes(PREFIX_BYTES)


def new_salt() -> bytes:
    """The PSS salt of one token."""
    return secrets.token_bytes(SALT_LENGTH)


def new_blinding(public: RSAPublicKey) -> int:
    """A uniform unit modulo n, by rejection (RFC 9474 §4.2, steps 5 to 7)."""
    n = public.public_numbers().n
    while True:
        r = secrets.randbits(public.key_size)
        if 0 < r < n and gmpy2.gcd(r, n) == 1:
            return r


def prepare(msg: bytes, prefix: bytes) -> bytes:
    """The message as it is signed (RFC 9474 §4.1); an empty prefix is PrepareIdentity."""
    return prefix + msg


def blind(
    public: RSAPublicKey, input_msg: bytes, *, r: int | None = None, salt: bytes | None = None
) -> tuple[bytes, int]:
    """The blinded message and the inverse that ``finalize`` needs (RFC 9474 §4.2).

    Repeating a request after a lost reply needs the same ``r`` and the same ``salt``.
    """
    numbers = public.public_numbers()
    n = gmpy2.mpz(numbers.n)
    m = int.from_bytes(_emsa_pss(input_msg, public.key_size - 1, salt), "big")
    if gmpy2.gcd(m, n) != 1:
        raise Malformed("This wave's token key is not a proper RSA key; do not answer with it.")
    factor = new_blinding(public) if r is None else r
    blinded = m * gmpy2.powmod(factor, numbers.e, n) % n
    return int(blinded).to_bytes(modulus_bytes(public), "big"), int(gmpy2.invert(factor, n))


def finalize(
    public: RSAPublicKey,
    input_msg: bytes,
    blind_sig: bytes,
    inverse: int,
    *,
    salt_length: int = SALT_LENGTH,
) -> bytes:
    """The unblinded signature, verified before it is returned (RFC 9474 §4.4)."""
    length = modulus_bytes(public)
    sized(blind_sig, length, "blind signature")
    sig = (int.from_bytes(blind_sig, "big") * inverse % public.public_numbers().n).to_bytes(
        length, "big"
    )
    if not verify(public, input_msg, sig, salt_length=salt_length):
        raise BadBlindSignature
    return sig


def verify(
    public: RSAPublicKey, input_msg: bytes, sig: bytes, *, salt_length: int = SALT_LENGTH
) -> bool:
    """Whether ``sig`` signs ``input_msg``: plain RSASSA-PSS (RFC 9474 §4.5)."""
    try:
        public.verify(sig, input_msg, _PSS[salt_length], _HASH)
    except InvalidSignature:
        return False
    return True


def signer(private: RSAPrivateKey) -> BlindSigner:
    """The fastest hardened signer of this machine: OpenSSL where it is found, otherwise GMP."""
    if signing_openssl.is_available():
        return signing_openssl.OpenSSLSigner(private)
    return signing_gmp.GmpSigner.of(private)


def _emsa_pss(input_msg: bytes, em_bits: int, salt: bytes | None) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017 §9.1.1) with SHA-384 and MGF1-SHA-384."""
    salt = new_salt() if salt is None else salt
    em_length = (em_bits + 7) // 8
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(input_msg).digest() + salt).digest()
    filler = bytes(em_length - len(salt) - _HASH_LENGTH - 2)
    block = filler + b"\x01" + salt
    mask = _mgf1(digest, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * em_length - em_bits)
    return bytes(masked) + digest + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-384 (RFC 8017 §B.2.1)."""
    blocks = (
        hashlib.sha384(seed + counter.to_bytes(4, "big")).digest()
        for counter in range(-(-length // _HASH_LENGTH))
    )
    return b"".join(blocks)[:length]
