"""The steps of one respondent, pure: read the wave, blind, take the token, seal, check the promise.

Nothing here knows a name. What must outlive a lost reply is a ``Draft``; what must outlive a lost
acknowledgement is the ``Cast``: repeat either unchanged, never make a new one.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from survey_api.credentials import blind_rsa, envelope, issue, keys, manifest
from survey_api.credentials.encoding import WAVE_BYTES, b64u, b64u_decode, sized
from survey_api.errors import Conflict, Invalid


class OtherWave(Conflict):
    """The manifest served here belongs to another wave than this link. Do not answer."""


class WrongGroup(Conflict):
    """The group in the reply is not one that the manifest commits to. Do not answer."""


class BrokenPromise(Conflict):
    """The ballot service's receipt is not signed by the key in the manifest. Keep your code."""


@dataclass(frozen=True)
class WaveInView:
    """A manifest that was checked, with its hash."""

    manifest: manifest.Manifest
    mh: bytes
    fingerprint: str

    @classmethod
    def read(cls, raw: bytes, wave_text: str) -> Self:
        """Check the bytes that were served for this wave."""
        parsed = manifest.parse(raw)
        if parsed.wave != sized(b64u_decode(wave_text), WAVE_BYTES, "wave id"):
            raise OtherWave
        return cls(parsed, manifest.manifest_hash(raw), manifest.fingerprint(raw))


@dataclass(frozen=True)
class Draft:
    """What is kept before the first request, so that the request can be repeated exactly."""

    seed: bytes = field(repr=False)
    prefix: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    r: int = field(repr=False)

    @classmethod
    def fresh(cls, token_key: RSAPublicKey) -> Self:
        """A new ballot key, prefix, salt and blinding factor."""
        return cls(
            secrets.token_bytes(keys.SEED_BYTES),
            blind_rsa.new_prefix(),
            blind_rsa.new_salt(),
            blind_rsa.new_blinding(token_key),
        )

    def to_json(self) -> dict[str, str]:
        """A form for a private file; whoever holds it can replace this ballot."""
        r = self.r.to_bytes((self.r.bit_length() + 7) // 8, "big")
        raw = {"seed": self.seed, "prefix": self.prefix, "salt": self.salt, "r": r}
        return {name: b64u(value) for name, value in raw.items()}

    @classmethod
    def from_json(cls, document: Mapping[str, str]) -> Self:
        """The reverse of ``to_json``."""
        raw = {name: b64u_decode(document[name]) for name in ("seed", "prefix", "salt", "r")}
        return cls(raw["seed"], raw["prefix"], raw["salt"], int.from_bytes(raw["r"], "big"))


@dataclass(frozen=True)
class Token:
    """A finished token and its group; show ``label`` and ``eligible`` to the person."""

    sig: bytes = field(repr=False)
    unit: str = field(repr=False)
    pass_: bytes = field(repr=False)
    label: str = field(repr=False)
    eligible: int
    label_salt: bytes = field(repr=False, default=b"")


@dataclass(frozen=True)
class Cast:
    """A sealed ballot, ready to be sent as often as it takes."""

    body: bytes = field(repr=False)
    leaf: bytes = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """The ballot service's signed word that this leaf will be in the public log."""

    wave: str
    leaf: bytes
    promise: bytes


def issue_request(view: WaveInView, draft: Draft, inv: bytes) -> bytes:
    """The body of the issue request: the same bytes for the same draft."""
    blinded, _ = _blind(view, draft)
    return issue.encode_request(issue.IssueRequest(inv, blinded))


def take_token(view: WaveInView, draft: Draft, reply: bytes) -> Token:
    """Unblind and check everything a reply claims against the manifest."""
    answer = issue.decode_reply(reply)
    _, inverse = _blind(view, draft)
    sig = blind_rsa.finalize(
        view.manifest.token_key, _input_msg(view, draft), answer.blind_sig, inverse
    )
    entry = view.manifest.by_unit.get(answer.unit)
    wave = view.manifest.wave
    if (
        entry is None
        or manifest.unit_commitment(wave, answer.unit, answer.pass_) != entry.pass_commitment
        or manifest.label_commitment(wave, answer.unit, answer.label_salt, answer.label)
        != entry.label_commitment
    ):
        raise WrongGroup
    return Token(sig, answer.unit, answer.pass_, answer.label, entry.eligible, answer.label_salt)


def seal_ballot(
    view: WaveInView,
    draft: Draft,
    token: Token,
    answers: Mapping[str, int],
    *,
    cuts: Mapping[str, str] | None = None,
    comments: Sequence[Mapping[str, Any]] = (),
    version: int = 1,
) -> Cast:
    """Seal the answers to the tally key and sign the envelope with the ballot key."""
    ballot = {
        "v": 1,
        "ver": version,
        "unit": token.unit,
        "pass": b64u(token.pass_),
        "answers": dict(answers),
        "cuts": dict(cuts or {}),
        "comments": [dict(one) for one in comments],
    }
    if comments and not view.manifest.comments:
        raise Invalid("This wave takes no comments; nothing was sent.")
    key = keys.ballot_key(draft.seed)
    bpk = keys.raw_public(key)
    sealed = envelope.seal(view.manifest.tally_key, view.mh, bpk, ballot, view.manifest.padded)
    sigma = envelope.cast_signature(key, view.mh, sealed)
    return Cast(
        body=envelope.cast_body(draft.prefix, bpk, token.sig, sealed, sigma),
        leaf=envelope.leaf(view.mh, bpk, sealed),
    )


def check_promise(view: WaveInView, cast: Cast, promise: bytes) -> Receipt:
    """The receipt, if the promise is signed by the box that the manifest names."""
    message = envelope.promise_message(view.mh, cast.leaf)
    if not keys.verify(view.manifest.keys.promise, message, promise):
        raise BrokenPromise
    return Receipt(view.manifest.wave_text, cast.leaf, promise)


def _input_msg(view: WaveInView, draft: Draft) -> bytes:
    bpk = keys.raw_public(keys.ballot_key(draft.seed))
    return blind_rsa.prepare(envelope.token_message(view.mh, bpk), draft.prefix)


def _blind(view: WaveInView, draft: Draft) -> tuple[bytes, int]:
    return blind_rsa.blind(
        view.manifest.token_key, _input_msg(view, draft), r=draft.r, salt=draft.salt
    )
