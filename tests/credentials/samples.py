"""Fixed inputs of the protocol's own vectors, and builders that the tests share."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import gmpy2
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicKey,
    RSAPublicNumbers,
)

from survey_api.credentials import keys
from survey_api.credentials.manifest import (
    Custodian,
    Manifest,
    PublicKeys,
    UnitEntry,
    label_commitment,
    unit_commitment,
)

VECTORS = Path(__file__).parents[1] / "vectors"
WAVE = bytes(range(16))
UNIT = "care.night"
PASS = bytes(range(32, 64))
SALT = bytes(range(64, 96))
LABEL = "Nachtdienst Station Süd"
BALLOT_SEED = bytes(range(100, 116))
PREFIX = bytes(range(128, 160))
PSS_SALT = bytes(range(160, 208))
TALLY_PRIVATE = bytes(range(1, 33))
PROMISE_SEED = bytes(range(200, 232))
BALLOT = {
    "v": 1,
    "ver": 1,
    "unit": UNIT,
    "pass": "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8",
    "answers": {"mistakes": 4, "problems": 2, "help": 5},
    "cuts": {"tenure": "1_to_3"},
    "comments": {},
}
POLICY: dict[str, int | float] = {
    "k": 5,
    "w": 2,
    "t_low": 1,
    "t_high": 0,
    "big": 50,
    "scale_points": 5,
    "k_item": 8,
    "epsilon": 1.0,
}


def sample_manifest(token_public: RSAPublicKey, **changes: Any) -> Manifest:
    """A wave of two units, complete and valid unless ``changes`` says otherwise."""
    entry = UnitEntry(
        UNIT, 11, unit_commitment(WAVE, UNIT, PASS), label_commitment(WAVE, UNIT, SALT, LABEL)
    )
    fields: dict[str, Any] = {
        "wave": WAVE,
        "organisation": "Sample & Söhne",
        "title": "Pulse, March",
        "opens": date(2026, 3, 2),
        "closes": date(2026, 3, 13),
        "k": 5,
        "comments": False,
        "padded": 4096,
        "token_key": token_public,
        "tally_key": keys.TallyKey.load(TALLY_PRIVATE).public_bytes,
        "units": (entry, UnitEntry("office", 8, bytes([3]) * 32, bytes([4]) * 32)),
        "questionnaire_sha256": bytes([5]) * 32,
        "client_sha256": b"",
        "custodians": (Custodian("Works council", "tally key"),),
        "policy": POLICY,
        "keys": PublicKeys(keys.signing_public(PROMISE_SEED), bytes([7]) * 32, bytes([8]) * 32),
        "ballot_url": "http://127.0.0.1:8002",
        "survey_url": "http://127.0.0.1:8001",
        "voucher": "A. Sample, works council",
        "help_contact": "help@sample.invalid",
        "report_contact": "report@sample.invalid",
        "reminders_at_most": 2,
    }
    return Manifest(**{**fields, **changes})


def rfc_key() -> RSAPrivateKey:
    """The 4096-bit key of RFC 9474, appendix A."""
    key = {name: int(value, 16) for name, value in load("rfc9474")["key"].items()}
    p, q, d = key["p"], key["q"], key["d"]
    return RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=d % (p - 1),
        dmq1=d % (q - 1),
        iqmp=int(gmpy2.invert(q, p)),
        public_numbers=RSAPublicNumbers(key["e"], key["n"]),
    ).private_key()


def load(name: str) -> Any:
    """A file of published or own figures."""
    return json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
