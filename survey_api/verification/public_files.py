"""The public files of a wave: what there is, and what each is called in a plain folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MANIFEST: Final = "manifest.json"
CLIENT_FOLDER: Final = "answer"
LIST: Final = "leaves-{}.bin"

# field of PublicFiles → name in a folder
NAMES: Final = {
    "manifest": MANIFEST,
    "manifest_signature": "manifest.sig",
    "questionnaire": "questionnaire.json",
    "client": "client.json",
    "page": "page.html",
    "checkpoint": "checkpoint.json",
    "checkpoint_signature": "checkpoint.sig",
    "history": "history.bin",
    "statement": "statement.json",
    "statement_signature": "statement.sig",
    "erasure": "erasure.json",
}


@dataclass(frozen=True)
class PublicFiles:
    """Files as published, byte for byte; None for what is not there (yet). Signatures are 64
    raw bytes, ``lists`` leaf lists by number, ``client_files`` those of the answer page."""

    manifest: bytes
    manifest_signature: bytes | None = None
    questionnaire: bytes | None = None
    client: bytes | None = None
    page: bytes | None = None
    checkpoint: bytes | None = None
    checkpoint_signature: bytes | None = None
    history: bytes | None = None
    statement: bytes | None = None
    statement_signature: bytes | None = None
    erasure: bytes | None = None
    lists: Mapping[int, bytes] = field(default_factory=dict)
    client_files: Mapping[str, bytes] = field(default_factory=dict)
