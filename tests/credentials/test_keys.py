"""Keys are what they say they are, and sealed secrets open for one purpose only."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from survey_api.credentials import keys
from survey_api.credentials.encoding import L_BALLOTKEY, Malformed


def test_a_token_key_has_3072_bits_and_the_usual_exponent() -> None:
    key = keys.TokenKey.load(keys.generate_token_key())
    assert key.public.key_size == 3072
    assert key.public.public_numbers().e == 65537


def test_a_tally_key_survives_storage() -> None:
    key = keys.generate_tally_key()
    again = keys.TallyKey.load(key.private_bytes)
    assert len(key.private_bytes) == 32
    assert len(key.public_bytes) == 65
    assert again.public_bytes == key.public_bytes


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(32), b"\xff" * 32])
def test_what_is_no_tally_key_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        keys.TallyKey.load(raw)


@pytest.mark.parametrize("raw", [b"", b"\x04" + bytes(64), b"\x02" + bytes(32), b"\x05" * 65])
def test_what_is_no_point_of_the_curve_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        keys.tally_public(raw)


def test_what_is_no_rsa_key_is_refused_as_a_token_key() -> None:
    other = Ed25519PrivateKey.generate().private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
    for der in (b"", b"nonsense", other):
        with pytest.raises(Malformed):
            keys.TokenKey.load(der)


def test_a_signature_holds_for_its_message_and_its_key_only() -> None:
    seed, other = keys.generate_signing_key(), keys.generate_signing_key()
    signature = keys.sign(seed, b"a statement")
    public = keys.signing_public(seed)
    assert keys.verify(public, b"a statement", signature)
    assert not keys.verify(public, b"another one", signature)
    assert not keys.verify(keys.signing_public(other), b"a statement", signature)
    assert not keys.verify(public, b"a statement", signature[:-1])
    assert not keys.verify(public[:-1], b"a statement", signature)


def test_a_ballot_key_comes_from_its_seed_by_hkdf_alone() -> None:
    seed = bytes(range(16))
    expected = keys.signing_public(keys.hkdf(seed, L_BALLOTKEY, 32))
    assert keys.raw_public(keys.ballot_key(seed)) == expected
    with pytest.raises(Malformed):
        keys.ballot_key(seed + b"x")


def test_hkdf_gives_the_published_figures() -> None:
    """RFC 5869, test case 3: empty salt, empty info."""
    okm = keys.hkdf(b"\x0b" * 22, b"", 42)
    assert okm.hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


def test_a_sealed_secret_opens_with_its_key_for_its_purpose() -> None:
    key = bytes(range(32))
    sealed = keys.seal_secret(key, "tally key of a wave", b"secret")
    assert keys.open_secret(key, "tally key of a wave", sealed) == b"secret"
    assert b"secret" not in sealed
    assert sealed != keys.seal_secret(key, "tally key of a wave", b"secret")


def test_a_sealed_secret_stays_shut_otherwise() -> None:
    key = bytes(range(32))
    sealed = keys.seal_secret(key, "tally", b"secret")
    tampered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for attempt in ((key, "token", sealed), (bytes(32), "tally", sealed), (key, "tally", tampered)):
        with pytest.raises(keys.CannotUnseal):
            keys.open_secret(*attempt)
    with pytest.raises(keys.CannotUnseal):
        keys.open_secret(key, "tally", b"short")
