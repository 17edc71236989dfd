"""The public list of the answer page's files, each with its digest, and the one digest over all.

``GET /w/client.json`` serves it; an auditor compares it with the manifest and with a checkout.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from survey_api.credentials.encoding import UNREADABLE, Malformed, b64u
from survey_api.credentials.manifest_form import canonical

VERSION: Final = 1
_HEX: Final = frozenset("0123456789abcdef")


class BadClientList(Malformed):
    """This is not a list of the answer page's files, or its digest is not the one over them."""


@dataclass(frozen=True)
class ClientList:
    """``files``: path below /answer/ → SHA-256 in hexadecimal. ``documents``: language → SHA-256
    of the page itself as this installation serves it, its names and contacts filled in."""

    files: Mapping[str, str]
    documents: Mapping[str, str]

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """The list in these bytes; raises ``BadClientList``."""
        try:
            found = json.loads(raw)
            listed = cls(dict(found["files"]), dict(found["documents"]))
            is_sound = found["v"] == VERSION and found["client_sha256"] == b64u(listed.digest)
        except UNREADABLE:
            raise BadClientList from None
        both = [*listed.files.values(), *listed.documents.values()]
        if not is_sound or not all(_is_digest(one) for one in both):
            raise BadClientList
        return listed

    @property
    def digest(self) -> bytes:
        """What the manifest names as ``client_sha256``: SHA-256 over a line for each file (path,
        NUL, digest, newline) in the order of the paths; ``sha256sum`` and ``sort`` suffice."""
        lines = (f"{name}\0{self.files[name]}\n" for name in sorted(self.files))
        return hashlib.sha256("".join(lines).encode()).digest()

    def encode(self) -> bytes:
        """Canonical JSON."""
        return canonical(
            {
                "v": VERSION,
                "client_sha256": b64u(self.digest),
                "files": dict(self.files),
                "documents": dict(self.documents),
            }
        )

    def differences(self, other: "ClientList") -> tuple[str, ...]:
        """The files that only one of the two has, or that differ."""
        names = sorted({*self.files, *other.files})
        return tuple(name for name in names if self.files.get(name) != other.files.get(name))


def listed(files: Mapping[str, bytes], documents: Mapping[str, bytes] | None = None) -> ClientList:
    """The list of these files."""
    return ClientList(_digests(files), _digests(documents or {}))


def _digests(bodies: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(body).hexdigest() for name, body in bodies.items()}


def _is_digest(text: object) -> bool:
    return isinstance(text, str) and len(text) == 64 and set(text) <= _HEX
