"""CPU per envelope at the tally: verified, opened, checked; beside the bare primitives.

python -m tests.benchmarks.opening [envelopes]
"""

import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from survey_api.credentials import keys
from survey_api.credentials.encoding import L_SEAL
from survey_api.credentials.envelope import CastMessage
from survey_api.release.checks import check
from survey_api.release.opening import open_all
from tests.release.factories import SmallWave, token_key

N_ENVELOPES = 300
ROUNDS = 3
TARGET_MILLISECONDS = 0.2


def per_envelope(work: Callable[[], Any], n: int) -> float:
    """Milliseconds of this process's CPU for one of ``n``, in the best of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
    return 1000 * best / n


def primitives(wave: SmallWave, casts: Sequence[CastMessage]) -> dict[str, float]:
    """What the library takes for the three operations no tally can leave out."""
    public, n, message = token_key().public, len(casts), b"m" * 100
    token = token_key().private.sign(message, PSS(MGF1(SHA384()), 48), SHA384())
    padding, suite = PSS(MGF1(SHA384()), 48), Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    signing = keys.signing_key(bytes(32))
    signature, raw = signing.sign(message), keys.raw_public(signing)
    sealed = [(one.sealed, L_SEAL + wave.mh + one.bpk) for one in casts]

    def pss() -> None:
        for _ in casts:
            public.verify(token, message, padding, SHA384())

    def ed25519() -> None:
        for _ in casts:
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)

    def hpke() -> None:
        for body, info in sealed:
            suite.decrypt(body, wave.tally.private, info)

    timed = {"RSA-PSS verify": pss, "Ed25519 verify": ed25519, "HPKE open": hpke}
    return {name: per_envelope(work, n) for name, work in timed.items()}


def main(n: int = N_ENVELOPES) -> None:
    """Print the breakdown, the whole and their ratio."""
    wave = SmallWave()
    box = wave.box(wave.casts({"care": n}))
    checked, leaves = check(box), frozenset(box.log_leaves)
    parts = primitives(wave, box.envelopes)
    ours = per_envelope(lambda: open_all(box.envelopes, leaves, checked, wave.tally), n)
    for name, milliseconds in parts.items():
        print(f"{name:24} {milliseconds:7.3f} ms")
    alone = sum(parts.values())
    print(f"{'primitives alone':24} {alone:7.3f} ms")
    print(f"{'one envelope at tally':24} {ours:7.3f} ms   ratio {ours / alone:.2f}")
    print(f"target {TARGET_MILLISECONDS} ms; 10,000 envelopes in {10 * ours:.1f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
