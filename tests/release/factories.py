"""A small wave whose box export is made by hand, with real keys, tokens and envelopes."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from survey_api.credentials import blind_rsa, checkpoint, envelope, keys, manifest
from survey_api.credentials.encoding import PLAIN_SIZES, b64u
from survey_api.credentials.envelope import CastMessage
from survey_api.disclosure.policy import Policy
from survey_api.disclosure.tree import Node, pool_at_opening
from survey_api.release.inputs import FrameAnnex, FrameGroup, IssuedAnnex, ReleaseInput
from survey_api.release.publishing import publish
from tests.credentials import samples

PADDED = PLAIN_SIZES[False]
WAVE = bytes(range(16))
ITEMS = ("calm", "speaks", "asks", "helps", "tired")  # "tired" is reverse keyed
KEYING = dict.fromkeys(ITEMS, "straight") | {"tired": "reversed"}
TREE = (
    Node("org", None, "Sample & Sons"),
    Node("ops", "org", "Operations"),
    Node("dev", "org", "Engineering"),
    Node("care", "ops", "Customer care"),
    Node("night", "ops", "Night shift"),
    Node("desk", "ops", "Service desk"),
    Node("van", "ops", "Delivery van"),
    Node("tools", "dev", "Tools"),
    Node("apps", "dev", "Apps"),
)
ELIGIBLE = {"care": 12, "night": 7, "desk": 6, "van": 3, "tools": 9, "apps": 10}


@cache
def token_key() -> keys.TokenKey:
    """One RSA key per test run."""
    return keys.TokenKey.load(keys.generate_token_key())


@cache
def signer() -> blind_rsa.BlindSigner:
    """Who signs its tokens."""
    return blind_rsa.signer(token_key().private)


def questionnaire() -> dict[str, Any]:
    """Five items in two scales."""
    return {
        "v": 2,
        "id": "sample",
        "version": 1,
        "title": {"en": "Sample"},
        "items": [{"id": item, "text": {"en": f"About {item}"}} for item in ITEMS],
        "scales": [
            {
                "id": "voice",
                "label": {"en": "Voice"},
                "description": {"en": ""},
                "items": list(ITEMS[:3]),
            },
            {
                "id": "load",
                "label": {"en": "Load"},
                "description": {"en": ""},
                "items": list(ITEMS[3:]),
            },
        ],
        "keying": KEYING,
    }


@dataclass(frozen=True)
class Respondent:
    """Who holds a token and a unit pass."""

    wave: "SmallWave"
    unit: str
    key: Ed25519PrivateKey
    prefix: bytes
    sig: bytes

    def cast(self, answers: dict[str, Any], **changes: Any) -> CastMessage:
        """An envelope; ``changes`` replace fields of the ballot inside."""
        ballot = {"v": 1, "ver": 1, "unit": self.unit, "answers": answers, "comments": {}}
        ballot = {**ballot, "cuts": {}, "pass": b64u(self.wave.pass_of(self.unit)), **changes}
        bpk = keys.raw_public(self.key)
        padded = PLAIN_SIZES[self.wave.readers is not None]
        sealed = envelope.seal(self.wave.tally.public_bytes, self.wave.mh, bpk, ballot, padded)
        sigma = envelope.cast_signature(self.key, self.wave.mh, sealed)
        return CastMessage(self.prefix, bpk, self.sig, sealed, sigma)


@dataclass
class SmallWave:
    """47 people in six teams; the van's three are pooled at opening."""

    tally: keys.TallyKey = field(default_factory=keys.generate_tally_key)
    checkpoint: bytes = bytes(range(32))
    statement: bytes = bytes(range(32, 64))
    promise: bytes = bytes(range(64, 96))
    eligible: dict[str, int] = field(default_factory=lambda: dict(ELIGIBLE))
    asked: dict[str, Any] = field(default_factory=questionnaire)
    policy: Policy = field(default_factory=Policy)
    readers: keys.TallyKey | None = None

    def __post_init__(self) -> None:
        self.pooling = pool_at_opening(TREE, self.eligible, self.policy.k)
        self.frame = FrameAnnex(b64u(WAVE), TREE, self._groups(), dict(self.pooling.mapping))
        self.questionnaire = json.dumps(self.asked).encode()
        self.manifest = manifest.encode(self._manifest())
        self.mh = manifest.manifest_hash(self.manifest)

    def _groups(self) -> tuple[FrameGroup, ...]:
        return tuple(
            FrameGroup(one.unit, one.eligible, _secret(one.unit, "p"), one.label, _secret(one.unit))
            for one in self.pooling.groups
        )

    def _manifest(self) -> manifest.Manifest:
        sample = samples.sample_manifest(token_key().public)
        units = tuple(
            manifest.UnitEntry(
                one.unit,
                one.eligible,
                manifest.unit_commitment(WAVE, one.unit, one.pass_),
                manifest.label_commitment(WAVE, one.unit, one.salt, one.label),
            )
            for one in self.frame.groups
        )
        return replace(
            sample,
            wave=WAVE,
            closes=date(2026, 3, 13),
            k=self.policy.k,
            units=units,
            tally_key=self.tally.public_bytes,
            questionnaire_sha256=hashlib.sha256(self.questionnaire).digest(),
            policy=self.policy.as_document(),
            **self._reading(),
            keys=manifest.PublicKeys(
                promise=keys.signing_public(self.promise),
                checkpoint=keys.signing_public(self.checkpoint),
                statement=keys.signing_public(self.statement),
            ),
        )

    def _reading(self) -> dict[str, Any]:
        """What the manifest says of comments, where there is somebody to read them."""
        if self.readers is None:
            return {}
        named = (manifest.Custodian("M. Kern", "people partner"),)
        reading = manifest.CommentReading(self.readers.public_bytes, date(2026, 3, 18), named)
        return {"comments": True, "padded": PLAIN_SIZES[True], "reading": reading}

    def pass_of(self, unit: str) -> bytes:
        """A group's pass; of an unknown one, something else."""
        return {one.unit: one.pass_ for one in self.frame.groups}.get(unit, bytes(32))

    def respondent(self, unit: str) -> Respondent:
        """Somebody who was issued a token for this wave."""
        key = Ed25519PrivateKey.generate()
        prefix = blind_rsa.new_prefix()
        text = envelope.token_message(self.mh, keys.raw_public(key))
        message = blind_rsa.prepare(text, prefix)
        blinded, inverse = blind_rsa.blind(token_key().public, message)
        signed = signer().blind_sign(blinded)
        sig = blind_rsa.finalize(token_key().public, message, signed, inverse)
        return Respondent(self, unit, key, prefix, sig)

    def casts(self, counts: dict[str, int], value: int = 4) -> list[CastMessage]:
        """So many people of each unit, all of whom give the same answer to every item."""
        answers = dict.fromkeys((item["id"] for item in self.asked["items"]), value)
        return [self.respondent(u).cast(answers) for u, n in counts.items() for _ in range(n)]

    def leaf(self, cast: CastMessage) -> bytes:
        """An envelope's leaf in the public log."""
        return envelope.leaf(self.mh, cast.bpk, cast.sealed)

    def box(self, casts: list[CastMessage], issued: dict[str, int] | None = None) -> ReleaseInput:
        """The export of a box that holds these envelopes; everybody was issued a token."""
        counts = {one.unit: one.eligible for one in self.frame.groups} | (issued or {})
        document = IssuedAnnex(b64u(WAVE), counts).encode()
        frame = self.frame.encode()
        leaves = tuple(sorted(map(self.leaf, casts)))
        closing = checkpoint.document(b64u(WAVE), self.mh, leaves)
        return ReleaseInput(
            manifest=self.manifest,
            manifest_signature=self.signed(self.manifest),
            questionnaire=self.questionnaire,
            frame_annex=frame,
            frame_signature=self.signed(frame),
            issued_annex=document,
            issued_signature=self.signed(document),
            checkpoint=closing,
            checkpoint_signature=self.signed(closing),
            envelopes=tuple(casts),
            log_leaves=leaves,
        )

    def signed(self, document: bytes) -> bytes:
        """The server's signature on an annex."""
        return keys.sign(self.checkpoint, document)

    def release(self, casts: list[CastMessage], issued: dict[str, int] | None = None) -> Any:
        """The published bundle as parsed JSON."""
        return json.loads(publish(self.box(casts, issued), self.tally).bundle)

    def stated(self, casts: list[CastMessage], issued: dict[str, int] | None = None) -> Any:
        """The key holder's statement as parsed JSON."""
        return json.loads(publish(self.box(casts, issued), self.tally).statement)


def by_unit(bundle: Any) -> dict[str, Any]:
    """unit → its record."""
    return {one["unit"]: one for one in bundle["units"]}


def _secret(unit: str, purpose: str = "s") -> bytes:
    return hashlib.sha256(f"{purpose}{unit}".encode()).digest()
