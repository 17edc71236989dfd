"""Where protected tables lie with their key: written whole or not at all, never noised twice.

Fresh noise for the same table about eight times would reveal its sums; therefore the key is
kept beside the output and used again, and another key for the same answers is refused.
"""

import hmac
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from survey_api.credentials import keys
from survey_api.credentials.encoding import L_NOISE
from survey_api.errors import Conflict, Invalid

NOISE_KEY, NAIVE = "noise.key", "naive.csv"
KEY_BYTES = 32
L_INPUT = b"SAFETOSAY-PROTECT-INPUT-v1\0"
L_SIGN = b"SAFETOSAY-PROTECT-SIGN-v1\0"


class KeyUnreadable(Invalid):
    """A key is 64 hexadecimal digits; copy it again in full, or leave it out."""


class DirectoryTaken(Conflict):
    """The output directory holds something else; name a new one. Nothing was written."""


class FreshNoiseRefused(Conflict):
    """This directory holds the release of the same answers with another key. Fresh noise for
    the same table about eight times would reveal the sums: leave --key out to use the kept
    one again. Nothing was written."""


@dataclass(frozen=True)
class Key:
    """The secret of one protected file, and what follows from it. Whoever has it can take
    the noise away."""

    secret: bytes = field(repr=False)

    @property
    def noise(self) -> bytes:
        """The key of every draw."""
        return keys.hkdf(self.secret, L_NOISE, KEY_BYTES)

    @property
    def signing_seed(self) -> bytes:
        """The Ed25519 seed that signs the release."""
        return keys.hkdf(self.secret, L_SIGN, KEY_BYTES)

    def fingerprint(self, digest: bytes) -> bytes:
        """Names the input in public; keyed, so that nobody can try answers against it."""
        return hmac.digest(keys.hkdf(self.secret, L_INPUT, KEY_BYTES), digest, "sha256")

    def document(self, digest: bytes) -> bytes:
        """The key file."""
        written = {"noise_key": self.secret.hex(), "input": self.fingerprint(digest).hex()}
        return json.dumps(written, indent=1).encode() + b"\n"


def read_key(text: str) -> Key:
    """A key as given on the command line."""
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise KeyUnreadable
    return Key(secret)


def check_folder(folder: Path) -> None:
    """Raise ``DirectoryTaken`` unless ``folder`` is new, empty or holds an earlier release."""
    if folder.exists() and not folder.is_dir():
        raise DirectoryTaken(f"{folder} is a file; name a directory. Nothing was written.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / NOISE_KEY).is_file():
        raise DirectoryTaken(
            f"{folder} holds other files and no {NOISE_KEY}; name a new directory. "
            "Nothing was written."
        )


def key_for(folder: Path, digest: bytes, given: Key | None) -> Key:
    """The key kept in ``folder`` if it belongs to this input, else ``given`` or a new one."""
    check_folder(folder)
    if not (folder / NOISE_KEY).is_file():
        return given or Key(secrets.token_bytes(KEY_BYTES))
    try:
        kept = json.loads((folder / NOISE_KEY).read_text(encoding="utf-8"))
        key, known = read_key(kept["noise_key"]), bytes.fromhex(kept["input"])
    except (ValueError, KeyError, TypeError, KeyUnreadable, OSError) as error:
        raise DirectoryTaken(
            f"{folder / NOISE_KEY} cannot be read as a key of ours. Nothing was written."
        ) from error
    if not hmac.compare_digest(key.fingerprint(digest), known):
        raise DirectoryTaken(
            f"{folder} holds the release of another input (other answers, units, instrument or "
            "policy). A release is never changed: name a new directory. Nothing was written."
        )
    if given is not None and given != key:
        raise FreshNoiseRefused
    return key


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """A directory to write into; all of it takes its place in ``folder`` at the end.

    A new ``folder`` appears in one step. Into an earlier release of the same input each file
    is put in one step; its key stays where it is. Only the owner may read the directory.
    """
    prefix = f".{folder.name}-unfinished-"
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clear(folder.parent, prefix)
    part = folder.parent / f"{prefix}{os.getpid()}"
    part.mkdir(mode=0o700)
    try:
        yield part
        _put(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write_private(path: Path, content: bytes) -> None:
    """A file only its owner reads, on the disk before anything else happens."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put(part: Path, folder: Path) -> None:
    if not (folder / NOISE_KEY).is_file():
        try:
            part.replace(folder)
        except OSError as error:
            raise DirectoryTaken(
                f"{folder} was filled by something else meanwhile; name a new directory."
            ) from error
        return
    fresh = {file.name for file in part.iterdir()}
    for name in sorted(fresh - {NOISE_KEY}):
        (part / name).replace(folder / name)
    if NAIVE not in fresh:
        (folder / NAIVE).unlink(missing_ok=True)


def _clear(parent: Path, prefix: str) -> None:
    """Remove what runs that were killed have left."""
    for left in [one for one in parent.iterdir() if one.name.startswith(prefix)]:
        with suppress(ValueError, PermissionError):
            try:
                os.kill(int(left.name.removeprefix(prefix)), 0)
            except ProcessLookupError:
                shutil.rmtree(left, ignore_errors=True)
