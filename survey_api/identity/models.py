"""Tables of room 1. No row holds a time of answering, an address or anything answered."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from survey_api.identity.database import IdentityBase


class MailState(StrEnum):
    """Where one mail stands; ``sending`` after a crash is never sent again."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Person(IdentityBase):
    """Somebody on the roster; ``wants_steps`` until they pause the weekly small step. Without
    an address they answer by printed card. ``left_on`` is the day they were on it no more.
    ``bounced_on`` is the day on which their address took no mail, ``bounce`` whether for good;
    of which mail is not kept."""

    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    employee_id: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    unit: Mapped[str] = mapped_column(String(32))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    active: Mapped[bool] = mapped_column(default=True)
    left_on: Mapped[date | None]
    bounced_on: Mapped[date | None]
    bounce: Mapped[str | None] = mapped_column(String(9))
    wants_steps: Mapped[bool] = mapped_column(default=True, server_default=true())


class RoleGrant(IdentityBase):
    """A role a person holds, over one reporting unit or ('') the whole organisation; ``since``
    is the day it was given, unknown for the oldest. ``from_claims`` roles follow the company's
    sign-in; others were given here."""

    __tablename__ = "role_grant"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit: Mapped[str] = mapped_column(String(32), primary_key=True, default="")
    since: Mapped[date | None]
    from_claims: Mapped[bool] = mapped_column(default=False, server_default=false())


class Account(IdentityBase):
    """A local way to sign in; the password is an Argon2id hash."""

    __tablename__ = "account"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))


class SecondStep(IdentityBase):
    """What somebody's authenticator app shares with us, sealed; ``last_count`` is the last half
    minute whose code was spent, so that no code works twice. Until a first code has shown that the
    app has it, ``confirmed`` is false and nothing is asked for."""

    __tablename__ = "second_step"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_count: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[bool] = mapped_column(default=True, server_default=true())


class RecoveryCode(IdentityBase):
    """Stands in once for a lost authenticator app; only its digest is stored."""

    __tablename__ = "recovery_code"
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)


class ErasureRequest(IdentityBase):
    """Somebody asked to be forgotten, and cannot be yet; the row goes with their name."""

    __tablename__ = "erasure_request"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    asked_on: Mapped[date]


class SignInSession(IdentityBase):
    """A signed-in browser; revoked by deleting the row. ``subject`` is a digest of who it is at
    the company's sign-in, if it began there."""

    __tablename__ = "session"
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    subject: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)


class SignInLink(IdentityBase):
    """A link by mail that signs in once; only the digest of its secret is stored."""

    __tablename__ = "sign_in_link"
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ProvisioningToken(IdentityBase):
    """What a company's directory shows when it keeps the roster up to date: the digest only."""

    __tablename__ = "provisioning_token"
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    added_on: Mapped[date]
    used_on: Mapped[date | None]
    wrote_on: Mapped[date | None]


class ProvisionedPerson(IdentityBase):
    """What a directory says of somebody beside the roster's fields, as it was said."""

    __tablename__ = "provisioned_person"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(255), index=True)
    active: Mapped[bool | None]
    language: Mapped[str | None] = mapped_column(String(35))
    time_zone: Mapped[str | None] = mapped_column(String(64))


class ProvisionedUnit(IdentityBase):
    """The number a directory has for a unit."""

    __tablename__ = "provisioned_unit"
    unit: Mapped[str] = mapped_column(String(20), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(255))


class IssuingWave(IdentityBase):
    """Whether tokens of a wave are issued, with what the hot path needs beside it."""

    __tablename__ = "issuing_wave"
    wave: Mapped[str] = mapped_column(String(22), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    __table_args__ = (CheckConstraint("state in ('open', 'closed')", name="state"),)


class Invitation(IdentityBase):
    """One person's right to one token in one wave; ``unit`` is the frozen, pooled group.

    ``request_hash`` says only that a token was fetched; it links to no ballot, since the
    blinded message is statistically independent of the token (RFC 9474 §7).
    """

    __tablename__ = "invitation"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    wave: Mapped[str] = mapped_column(String(22))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    unit: Mapped[str] = mapped_column(String(32))
    request_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    __table_args__ = (Index("uq_invitation_wave_person", "wave", "person_id", unique=True),)


class InvitationSecret(IdentityBase):
    """SHA-256 of a secret that was mailed; each mail of a wave carries a fresh one."""

    __tablename__ = "invitation_secret"
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), index=True)


class SigningKey(IdentityBase):
    """The token key of a wave, sealed by the identity key file."""

    __tablename__ = "signing_key"
    wave: Mapped[str] = mapped_column(String(22), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CommentKey(IdentityBase):
    """The private key of a wave's comment readers, sealed by the comments key file; it is gone
    once the comments are published."""

    __tablename__ = "comment_key"
    wave: Mapped[str] = mapped_column(String(22), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class UnitPass(IdentityBase):
    """A group's pass and label opening, handed out with the blind signature; sealed."""

    __tablename__ = "unit_pass"
    wave: Mapped[str] = mapped_column(String(22), primary_key=True)
    unit: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Annex(IdentityBase):
    """A signed document for the key holder ("frame" at opening, "issued" at close), sealed."""

    __tablename__ = "annex"
    wave: Mapped[str] = mapped_column(String(22), primary_key=True)
    name: Mapped[str] = mapped_column(String(8), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class OutboxMessage(IdentityBase):
    """A mail to be sent. It holds no text and no secret: both are made while sending."""

    __tablename__ = "outbox"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(24))
    wave: Mapped[str] = mapped_column(String(22))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(8), default=MailState.PENDING, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    __table_args__ = (
        Index("uq_outbox_kind_wave_person", "kind", "wave", "person_id", unique=True),
        CheckConstraint("state in ('pending', 'sending', 'sent', 'failed')", name="state"),
    )
