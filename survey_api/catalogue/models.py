"""Tables of the lobby: instruments, the unit tree, waves and what was frozen at opening."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_api.catalogue.database import PublishedBase


class WaveState(StrEnum):
    """The life of a wave; ``survey_api.catalogue.waves`` says which moves are allowed."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"
    ANNULLED = "annulled"


class Instrument(PublishedBase):
    """A questionnaire version; once fielded it never changes."""

    __tablename__ = "instrument"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(43))
    source: Mapped[str]
    fielded: Mapped[bool] = mapped_column(default=False)


class ReportingUnit(PublishedBase):
    """A node of today's organisation tree; waves keep their own frozen copy."""

    __tablename__ = "reporting_unit"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("reporting_unit.id"))
    label: Mapped[str] = mapped_column(String(120))
    active: Mapped[bool] = mapped_column(default=True)


class Schedule(PublishedBase):
    """Waves that are planned, opened and closed by themselves; ``catalogue.rhythm`` says when.

    ``rotates`` divides the questions over the waves of a cycle. ``skipped`` are occasions that
    somebody left out; a paused schedule makes no waves and the one that is open runs on.
    """

    __tablename__ = "schedule"
    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    instrument_id: Mapped[str] = mapped_column(String(64))
    rotates: Mapped[bool] = mapped_column(default=False, server_default=false())
    every: Mapped[str] = mapped_column(String(12))
    first_on: Mapped[date]
    dates: Mapped[list[str]] = mapped_column(JSON, default=list)
    days_open: Mapped[int]
    k: Mapped[int]
    policy: Mapped[str] = mapped_column(String(12))
    team_days: Mapped[int]
    send_hour: Mapped[int]
    reminders: Mapped[int]
    targeted: Mapped[bool] = mapped_column(default=False, server_default=false())
    region: Mapped[str] = mapped_column(String(12), default="", server_default="")
    breaks: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    skipped: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(8), default="active")
    since: Mapped[date]
    __table_args__ = (CheckConstraint("state in ('active', 'paused', 'ended')", name="state"),)


class Wave(PublishedBase):
    """One round of fielding. ``id`` is 16 random bytes in base64url, made at creation.

    A wave that goes ``by_itself`` opens and closes on its days; ``planned_for`` names its occasion
    in a schedule. Its mails leave at ``send_hour`` where their readers are, or at once.
    Teams see a release ``team_days`` working days after their leaders. ``asked_for`` is the
    state somebody asked for in the browser; the worker, which may reach the rooms this needs,
    brings it about, or says in ``trouble`` what was in the way. ``annulled_because`` is the
    public note that stands in the place of results. ``sites`` is unit → site, where a second tree
    was said before the wave opened.
    """

    __tablename__ = "wave"
    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(120))
    instrument_id: Mapped[str] = mapped_column(String(64))
    instrument_version: Mapped[int]
    k: Mapped[int]
    policy: Mapped[str] = mapped_column(String(12), default="standard", server_default="standard")
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(8), default=WaveState.DRAFT)
    released_on: Mapped[date | None]
    team_days: Mapped[int] = mapped_column(default=0, server_default="0")
    participation: Mapped[str | None] = mapped_column(String(16))
    participation_on: Mapped[date | None]
    asked_for: Mapped[str | None] = mapped_column(String(8))
    trouble: Mapped[str | None] = mapped_column(String(500))
    annulled_on: Mapped[date | None]
    annulled_because: Mapped[str | None] = mapped_column(String(500))
    schedule_id: Mapped[str | None] = mapped_column(ForeignKey("schedule.id"))
    planned_for: Mapped[date | None]
    by_itself: Mapped[bool] = mapped_column(default=False, server_default=false())
    send_hour: Mapped[int | None]
    reminders: Mapped[int] = mapped_column(default=2, server_default="2")
    targeted: Mapped[bool] = mapped_column(default=False, server_default=false())
    sites: Mapped[dict[str, str] | None] = mapped_column(JSON)
    __table_args__ = (
        CheckConstraint(
            "state in ('draft', 'open', 'closed', 'released', 'annulled')", name="state"
        ),
        Index("uq_wave_schedule_id_planned_for", "schedule_id", "planned_for", unique=True),
    )


class WaveUnit(PublishedBase):
    """A node of the tree as frozen at opening; ``pooled_into`` names the group that stands
    for a unit too small to be shown by itself."""

    __tablename__ = "wave_unit"
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(32), primary_key=True)
    parent: Mapped[str | None] = mapped_column(String(32))
    label: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(8))
    eligible: Mapped[int]
    pooled_into: Mapped[str | None] = mapped_column(String(32))


class WaveManifest(PublishedBase):
    """The signed public description of a wave and its questionnaire, bytes as served."""

    __tablename__ = "manifest"
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    questionnaire: Mapped[bytes] = mapped_column(LargeBinary)
    fingerprint: Mapped[str] = mapped_column(String(19))


class Announcement(PublishedBase):
    """What is said of a wave in one of the company's channels, and whether it was."""

    __tablename__ = "announcement"
    wave_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    __table_args__ = (
        CheckConstraint("state in ('pending', 'sending', 'sent', 'failed')", name="state"),
    )


class MailText(PublishedBase):
    """A part of a mail in the organisation's own words; where there is none the shipped text
    stands. The same for every reader of the language."""

    __tablename__ = "mail_text"
    locale: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    part: Mapped[str] = mapped_column(String(8), primary_key=True)
    text: Mapped[str]


class Approval(PublishedBase):
    """Somebody in oversight agreed to what a wave will ask and how; ``digest`` names all of it."""

    __tablename__ = "approval"
    wave_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    viewer: Mapped[str] = mapped_column(String(64), primary_key=True)
    on: Mapped[date]


class AuditEvent(PublishedBase):
    """A deed of somebody in charge, recorded before it is done; ``catalogue.audit_chain`` says
    how each follows from the one before. ``previous`` is unique: a chain does not fork. Both are
    empty in what the version before the chain wrote during an update."""

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date]
    role: Mapped[str] = mapped_column(String(20))
    viewer: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    previous: Mapped[str | None] = mapped_column(String(64), unique=True)
    digest: Mapped[str | None] = mapped_column(String(64))


# Written every few seconds, so without the sessions that raise the revision.
LEASE = Table(
    "lease",
    PublishedBase.metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
)
