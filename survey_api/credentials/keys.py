"""Makes, loads and seals the keys of a wave; keeps nothing."""

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from survey_api.credentials.encoding import L_BALLOTKEY, TOKEN_MODULUS_BYTES, Malformed, sized
from survey_api.errors import SafeToSayError

SEED_BYTES: Final = 16
KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_CURVE: Final = SECP256R1()


class CannotUnseal(SafeToSayError):
    """This secret does not open: the key or its purpose is another one, or the file is damaged."""


@dataclass(frozen=True)
class TokenKey:
    """The RSA-3072 key that signs a wave's tokens, and nothing else."""

    private: RSAPrivateKey = field(repr=False)

    @classmethod
    def load(cls, der: bytes) -> Self:
        """Read what ``generate_token_key`` made."""
        try:
            private = load_der_private_key(der, password=None)
        except ValueError:
            private = None
        if not isinstance(private, RSAPrivateKey):
            raise Malformed("The token key is not an RSA private key in PKCS #8 form.")
        return cls(private)

    @cached_property
    def public(self) -> RSAPublicKey:
        """The half that goes into the manifest."""
        return self.private.public_key()


@dataclass(frozen=True)
class TallyKey:
    """The P-256 key that opens a wave's envelopes, once, at close."""

    private: EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def load(cls, private_bytes: bytes) -> Self:
        """Read the 32 private bytes."""
        sized(private_bytes, KEY_BYTES, "tally key")
        try:
            return cls(derive_private_key(int.from_bytes(private_bytes, "big"), _CURVE))
        except ValueError:
            raise Malformed("The tally key is outside the range of P-256.") from None

    @cached_property
    def public_bytes(self) -> bytes:
        """The uncompressed point, 65 bytes."""
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @cached_property
    def private_bytes(self) -> bytes:
        """The scalar, 32 bytes."""
        return self.private.private_numbers().private_value.to_bytes(KEY_BYTES, "big")


def generate_token_key() -> bytes:
    """A fresh RSA-3072 key with e = 65537, as PKCS #8 DER."""
    private = generate_rsa(public_exponent=65537, key_size=TOKEN_MODULUS_BYTES * 8)
    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def generate_tally_key() -> TallyKey:
    """A fresh P-256 key."""
    return TallyKey(generate_private_key(_CURVE))


def tally_public(public_bytes: bytes) -> EllipticCurvePublicKey:
    """A tally key's public half, checked to lie on the curve."""
    try:
        return EllipticCurvePublicKey.from_encoded_point(_CURVE, sized(public_bytes, 65, "point"))
    except ValueError:
        raise Malformed("The tally key is not a point of P-256.") from None


def generate_signing_key() -> bytes:
    """A fresh 32-byte Ed25519 seed."""
    return os.urandom(KEY_BYTES)


def signing_key(seed: bytes) -> Ed25519PrivateKey:
    """The Ed25519 key of a 32-byte seed; load once where it is used often."""
    return Ed25519PrivateKey.from_private_bytes(sized(seed, KEY_BYTES, "signing seed"))


def signing_public(seed: bytes) -> bytes:
    """The 32 public bytes that belong to a seed."""
    return raw_public(signing_key(seed))


def raw_public(key: Ed25519PrivateKey) -> bytes:
    """The 32 public bytes of a loaded key."""
    return key.public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """An Ed25519 signature, 64 bytes."""
    return signing_key(seed).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is by the owner of the 32 public bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def ballot_key(seed: bytes) -> Ed25519PrivateKey:
    """The key of one ballot, derived from the 16 bytes a respondent keeps."""
    return signing_key(hkdf(sized(seed, SEED_BYTES, "ballot seed"), L_BALLOTKEY, KEY_BYTES))


def hkdf(ikm: bytes, label: bytes, length: int) -> bytes:
    """HKDF-SHA256 with an empty salt and the label as info (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label).derive(ikm)


def seal_secret(key: bytes, purpose: str, plaintext: bytes) -> bytes:
    """AES-256-GCM under a 32-byte key: nonce(12) ‖ ciphertext, bound to ``purpose``."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(sized(key, KEY_BYTES, "sealing key")).encrypt(
        nonce, plaintext, purpose.encode()
    )
    return nonce + sealed


def open_secret(key: bytes, purpose: str, sealed: bytes) -> bytes:
    """The reverse of ``seal_secret``."""
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(sized(key, KEY_BYTES, "sealing key")).decrypt(
            nonce, ciphertext, purpose.encode()
        )
    except (InvalidTag, ValueError):
        raise CannotUnseal from None
