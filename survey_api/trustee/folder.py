"""A key folder: public description, sealed keys, a memory of its waves. Copies need no secret.

Each tally key is a file of its own, sealed under one wrapping key, so that the key of one wave
can be erased without touching the others. Nothing here is readable without the sheets or the
passphrase but names, dates and public keys.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

from survey_api.credentials import keys
from survey_api.credentials.encoding import b64u
from survey_api.credentials.keys import CannotUnseal, TallyKey
from survey_api.release.offer import SignedOffer
from survey_api.trustee import files, passphrase, shares
from survey_api.trustee.description import Description, Plan
from survey_api.trustee.errors import (
    FolderDamaged,
    FolderMissing,
    FolderTaken,
    KeyErased,
    NotOurWave,
    WrongSecret,
)
from survey_api.trustee.history import Counted, History

L_WRAPPING = b"SAFETOSAY-TRUSTEE-v1\0"
PUBLIC, HISTORY, OFFER = "trustee.json", "history.json", "offer.json"
KEYS, FROM_SERVER, TO_SERVER = "keys", "in", "out"
STATEMENT, LEDGER = "statement key", "ledger of wave "


@dataclass(frozen=True)
class Made:
    """A new folder, and the words of its sheets, which are stored nowhere."""

    folder: "KeyFolder"
    sheets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class KeyFolder:
    """A folder as found, locked."""

    path: Path
    public: Description

    @classmethod
    def make(cls, path: Path, plan: Plan, on: date, *, rehearsal: bool = False) -> Made:
        """Draw all keys, seal them, write the folder whole or not at all."""
        plan.check()
        if plan.passphrase:
            passphrase.check(plan.passphrase)
        if (path / PUBLIC).exists() or (path / KEYS).exists():
            raise FolderTaken
        stretching = passphrase.Stretching.new() if plan.passphrase else None
        secret = stretching.secret(plan.passphrase) if stretching else shares.new_secret()
        drawn = [keys.generate_tally_key() for _ in range(plan.n_waves)]
        statement = keys.generate_signing_key()
        public = Description(
            holder=plan.holder.strip(),
            keepers=plan.keepers,
            statement_key=keys.signing_public(statement),
            tally_keys=tuple(one.public_bytes for one in drawn),
            made_on=on,
            stretching=stretching,
            rehearsal=rehearsal,
        )
        folder = cls(path, public)
        folder._write(_wrapping(secret), statement, drawn)
        return Made(folder, () if stretching else tuple(shares.split(secret)))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The folder there; raises ``FolderMissing`` or ``FolderDamaged``."""
        if not (path / PUBLIC).is_file():
            raise FolderMissing
        return cls(path, Description.parse(files.read(path / PUBLIC)))

    @property
    def history(self) -> History:
        """What it remembers; nothing yet in a new one."""
        path = self.path / HISTORY
        return History.parse(files.read(path)) if path.is_file() else History()

    def remember(self, history: History) -> None:
        """Replace the memory whole."""
        files.write(self.path / HISTORY, history.encode())

    def offer(self) -> SignedOffer:
        """What is given to the server, as signed when the keys were made."""
        return SignedOffer.parse(files.read(self.path / TO_SERVER / OFFER))

    def place_of(self, tally_key: bytes) -> int:
        """Which of our keys that is, from 1; raises ``NotOurWave``."""
        if tally_key not in self.public.tally_keys:
            raise NotOurWave
        return self.public.tally_keys.index(tally_key) + 1

    def file_of(self, tally_key: bytes) -> Path:
        """Where the sealed half lies, or lay."""
        return self.path / KEYS / f"tally-{self.place_of(tally_key):03}.sealed"

    def n_left(self) -> int:
        """How many keys are there for waves that were not counted."""
        used = {one.tally_key for one in self.history.waves}
        there = (one for one in self.public.tally_keys if self.file_of(one).is_file())
        return sum(b64u(one) not in used for one in there)

    def unlock(self, typed: list[str]) -> "Unlocked":
        """Open with words of sheets or with the passphrase; raises what is wrong with them."""
        if self.public.stretching is not None:
            secret = self.public.stretching.secret(typed[0] if typed else "")
        else:
            secret = shares.join(typed)
        sealed = files.read(self.path / KEYS / "statement.sealed")
        wrapping = _wrapping(secret)
        try:
            seed = keys.open_secret(wrapping, STATEMENT, sealed)
        except CannotUnseal:
            raise WrongSecret from None
        if keys.signing_public(seed) != self.public.statement_key:
            raise FolderDamaged
        return Unlocked(self, wrapping, seed, secret)

    def _write(self, wrapping: bytes, statement: bytes, drawn: list[TallyKey]) -> None:
        """trustee.json last: a folder without it is none, and the next attempt starts anew."""
        try:
            sealed = keys.seal_secret(wrapping, STATEMENT, statement)
            files.write(self.path / KEYS / "statement.sealed", sealed, private=True)
            for one in drawn:
                content = keys.seal_secret(wrapping, _purpose(one.public_bytes), one.private_bytes)
                files.write(self.file_of(one.public_bytes), content, private=True)
            offer = SignedOffer.of(self.public.offer(), statement)
            files.write(self.path / TO_SERVER / OFFER, offer.encode())
            with suppress(OSError):
                (self.path / FROM_SERVER).mkdir(exist_ok=True)
            files.write(self.path / PUBLIC, self.public.encode())
        except BaseException:
            shutil.rmtree(self.path / KEYS, ignore_errors=True)
            (self.path / TO_SERVER / OFFER).unlink(missing_ok=True)
            raise


