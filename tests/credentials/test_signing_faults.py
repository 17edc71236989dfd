"""A faulty computation must never answer: one wrong half would give the factors of n away."""

from contextlib import suppress
from dataclasses import replace

import gmpy2
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPrivateNumbers

from survey_api.credentials import keys, signing_gmp, signing_openssl
from survey_api.credentials.signing import SigningFault, checked

BLINDED = b"\x05" * 384


@pytest.mark.parametrize("half", ["dp", "dq", "q_inverse"])
def test_a_corrupted_half_is_noticed_before_anything_leaves(
    token_key: keys.TokenKey, half: str
) -> None:
    good = signing_gmp.GmpSigner.of(token_key.private)
    broken = replace(good, **{half: getattr(good, half) ^ 4})
    with pytest.raises(SigningFault):
        broken.blind_sign(BLINDED)


def test_without_the_check_the_same_fault_would_factor_the_key(token_key: keys.TokenKey) -> None:
    """Why ``checked`` exists: the greatest common divisor of the error and n is a prime factor."""
    key = signing_gmp.GmpSigner.of(token_key.private)
    m = int.from_bytes(BLINDED, "big")
    half_p = gmpy2.powmod(m, key.dp ^ 4, key.p)
    half_q = gmpy2.powmod(m, key.dq, key.q)
    faulty = int(half_q + key.q * ((half_p - half_q) * key.q_inverse % key.p))
    assert gmpy2.gcd(gmpy2.powmod(faulty, key.e, key.n) - m, key.n) == key.q
    with pytest.raises(SigningFault):
        checked(faulty, m, key.e, key.n)


@pytest.mark.skipif(not signing_openssl.is_available(), reason="no OpenSSL 3")
@pytest.mark.parametrize("half", ["dmp1", "dmq1"])
def test_openssl_with_a_corrupted_half_gives_the_true_signature_or_none(
    token_key: keys.TokenKey, half: str
) -> None:
    true = signing_gmp.GmpSigner.of(token_key.private).blind_sign(BLINDED)
    broken = _corrupted(token_key.private, half)
    with suppress(SigningFault):
        assert signing_openssl.OpenSSLSigner(broken).blind_sign(BLINDED) == true


def test_a_signer_does_not_show_its_numbers(token_key: keys.TokenKey) -> None:
    key = signing_gmp.GmpSigner.of(token_key.private)
    assert str(key.p) not in repr(key)
    assert "private" not in repr(token_key)


def _corrupted(private: RSAPrivateKey, half: str) -> RSAPrivateKey:
    true = private.private_numbers()
    numbers = {name: getattr(true, name) for name in ("p", "q", "d", "dmp1", "dmq1", "iqmp")}
    numbers[half] ^= 4
    return RSAPrivateNumbers(public_numbers=true.public_numbers, **numbers).private_key(
        unsafe_skip_rsa_key_validation=True
    )
