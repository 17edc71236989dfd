"""Valid casts for a wave of one's own, made with the real keys and the real envelope code."""

import os
from dataclasses import dataclass, field, replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from survey_api.credentials import blind_rsa, envelope, keys, manifest
from survey_api.credentials.encoding import CAST_SIZES, PLAIN_SIZES, b64u
from tests.credentials import samples


@cache
def token_key() -> keys.TokenKey:
    """One RSA key per test run: making it is the slow part."""
    return keys.TokenKey.load(keys.generate_token_key())


@dataclass
class SampleWave:
    """An open wave and the right to cast in it as anybody."""

    promise_public: bytes = bytes(32)
    comments: bool = False
    identity: bytes = field(default_factory=lambda: os.urandom(16))

    def __post_init__(self) -> None:
        document = samples.sample_manifest(
            token_key().public,
            wave=self.identity,
            comments=self.comments,
            padded=PLAIN_SIZES[self.comments],
        )
        named = replace(document.keys, promise=self.promise_public)
        self.manifest = manifest.encode(replace(document, keys=named))
        self.mh = manifest.manifest_hash(self.manifest)
        self.wave = b64u(self.identity)
        self.signer = blind_rsa.signer(token_key().private)

    @property
    def size(self) -> int:
        """Bytes of a cast message."""
        return CAST_SIZES[self.comments]

    def voter(self) -> "Voter":
        """Somebody who was issued a token."""
        key = Ed25519PrivateKey.generate()
        bpk = keys.raw_public(key)
        prefix = blind_rsa.new_prefix()
        message = blind_rsa.prepare(envelope.token_message(self.mh, bpk), prefix)
        public = token_key().public
        blinded, inverse = blind_rsa.blind(public, message)
        sig = blind_rsa.finalize(public, message, self.signer.blind_sign(blinded), inverse)
        return Voter(self, key, bpk, prefix, sig)

    def casts(self, n: int) -> list[bytes]:
        """One cast each of ``n`` people."""
        return [self.voter().cast() for _ in range(n)]

    def leaf(self, body: bytes) -> bytes:
        """The leaf of a cast message."""
        message = envelope.parse_cast(body, PLAIN_SIZES[self.comments])
        return envelope.leaf(self.mh, message.bpk, message.sealed)

    def keeps(self, body: bytes, promise: bytes) -> bool:
        """Whether a reply is the promise to keep this very envelope."""
        message = envelope.promise_message(self.mh, self.leaf(body))
        return keys.verify(self.promise_public, message, promise)


@dataclass(frozen=True)
class Voter:
    """Who holds a token."""

    wave: SampleWave
    key: Ed25519PrivateKey
    bpk: bytes
    prefix: bytes
    sig: bytes

    def cast(self, version: int = 1) -> bytes:
        """A cast message, freshly sealed."""
        wave = self.wave
        ballot = {**samples.BALLOT, "ver": version}
        tally = keys.TallyKey.load(samples.TALLY_PRIVATE).public_bytes
        sealed = envelope.seal(tally, wave.mh, self.bpk, ballot, PLAIN_SIZES[wave.comments])
        sigma = envelope.cast_signature(self.key, wave.mh, sealed)
        return envelope.cast_body(self.prefix, self.bpk, self.sig, sealed, sigma)
