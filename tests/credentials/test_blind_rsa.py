"""Blind signatures against RFC 9474, appendix A, and against what a hostile caller may send."""

from typing import Any

import gmpy2
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from survey_api.credentials import blind_rsa, keys, signing_gmp, signing_openssl
from survey_api.credentials.encoding import Malformed
from tests.credentials import samples

RFC = samples.load("rfc9474")
MESSAGE = bytes.fromhex(RFC["message"])
SIGNERS = [
    pytest.param(
        signing_openssl.OpenSSLSigner,
        id="openssl",
        marks=pytest.mark.skipif(not signing_openssl.is_available(), reason="no OpenSSL 3"),
    ),
    pytest.param(signing_gmp.GmpSigner.of, id="gmp"),
]


@pytest.fixture(scope="module")
def rfc_key() -> RSAPrivateKey:
    return samples.rfc_key()


@pytest.fixture(params=RFC["variants"], ids=lambda variant: variant["name"])
def variant(request: pytest.FixtureRequest) -> Any:
    return {
        name: value if name == "name" else bytes.fromhex(value)
        for name, value in request.param.items()
    }


def test_blinding_gives_the_published_message(variant: Any, rfc_key: RSAPrivateKey) -> None:
    public = rfc_key.public_key()
    inverse = int.from_bytes(variant["inverse"], "big")
    r = int(gmpy2.invert(inverse, public.public_numbers().n))
    blinded = blind_rsa.blind(
        public, blind_rsa.prepare(MESSAGE, variant["prefix"]), r=r, salt=variant["salt"]
    )
    assert blinded == (variant["blinded"], inverse)


@pytest.mark.parametrize("make_signer", SIGNERS)
def test_signing_gives_the_published_blind_signature(
    variant: Any, rfc_key: RSAPrivateKey, make_signer: Any
) -> None:
    assert make_signer(rfc_key).blind_sign(variant["blinded"]) == variant["blind_signature"]


def test_finalizing_gives_the_published_signature(variant: Any, rfc_key: RSAPrivateKey) -> None:
    public = rfc_key.public_key()
    input_msg = blind_rsa.prepare(MESSAGE, variant["prefix"])
    inverse, length = int.from_bytes(variant["inverse"], "big"), len(variant["salt"])
    blind_signature = variant["blind_signature"]
    sig = blind_rsa.finalize(public, input_msg, blind_signature, inverse, salt_length=length)
    assert sig == variant["signature"]
    assert blind_rsa.verify(public, input_msg, sig, salt_length=length)
    assert not blind_rsa.verify(public, input_msg + b"x", sig, salt_length=length)


def test_every_issuance_explains_every_token_by_exactly_one_blinding_factor(
    token_key: keys.TokenKey,
) -> None:
    """Even whoever holds the private key and all transcripts cannot say which token is whose."""
    public, sign = token_key.public, blind_rsa.signer(token_key.private).blind_sign
    n, e = public.public_numbers().n, public.public_numbers().e
    issued, tokens = [], []
    for i in range(12):
        input_msg = blind_rsa.prepare(bytes([i]) * 64, blind_rsa.new_prefix())
        blinded, inverse = blind_rsa.blind(public, input_msg)
        blind_sig = sign(blinded)
        issued.append((blinded, int.from_bytes(blind_sig, "big"), inverse))
        token = blind_rsa.finalize(public, input_msg, blind_sig, inverse)
        tokens.append(int.from_bytes(token, "big"))
    for i, (blinded, blind_sig_number, inverse) in enumerate(issued):
        factors = {int(blind_sig_number * gmpy2.invert(token, n) % n) for token in tokens}
        assert len(factors) == len(tokens)
        for j, token in enumerate(tokens):
            r = int(blind_sig_number * gmpy2.invert(token, n) % n)
            encoded = gmpy2.powmod(token, e, n)
            assert encoded * gmpy2.powmod(r, e, n) % n == int.from_bytes(blinded, "big")
            assert gmpy2.gcd(r, n) == 1
            assert (r * inverse % n == 1) == (i == j)


def test_the_blinding_factor_is_drawn_from_the_whole_range(token_key: keys.TokenKey) -> None:
    n = token_key.public.public_numbers().n
    drawn = [blind_rsa.new_blinding(token_key.public) for _ in range(200)]
    assert all(0 < r < n for r in drawn)
    assert 60 < sum(r > n // 2 for r in drawn) < 140


@pytest.mark.parametrize("make_signer", SIGNERS)
@pytest.mark.parametrize("offset", [-1, 0, 1, 2])
def test_numbers_at_and_beyond_the_edge_of_the_range_are_refused(
    token_key: keys.TokenKey, make_signer: Any, offset: int
) -> None:
    edge = {-1: 0, 0: 1}.get(offset, token_key.public.public_numbers().n + offset - 2)
    with pytest.raises(Malformed, match="outside the range"):
        make_signer(token_key.private).blind_sign(edge.to_bytes(384, "big"))


@pytest.mark.parametrize("make_signer", SIGNERS)
@pytest.mark.parametrize("length", [0, 383, 385, 512])
def test_a_blinded_message_of_another_length_is_refused(
    token_key: keys.TokenKey, make_signer: Any, length: int
) -> None:
    with pytest.raises(Malformed, match="bytes where 384"):
        make_signer(token_key.private).blind_sign(b"\x02" * length)


def test_a_reply_that_was_tampered_with_makes_no_token(token_key: keys.TokenKey) -> None:
    input_msg = blind_rsa.prepare(b"a ballot key", blind_rsa.new_prefix())
    blinded, inverse = blind_rsa.blind(token_key.public, input_msg)
    reply = bytearray(blind_rsa.signer(token_key.private).blind_sign(blinded))
    reply[200] ^= 1
    with pytest.raises(blind_rsa.BadBlindSignature):
        blind_rsa.finalize(token_key.public, input_msg, bytes(reply), inverse)


def test_a_token_of_another_key_is_not_accepted(token_key: keys.TokenKey) -> None:
    """Key tagging: a signature by a second key fails under the key of the manifest."""
    other = keys.TokenKey.load(keys.generate_token_key())
    input_msg = blind_rsa.prepare(b"a ballot key", blind_rsa.new_prefix())
    while True:
        blinded, inverse = blind_rsa.blind(token_key.public, input_msg)
        if int.from_bytes(blinded, "big") < other.public.public_numbers().n - 1:
            break
    with pytest.raises(blind_rsa.BadBlindSignature):
        blind_rsa.finalize(
            token_key.public,
            input_msg,
            blind_rsa.signer(other.private).blind_sign(blinded),
            inverse,
        )


def test_the_same_factor_and_salt_repeat_the_same_request(token_key: keys.TokenKey) -> None:
    r, salt = blind_rsa.new_blinding(token_key.public), blind_rsa.new_salt()
    first, again = (blind_rsa.blind(token_key.public, b"m", r=r, salt=salt) for _ in range(2))
    assert first == again
    assert blind_rsa.blind(token_key.public, b"m", r=r)[0] != first[0]
