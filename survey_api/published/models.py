"""Tables of room 3: releases as signed files, their cells, and what leaders promised."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_api.catalogue import models as lobby
from survey_api.catalogue.database import PublishedBase
from survey_api.published import comment_models, earlier_models, holder_models

__all__ = [
    "Cell",
    "Commitment",
    "CommitmentChange",
    "Erasure",
    "Release",
    "Supporter",
    "comment_models",
    "earlier_models",
    "holder_models",
    "lobby",
]


class Release(PublishedBase):
    """An immutable publication: the bundle's and the statement's exact bytes with their detached
    signatures. Releases of before version 4 have their statement inside the bundle."""

    __tablename__ = "release"
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(43))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    ledger: Mapped[bytes] = mapped_column(LargeBinary)
    statement: Mapped[bytes | None] = mapped_column(LargeBinary)
    statement_signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    released_on: Mapped[date]


class Erasure(PublishedBase):
    """A signed statement that parts of a wave were destroyed: ``by`` the server or the holder
    of the tally key. ``parts`` are the words of ``survey_api.release.erasure``, with spaces
    between them."""

    __tablename__ = "erasure"
    __table_args__ = (CheckConstraint("by in ('server', 'key_holder')", name="by"),)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    by: Mapped[str] = mapped_column(String(10), primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    parts: Mapped[str] = mapped_column(String(120))
    erased_on: Mapped[date]


class Cell(PublishedBase):
    """One published figure or the reason there is none, indexed for trends; a copy of what
    the bundle says. ``measure`` is an item id, a scale id or ``index``."""

    __tablename__ = "cell"
    wave_id: Mapped[str] = mapped_column(ForeignKey("release.wave_id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(32), primary_key=True)
    measure: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str | None] = mapped_column(String(8))
    relation: Mapped[str | None] = mapped_column(String(2))
    text: Mapped[str | None] = mapped_column(String(32))
    borrowed: Mapped[str | None] = mapped_column(String(32))


class Commitment(PublishedBase):
    """What a leader promised about a unit's result, visible to that unit; never deleted. ``owner``
    keeps it, ``owner_id`` is who promised it; ``version`` rises with every change."""

    __tablename__ = "commitment"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"))
    unit: Mapped[str] = mapped_column(String(32), index=True)
    what: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    owner: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[str] = mapped_column(String(64))
    made_on: Mapped[date]
    done_on: Mapped[date | None]
    scale: Mapped[str | None] = mapped_column(String(64))
    did: Mapped[str | None] = mapped_column(String(500))
    withdrawn_on: Mapped[date | None]
    because: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class CommitmentChange(PublishedBase):
    """A change of a commitment: who made it, when, and what ``version`` had said until then."""

    __tablename__ = "commitment_change"
    commitment_id: Mapped[UUID] = mapped_column(ForeignKey("commitment.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    changed_on: Mapped[date]
    who: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    what: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    owner: Mapped[str] = mapped_column(String(200))
    scale: Mapped[str | None] = mapped_column(String(64))
    did: Mapped[str | None] = mapped_column(String(500))


class Supporter(PublishedBase):
    """Whom a leader asked to stand beside them: one person, for one unit in one wave."""

    __tablename__ = "supporter"
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[str] = mapped_column(String(64))
