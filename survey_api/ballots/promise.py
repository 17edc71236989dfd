"""The key with which the ballot process promises, in every reply, to keep an envelope."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from survey_api.ballots.refusals import PromiseKeyMissing
from survey_api.credentials import keys

PUBLIC_SUFFIX = ".pub"


def ensure_promise_key(path: Path) -> bytes:
    """Make the seed file (mode 0600) unless it exists; returns the 32 public bytes.

    They are also written beside it, so that whoever draws the manifest need not read the seed.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_new(path, keys.generate_signing_key())
    public = keys.raw_public(load_promise_key(path))
    beside = path.with_suffix(PUBLIC_SUFFIX)
    if not beside.exists():
        _write_new(beside, public)
    return public


def load_promise_key(path: Path) -> Ed25519PrivateKey:
    """The key, loaded once per process."""
    try:
        seed = path.read_bytes()
    except OSError:
        seed = b""
    if len(seed) != keys.KEY_BYTES:
        raise PromiseKeyMissing(
            f"The key file {path} is missing or damaged. On a new installation run safetosay "
            "init; on an old one restore it from the key backup."
        )
    return keys.signing_key(seed)


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