@dataclass(frozen=True)
class Unlocked:
    """A folder with its secret, in memory for one deed."""

    folder: KeyFolder
    wrapping: bytes = field(repr=False)
    statement: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    def tally_key(self, public: bytes) -> TallyKey:
        """The key whose public half a manifest names; raises ``NotOurWave`` or ``KeyErased``."""
        path = self.folder.file_of(public)
        if not path.is_file():
            raise KeyErased
        try:
            found = keys.open_secret(self.wrapping, _purpose(public), files.read(path))
        except CannotUnseal:
            raise FolderDamaged from None
        return TallyKey.load(found)

    def every_key(self) -> list[TallyKey]:
        """All keys that are still there, to find the one that opens an old ledger."""
        there = (one for one in self.folder.public.tally_keys if self.folder.file_of(one).is_file())
        return [self.tally_key(one) for one in there]

    def keep_ledger(self, wave: str, ledger: bytes) -> None:
        """Keep what the next release is checked with, sealed, beyond the erasure of the key."""
        sealed = keys.seal_secret(self.wrapping, LEDGER + wave, ledger)
        files.write(self.folder.path / KEYS / f"ledger-{wave}.sealed", sealed, private=True)

    def kept_ledger(self, wave: str) -> bytes | None:
        """The ledger of a wave counted here."""
        path = self.folder.path / KEYS / f"ledger-{wave}.sealed"
        if not path.is_file():
            return None
        try:
            return keys.open_secret(self.wrapping, LEDGER + wave, files.read(path))
        except CannotUnseal:
            raise FolderDamaged from None

    def new_sheets(self) -> list[str]:
        """A new set of sheets for the same secret; the old ones must be destroyed."""
        return shares.split(self.secret)

    def counted(self, wave: Counted, checkpoint: bytes, on: date) -> None:
        """Remember, before a release leaves, from which log this wave is counted."""
        self.folder.remember(self.folder.history.with_counted(wave, checkpoint, on))


def _wrapping(secret: bytes) -> bytes:
    return keys.hkdf(secret, L_WRAPPING, keys.KEY_BYTES)


def _purpose(public: bytes) -> str:
    return "tally key " + b64u(public)
