"""One passphrase instead of sheets: a key folder's secret by Argon2id, and a check of strength."""

import os
import secrets
from dataclasses import dataclass
from typing import Any, Final, Self

from argon2.low_level import Type, hash_secret_raw
from shamir_mnemonic.wordlist import WORDLIST

from survey_api.credentials.encoding import b64u, b64u_decode
from survey_api.trustee.errors import PassphraseWeak

SHORTEST: Final = 20
FEWEST_DIFFERENT: Final = 8
SUGGESTED_WORDS: Final = 7


@dataclass(frozen=True)
class Stretching:
    """How a passphrase becomes 32 bytes; stands beside the folder, and is no secret."""

    salt: bytes
    passes: int = 3
    kibibytes: int = 65_536
    lanes: int = 4

    @classmethod
    def new(cls) -> Self:
        """A fresh salt; the work of RFC 9106 §4 where memory is short, as on an old laptop."""
        return cls(os.urandom(16))

    def document(self) -> dict[str, Any]:
        """For the folder's public file."""
        return {**vars(self), "salt": b64u(self.salt)}

    @classmethod
    def parse(cls, said: dict[str, Any]) -> Self:
        """The reverse of ``document``."""
        return cls(**{**said, "salt": b64u_decode(said["salt"])})

    def secret(self, passphrase: str) -> bytes:
        """32 bytes; spaces at the ends and doubled ones do not matter."""
        return hash_secret_raw(
            " ".join(passphrase.split()).encode(),
            self.salt,
            time_cost=self.passes,
            memory_cost=self.kibibytes,
            parallelism=self.lanes,
            hash_len=32,
            type=Type.ID,
        )


def check(passphrase: str) -> None:
    """Raise ``PassphraseWeak`` for what a patient stranger with the stick would find."""
    said = " ".join(passphrase.split())
    if len(said) < SHORTEST or len(set(said.lower())) < FEWEST_DIFFERENT:
        raise PassphraseWeak


def suggested() -> str:
    """Seven random words: 70 bits."""
    return " ".join(secrets.choice(WORDLIST) for _ in range(SUGGESTED_WORDS))
