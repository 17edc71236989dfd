"""Seals and opens ballots, and says what a cast message must satisfy to enter the box."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from survey_api.credentials import blind_rsa, keys
from survey_api.credentials.encoding import (
    L_CAST,
    L_LEAF,
    L_PROMISE,
    L_SEAL,
    L_TOKEN,
    MAX_VERSIONS,
    PASS_BYTES,
    TOKEN_MODULUS_BYTES,
    Malformed,
    b64u_decode,
    sized,
)

ENC_BYTES: Final = 65
TAG_BYTES: Final = 16
_SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_FORMAT: Final = b"\x01"
_PREFIX_END: Final = 1 + 32
_BPK_END: Final = _PREFIX_END + 32
_SIG_END: Final = _BPK_END + TOKEN_MODULUS_BYTES
_SIGMA_BYTES: Final = 64
COMMENT, MOMENT = "comment", "moment"  # what a text is; a moment of support may become a story


class CannotOpen(Malformed):
    """This envelope does not open under this wave's tally key."""


class Refusal(StrEnum):
    """Why a cast message may not enter the box."""

    FORGED_TOKEN = "forged token"  # noqa: S105
    FORGED_SIGNATURE = "forged signature"


@dataclass(frozen=True, slots=True)
class CastMessage:
    """What a browser sends to the ballot service."""

    prefix: bytes = field(repr=False)
    bpk: bytes = field(repr=False)
    sig: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    sigma: bytes = field(repr=False)


def token_message(mh: bytes, bpk: bytes) -> bytes:
    """What a token signs, before the random prefix is put in front."""
    return L_TOKEN + mh + bpk


def seal(
    tally_public: EllipticCurvePublicKey | bytes,
    mh: bytes,
    bpk: bytes,
    plaintext_obj: Mapping[str, Any],
    padded: int,
) -> bytes:
    """enc(65) ‖ ciphertext(padded + 16); the manifest and the ballot key are bound in."""
    point = keys.tally_public(tally_public) if isinstance(tally_public, bytes) else tally_public
    plain = json.dumps(plaintext_obj, ensure_ascii=False, separators=(",", ":")).encode()
    if len(plain) >= padded:
        raise Malformed(f"These answers take {len(plain)} bytes; at most {padded - 1} fit.")
    return _SUITE.encrypt((plain + b"\x80").ljust(padded, b"\0"), point, L_SEAL + mh + bpk)


def open_sealed(tally_key: keys.TallyKey, mh: bytes, bpk: bytes, sealed: bytes) -> dict[str, Any]:
    """The ballot inside, its form checked; whether pass and answers fit is the tally's matter."""
    try:
        plain = _SUITE.decrypt(sealed, tally_key.private, L_SEAL + mh + bpk)
    except (InvalidTag, ValueError):
        raise CannotOpen from None
    body, mark, filler = plain.rpartition(b"\x80")
    if not mark or filler != bytes(len(filler)):
        raise Malformed("This ballot is not padded as it should be.")
    try:
        ballot = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("This ballot is not JSON.") from None
    return _well_formed(ballot)


def _well_formed(ballot: Any) -> dict[str, Any]:
    """The ballot, if every field has its type; values are looked at where they are counted."""
    is_right = (
        isinstance(ballot, dict)
        and ballot.keys() == {"v", "ver", "unit", "pass", "answers", "cuts", "comments"}
        and ballot["v"] == 1
        and type(ballot["ver"]) is int
        and 1 <= ballot["ver"] <= MAX_VERSIONS
        and isinstance(ballot["unit"], str)
        and isinstance(ballot["pass"], str)
        and isinstance(ballot["answers"], dict)
        and all(type(value) is int for value in ballot["answers"].values())
        and isinstance(ballot["cuts"], dict)
        and all(isinstance(level, str) for level in ballot["cuts"].values())
        and _are_comments(ballot["comments"])
    )
    if not is_right:
        raise Malformed("This ballot does not have the fields it should have.")
    sized(b64u_decode(ballot["pass"]), PASS_BYTES, "unit pass")
    return dict(ballot)


def _are_comments(found: Any) -> bool:
    """A list of texts; an empty object is what ballots carry where nobody was asked for any."""
    if found == {}:
        return True
    return isinstance(found, list) and all(_is_comment(one) for one in found)


def _is_comment(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == {"id", "text", "kind", "may_publish"}
        and isinstance(one["id"], str)
        and isinstance(one["text"], str)
        and one["kind"] in (COMMENT, MOMENT)
        and type(one["may_publish"]) is bool
    )


def cast_signature(key: Ed25519PrivateKey, mh: bytes, sealed: bytes) -> bytes:
    """The ballot key's signature on an envelope."""
    return key.sign(L_CAST + mh + hashlib.sha256(sealed).digest())


def cast_body(prefix: bytes, bpk: bytes, sig: bytes, sealed: bytes, sigma: bytes) -> bytes:
    """The message as it travels; one length for everybody in a wave."""
    sized(prefix + bpk + sig, _SIG_END - 1, "token")
    return _FORMAT + prefix + bpk + sig + sealed + sized(sigma, _SIGMA_BYTES, "signature")


def parse_cast(body: bytes, padded: int) -> CastMessage:
    """Cut a cast message into its parts; refuses another length or format byte."""
    sized(body, _SIG_END + ENC_BYTES + padded + TAG_BYTES + _SIGMA_BYTES, "cast message")
    if body[:1] != _FORMAT:
        raise Malformed("This cast message has a format that this service does not know.")
    return CastMessage(
        prefix=body[1:_PREFIX_END],
        bpk=body[_PREFIX_END:_BPK_END],
        sig=body[_BPK_END:_SIG_END],
        sealed=body[_SIG_END:-_SIGMA_BYTES],
        sigma=body[-_SIGMA_BYTES:],
    )


def verify_cast(msg: CastMessage, mh: bytes, token_public: RSAPublicKey) -> Refusal | None:
    """None if the token and the ballot key's signature are good, otherwise what is wrong."""
    input_msg = blind_rsa.prepare(token_message(mh, msg.bpk), msg.prefix)
    if not blind_rsa.verify(token_public, input_msg, msg.sig):
        return Refusal.FORGED_TOKEN
    signed = L_CAST + mh + hashlib.sha256(msg.sealed).digest()
    try:
        Ed25519PublicKey.from_public_bytes(msg.bpk).verify(msg.sigma, signed)
    except (InvalidSignature, ValueError):
        return Refusal.FORGED_SIGNATURE
    return None


def leaf(mh: bytes, bpk: bytes, sealed: bytes) -> bytes:
    """The envelope's leaf hash in the public log (RFC 9162 §2.1.1 over our leaf entry)."""
    entry = hashlib.sha256(L_LEAF + mh + bpk + hashlib.sha256(sealed).digest()).digest()
    return hashlib.sha256(b"\0" + entry).digest()


def promise_message(mh: bytes, leaf_hash: bytes) -> bytes:
    """What the ballot service signs to promise that a leaf will be in the log."""
    return L_PROMISE + mh + leaf_hash
