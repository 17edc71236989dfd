"""What a key holder gives back after the close, also as the one file in which it travels."""

from dataclasses import asdict, dataclass
from typing import Final, Self

from survey_api.errors import Invalid
from survey_api.release import stored_zip

_ALWAYS: Final = {"bundle", "signature", "statement", "statement_signature", "ledger"}
_SOMETIMES: Final = {"comments"}


class ReleaseUnreadable(Invalid):
    """This file is not a whole release from a key holder. Nothing was published. Copy it again
    from the key holder's stick, or ask for it to be made again."""


@dataclass(frozen=True)
class SignedRelease:
    """``ledger`` only its maker can read, ``comments`` only those who read comments,
    ``statement`` everybody."""

    bundle: bytes
    signature: bytes
    statement: bytes
    statement_signature: bytes
    ledger: bytes
    comments: bytes | None = None

    def encode(self) -> bytes:
        """The file to hand over."""
        parts = {name: part for name, part in asdict(self).items() if part is not None}
        return stored_zip.pack(parts)

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The parts of a file, not verified yet; raises ``ReleaseUnreadable``."""
        try:
            parts = stored_zip.unpack(raw)
        except stored_zip.NotStored as error:
            raise ReleaseUnreadable from error
        if parts.keys() - _SOMETIMES != _ALWAYS:
            raise ReleaseUnreadable
        return cls(**parts)


@dataclass(frozen=True)
class PastRelease:
    """A release as stored: what the next one is compared and checked with."""

    wave: str
    bundle: bytes
    ledger: bytes
