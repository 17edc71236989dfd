"""The signed word that something of a wave is gone: keys, envelopes, passes.

Whoever destroyed it says so: the server with the wave's checkpoint key, the key holder with its
statement key. A document can be signed by somebody who kept a copy; docs/promises.md says so.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

from survey_api.credentials.encoding import (
    HASH_BYTES,
    UNREADABLE,
    Malformed,
    b64u,
    b64u_decode,
    sized,
)
from survey_api.credentials.manifest_form import canonical

VERSION: Final = 1
SIGNATURE_BYTES: Final = 64


class Part(StrEnum):
    """What of a wave can be destroyed."""

    TALLY_KEY = "tally_key"
    TOKEN_KEY = "token_key"  # noqa: S105
    UNIT_PASSES = "unit_passes"
    INVITATIONS = "invitations"
    ANNEXES = "annexes"
    ENVELOPES = "envelopes"


class ErasureMalformed(Malformed):
    """This erasure statement cannot be read; ask whoever made it for the file again."""


@dataclass(frozen=True)
class Erasure:
    """What was destroyed of which wave, and on which day."""

    wave: str
    manifest_hash: bytes
    erased: tuple[Part, ...]
    on: date

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The statement in these bytes; raises ``ErasureMalformed``."""
        try:
            said: dict[str, Any] = json.loads(raw)
            found = cls(
                wave=str(said["wave"]),
                manifest_hash=sized(b64u_decode(said["manifest_hash"]), HASH_BYTES, "hash"),
                erased=tuple(map(Part, said["erased"])),
                on=date.fromisoformat(said["on"]),
            )
            same = erasure_document(found.wave, found.manifest_hash, found.erased, found.on)
            if same != raw:
                raise ValueError("not a form that is known here")
        except (*UNREADABLE, Malformed) as error:
            raise ErasureMalformed from error
        return found


def erasure_document(wave: str, manifest_hash: bytes, what: Sequence[str], on: date) -> bytes:
    """Canonical JSON, to be signed by whoever destroyed it. Raises ``ValueError`` for a part
    nobody knows."""
    return canonical(
        {
            "v": VERSION,
            "wave": wave,
            "manifest_hash": b64u(manifest_hash),
            "erased": sorted({str(Part(one)) for one in what}),
            "on": on.isoformat(),
        }
    )


@dataclass(frozen=True)
class SignedErasure:
    """A statement with its signature, as it travels in one file."""

    document: bytes
    signature: bytes

    def encode(self) -> bytes:
        """The file: canonical JSON, both in base64url."""
        return canonical({"erasure": b64u(self.document), "signature": b64u(self.signature)})

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The pair in these bytes, not verified yet; raises ``ErasureMalformed``."""
        try:
            said: dict[str, str] = json.loads(raw)
            return cls(
                b64u_decode(said["erasure"]),
                sized(b64u_decode(said["signature"]), SIGNATURE_BYTES, "signature"),
            )
        except (*UNREADABLE, Malformed) as error:
            raise ErasureMalformed from error
