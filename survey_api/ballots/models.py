"""Tables of room 2. No time, no sequence, no unit, no answer in clear: keys are hashes or random.

``WITHOUT ROWID`` keeps SQLite from numbering rows in the order in which they came.
"""

from enum import StrEnum

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_api.ballots.database import BallotBase

UNNUMBERED = {"sqlite_with_rowid": False}
WAVE_TEXT = String(22)
HASH = LargeBinary(32)


class BoxState(StrEnum):
    """Open: ballots come in. Closing: stations hand over. Closed: sorted, final."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Envelope(BallotBase):
    """A sealed ballot with the proof that somebody invited cast it."""

    __tablename__ = "envelope"
    __table_args__ = (UNNUMBERED,)
    leaf: Mapped[bytes] = mapped_column(HASH, primary_key=True)
    wave: Mapped[str] = mapped_column(WAVE_TEXT)
    prefix: Mapped[bytes] = mapped_column(HASH)
    bpk: Mapped[bytes] = mapped_column(HASH)
    sig: Mapped[bytes] = mapped_column(LargeBinary(384))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sigma: Mapped[bytes] = mapped_column(LargeBinary(64))


class VersionCount(BallotBase):
    """How often a ballot key has cast in a wave that is not closed yet."""

    __tablename__ = "version_count"
    __table_args__ = (UNNUMBERED,)
    bpk: Mapped[bytes] = mapped_column(HASH, primary_key=True)
    wave: Mapped[str] = mapped_column(WAVE_TEXT)
    n: Mapped[int]


class LogLeaf(BallotBase):
    """A leaf of the public log; stays when the envelope is erased."""

    __tablename__ = "log_leaf"
    __table_args__ = (UNNUMBERED,)
    leaf: Mapped[bytes] = mapped_column(HASH, primary_key=True)
    wave: Mapped[str] = mapped_column(WAVE_TEXT)


class BallotWave(BallotBase):
    """What conduct pushed about a wave; checkpoint and its signature come at close."""

    __tablename__ = "ballot_wave"
    __table_args__ = (
        CheckConstraint("state in ('open', 'closing', 'closed')", name="state"),
        UNNUMBERED,
    )
    wave: Mapped[str] = mapped_column(WAVE_TEXT, primary_key=True)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    manifest_hash: Mapped[bytes] = mapped_column(HASH)
    state: Mapped[str] = mapped_column(String(7))
    checkpoint: Mapped[bytes | None] = mapped_column(LargeBinary)
    checkpoint_signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))


class Station(BallotBase):
    """A ballot process with a spool of its own, under a random name."""

    __tablename__ = "station"
    __table_args__ = (UNNUMBERED,)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)


class Drained(BallotBase):
    """This station has handed over everything it held of this wave and takes no more of it."""

    __tablename__ = "drained"
    __table_args__ = (UNNUMBERED,)
    wave: Mapped[str] = mapped_column(WAVE_TEXT, primary_key=True)
    station: Mapped[str] = mapped_column(String(32), primary_key=True)
