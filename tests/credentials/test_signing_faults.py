"""A faulty computation must never answer: one wrong half would give the factors of n away."""

from contextlib import suppress
from dataclasses import replace

import gmpy2
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPrivateNumbers

from survey_api.credentials import keys, signing_gmp, signing_openssl
from survey_api.credentials.encoding import Malformed
from survey_api.credentials.signing import CheckedSigner, SigningFault, checked

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


class Module(CheckedSigner):
    """A key that lives elsewhere and computes what it likes: all that a PKCS#11 home would add."""

    def __init__(self, private: RSAPrivateKey, fault: int) -> None:
        numbers = private.private_numbers()
        self.n, self.e = numbers.public_numbers.n, numbers.public_numbers.e
        self._d, self._fault, self.asked = numbers.d, fault, 0

    def raw(self, blinded: bytes) -> bytes:
        self.asked += 1
        right = int(gmpy2.powmod(int.from_bytes(blinded), self._d, self.n))
        return (right ^ self._fault).to_bytes(len(blinded))


def test_a_home_of_the_key_that_brings_only_the_power_gets_every_check(
    token_key: keys.TokenKey,
) -> None:
    sound = Module(token_key.private, fault=0)
    true = signing_gmp.GmpSigner.of(token_key.private).blind_sign(BLINDED)
    assert sound.blind_sign(BLINDED) == true
    for bit in (0, 7, 1500, 3071):
        with pytest.raises(SigningFault):
            Module(token_key.private, fault=1 << bit).blind_sign(BLINDED)


def test_no_value_out_of_range_ever_reaches_the_key(token_key: keys.TokenKey) -> None:
    module = Module(token_key.private, fault=0)
    for wrong in (0, 1, module.n - 1, module.n, module.n + 1, (1 << 3072) - 1):
        with pytest.raises(Malformed, match="outside the range"):
            module.blind_sign(wrong.to_bytes(384))
    for length in (0, 1, 383, 385, 768):
        with pytest.raises(Malformed):
            module.blind_sign(b"\x05" * length)
    assert module.asked == 0


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
