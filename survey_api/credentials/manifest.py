"""The public description of a wave: the same bytes for everybody, hashed as served."""

import hashlib
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from survey_api.credentials import issue, manifest_reading
from survey_api.credentials.encoding import (
    L_LABEL,
    L_UNIT,
    PASS_BYTES,
    SALT_BYTES,
    UNIT_BYTES,
    WAVE_BYTES,
    b64u,
    crockford,
    nul_padded,
    sized,
)
from survey_api.credentials.manifest_form import (
    KEM_NAME,
    CommentReading,
    Custodian,
    Manifest,
    PublicKeys,
    Results,
    UnitEntry,
    canonical,
)

__all__ = [
    "KEM_NAME",
    "CommentReading",
    "Custodian",
    "Manifest",
    "PublicKeys",
    "Results",
    "UnitEntry",
    "canonical",
    "encode",
    "fingerprint",
    "label_commitment",
    "manifest_hash",
    "parse",
    "unit_commitment",
]


_CONTACTS = ("ballot_url", "survey_url", "voucher", "help_contact", "report_contact")


def encode(manifest: Manifest) -> bytes:
    """Canonical JSON: keys sorted, no spaces, UTF-8; the units in the order of their ids."""
    return canonical(
        {
            "v": 1,
            "wave": manifest.wave_text,
            "organisation": manifest.organisation,
            "title": manifest.title,
            "opens": manifest.opens.isoformat(),
            "closes": manifest.closes.isoformat(),
            "k": manifest.k,
            "padded": manifest.padded,
            "comments": manifest.comments,
            "level": manifest.level,
            "token_key": _token_key(manifest.token_key),
            "tally_key": b64u(manifest.tally_key),
            "kem": KEM_NAME,
            "units": _units(manifest.units),
            "questionnaire_sha256": b64u(manifest.questionnaire_sha256),
            "client_sha256": b64u(manifest.client_sha256),
            "custodians": [vars(custodian) for custodian in manifest.custodians],
            "policy": dict(manifest.policy),
            "keys": {name: b64u(raw) for name, raw in vars(manifest.keys).items()},
            **{name: getattr(manifest, name) for name in _CONTACTS},
            "reminders": _reminders(manifest),
            **_results(manifest.results),
            **_reading(manifest.reading),
            **_objections(manifest.objection_days),
        }
    )


def parse(raw: bytes) -> Manifest:
    """The manifest of these bytes; a clear error for the first thing that is wrong with them."""
    return manifest_reading.read(raw)


def manifest_hash(raw: bytes) -> bytes:
    """MH: SHA-256 over the manifest as served."""
    return hashlib.sha256(raw).digest()


def fingerprint(raw: bytes) -> str:
    """The first 80 bits of MH, to be compared by eye: XXXX-XXXX-XXXX-XXXX."""
    letters = crockford(manifest_hash(raw)[:10])
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))


def unit_commitment(wave: bytes, unit: str, pass_: bytes) -> bytes:
    """SHA-256(L_UNIT ‖ wave(16) ‖ unit(32, NUL-padded) ‖ pass(32))."""
    return hashlib.sha256(_opening(L_UNIT, wave, unit) + sized(pass_, PASS_BYTES, "pass")).digest()


def label_commitment(wave: bytes, unit: str, salt: bytes, label: str) -> bytes:
    """SHA-256(L_LABEL ‖ wave(16) ‖ unit(32, NUL-padded) ‖ salt(32) ‖ label as issued)."""
    opening = _opening(L_LABEL, wave, unit) + sized(salt, SALT_BYTES, "salt")
    return hashlib.sha256(opening + issue.fit_label(label).encode()).digest()


def _opening(mark: bytes, wave: bytes, unit: str) -> bytes:
    return mark + sized(wave, WAVE_BYTES, "wave id") + nul_padded(unit, UNIT_BYTES, "unit id")


def _units(entries: Iterable[UnitEntry]) -> list[dict[str, Any]]:
    return [
        {
            "unit": entry.unit,
            "eligible": entry.eligible,
            "pass_commitment": b64u(entry.pass_commitment),
            "label_commitment": b64u(entry.label_commitment),
        }
        for entry in sorted(entries, key=lambda entry: entry.unit)
    ]


def _reminders(manifest: Manifest) -> dict[str, Any]:
    return {"at_most": manifest.reminders_at_most, "targeted": manifest.reminders_targeted}


def _results(found: Results | None) -> dict[str, Any]:
    if found is None:  # a wave of before there were stages
        return {}
    days = {"leader_on": found.leader_on.isoformat(), "team_on": found.team_on.isoformat()}
    return {"results": {**days, "working_days": found.working_days}}


def _reading(found: CommentReading | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "comments_key": b64u(found.key),
        "comments_on": found.publish_on.isoformat(),
        "comment_readers": [vars(reader) for reader in found.readers],
    }


def _objections(days: int | None) -> dict[str, int]:
    return {} if days is None else {"objection_days": days}


def _token_key(public: RSAPublicKey) -> dict[str, str]:
    numbers = public.public_numbers()
    return {
        "kty": "RSA",
        "n": b64u(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big")),
        "e": b64u(numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8, "big")),
    }
