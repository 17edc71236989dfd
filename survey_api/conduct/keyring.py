"""Key files of an installation: made once, readable by their process only, never overwritten."""

import os
from dataclasses import dataclass
from pathlib import Path

from survey_api.ballots import spool
from survey_api.errors import Unavailable
from survey_api.settings import Settings

KEY_BYTES = 32


class KeyMissing(Unavailable):
    """A key file is missing. Run safetosay init on a new installation, else restore it."""


@dataclass(frozen=True)
class Keyring:
    """Where each 32-byte key lies; docs/operating.md says who may hold which."""

    settings: Settings

    @property
    def identity(self) -> Path:
        """Seals wave token keys, unit passes and annexes in the identity database."""
        return self.settings.keys_dir / "identity.key"

    @property
    def manifest(self) -> Path:
        """Ed25519 seed that signs manifests, annexes and checkpoints."""
        return self.settings.keys_dir / "manifest.key"

    @property
    def comments(self) -> Path:
        """Seals the keys of comment readers in the identity database."""
        return self.settings.keys_dir / "comments.key"

    @property
    def promise(self) -> Path:
        """Ed25519 seed with which the ballot process promises to keep an envelope."""
        return self.settings.keys_dir / "promise.key"

    @property
    def promise_public(self) -> Path:
        """Public half of the promise key, which goes into the manifest."""
        return self.settings.keys_dir / "promise.pub"


def ensure(path: Path) -> bool:
    """Make a key file of 32 random bytes (mode 0600) unless it exists; True when made."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return True


def read(path: Path) -> bytes:
    """The 32 bytes of a key file; raises ``KeyMissing`` naming the file, never its bytes."""
    try:
        found = path.read_bytes()
    except OSError as error:
        raise KeyMissing(
            f"The key file {path.name} cannot be read in {path.parent}. Run safetosay init on a "
            "new installation; on an old one restore it from the key backup."
        ) from error
    if len(found) != KEY_BYTES:
        raise KeyMissing(f"The key file {path} is damaged: it must hold {KEY_BYTES} bytes.")
    return found


def write_private(path: Path, content: bytes) -> None:
    """Replace a private file whole or not at all, durable before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def destroy(path: Path) -> None:
    """Overwrite a private file, and a draft of it that was left behind, and remove both; there
    may be none."""
    for one in (path.with_suffix(".new"), path):
        if one.is_file():
            spool.destroy(one)
