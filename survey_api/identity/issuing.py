"""What conduct does to a wave's tokens: keep keys and passes sealed, open, close, count, scrub."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from survey_api.credentials.encoding import b64u, b64u_decode
from survey_api.credentials.keys import open_secret, seal_secret
from survey_api.errors import Conflict, NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import (
    Annex,
    Invitation,
    InvitationSecret,
    IssuingWave,
    MailState,
    OutboxMessage,
    SigningKey,
    UnitPass,
)
from survey_api.rewriting import lock, rewrite

OPEN, CLOSED = "open", "closed"
INVITING = ("invitation", "reminder-1", "reminder-2")
UNPRINTED = "cards"  # the annex with cards whose file is not finished
FETCHED = b"\x01" * 32  # after the close a mark says "a token was fetched" and no more
_MARKS: tuple[Any, ...] = (Invitation.__table__, InvitationSecret.__table__)


class WaveAlreadyClosed(Conflict):
    """Tokens of this wave were issued until it closed; a closed wave is never opened again."""


class WaveAlreadyOpened(Conflict):
    """Tokens of this wave may have been issued, so its keys and frame can no longer change."""


class NoWaveKey(NotFound):
    """This wave has no token key. Open the wave again; opening takes up where it stopped."""


@dataclass(frozen=True)
class UnitOpening:
    """A group's pass (32 bytes), and the salt and label that open its label commitment."""

    unit: str
    pass_: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    label: str


def store_wave_key(session: IdentitySession, wave: str, private_der: bytes, key: bytes) -> None:
    """Keep the wave's private token key (PKCS #8 DER), sealed by the identity key."""
    sealed = seal_secret(key, f"token key {wave}", private_der)
    session.merge(SigningKey(wave=wave, sealed=sealed))


def wave_key(session: IdentitySession, wave: str, key: bytes) -> bytes:
    """The wave's private token key (PKCS #8 DER); raises ``NoWaveKey``."""
    found = session.get(SigningKey, wave)
    if found is None:
        raise NoWaveKey
    return open_wave_key(wave, found.sealed, key)


def open_wave_key(wave: str, sealed: bytes, key: bytes) -> bytes:
    """The reverse of the sealing in ``store_wave_key``."""
    return open_secret(key, f"token key {wave}", sealed)


def store_passes(
    session: IdentitySession, wave: str, openings: Iterable[UnitOpening], key: bytes
) -> None:
    """Keep what each group's members are handed with their blind signature, sealed; all at once
    and for a wave that has none yet (``forget_wave``)."""
    rows = [
        {"wave": wave, "unit": opening.unit, "sealed": _sealed_pass(wave, opening, key)}
        for opening in openings
    ]
    if rows:
        session.execute(insert(UnitPass), rows)


def _sealed_pass(wave: str, opening: UnitOpening, key: bytes) -> bytes:
    document = {
        "pass": b64u(opening.pass_),
        "salt": b64u(opening.salt),
        "label": opening.label,
    }
    return seal_secret(key, _pass_purpose(wave, opening.unit), json.dumps(document).encode())


def passes(session: IdentitySession, wave: str, key: bytes) -> list[UnitOpening]:
    """What the groups of a wave are handed, ordered by unit."""
    query = select(UnitPass).where(UnitPass.wave == wave).order_by(UnitPass.unit)
    return [open_pass(wave, one.unit, one.sealed, key) for one in session.scalars(query)]


def open_pass(wave: str, unit: str, sealed: bytes, key: bytes) -> UnitOpening:
    """The reverse of the sealing in ``store_passes``."""
    document = json.loads(open_secret(key, _pass_purpose(wave, unit), sealed))
    return UnitOpening(
        unit=unit,
        pass_=b64u_decode(document["pass"]),
        salt=b64u_decode(document["salt"]),
        label=document["label"],
    )


def open_issuing(session: IdentitySession, wave: str) -> None:
    """Let tokens of ``wave`` be fetched from now on; again is harmless, after the close it is
    refused."""
    found = session.get(IssuingWave, wave)
    if found is None:
        session.add(IssuingWave(wave=wave, state=OPEN))
    elif found.state == CLOSED:
        raise WaveAlreadyClosed


def is_open(session: IdentitySession, wave: str) -> bool:
    """Whether tokens of ``wave`` can be fetched now."""
    found = session.get(IssuingWave, wave)
    return found is not None and found.state == OPEN


def close_issuing(session: IdentitySession, wave: str) -> None:
    """No token of ``wave`` after this commits, no mail that invites to it, no card to print."""
    session.execute(update(IssuingWave).where(IssuingWave.wave == wave).values(state=CLOSED))
    inviting = OutboxMessage.kind.in_(INVITING)
    pending = OutboxMessage.state == MailState.PENDING
    session.execute(delete(Annex).where(Annex.wave == wave, Annex.name == UNPRINTED))
    session.execute(delete(OutboxMessage).where(OutboxMessage.wave == wave, inviting, pending))


def issued_counts(session: IdentitySession, wave: str) -> dict[str, int]:
    """How many tokens each group fetched; groups that fetched none are there with 0."""
    query = (
        select(Invitation.unit, func.count(Invitation.request_hash))
        .where(Invitation.wave == wave)
        .group_by(Invitation.unit)
        .order_by(Invitation.unit)
    )
    return {unit: n_issued for unit, n_issued in session.execute(query)}


def forget_wave(session: IdentitySession, wave: str) -> None:
    """Drop keys, passes, annexes and frame of a wave whose opening did not finish."""
    if session.get(IssuingWave, wave) is not None:
        raise WaveAlreadyOpened
    of_wave = select(Invitation.id).where(Invitation.wave == wave)
    session.execute(delete(InvitationSecret).where(InvitationSecret.invitation_id.in_(of_wave)))
    for table in (Invitation, SigningKey, UnitPass, Annex):
        session.execute(delete(table).where(table.wave == wave))


def rewrite_marks(session: IdentitySession, wave: str) -> None:
    """Write the invitations of a wave anew, in the order of their random ids.

    A mark that was updated in place shows by its position and transaction number when its
    owner came. Run this on a fixed clock and at the close, then ``scrub``. After the close a
    mark no longer holds the digest of what was asked.
    """
    is_postgres = session.get_bind().dialect.name == "postgresql"
    if is_postgres:
        lock(session, *reversed(_MARKS))  # in the order in which issuing reads them
    if session.scalar(select(IssuingWave.state).where(IssuingWave.wave == wave)) == CLOSED:
        fetched = (Invitation.wave == wave) & Invitation.request_hash.is_not(None)
        session.execute(update(Invitation).where(fetched).values(request_hash=FETCHED))
    if is_postgres:
        rewrite(session, *_MARKS)
    else:
        _rewrite_rows(session, wave)


def scrub(engine: Engine) -> bool:
    """Empty SQLite's log, which shows the order until then; whether nobody's reading hindered it.
    PostgreSQL's files were replaced by the rewriting itself."""
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        is_busy, *_ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (0,)
    finally:
        raw.close()
    return not is_busy


def _rewrite_rows(session: IdentitySession, wave: str) -> None:
    of_wave = select(Invitation.id).where(Invitation.wave == wave)
    mailed = InvitationSecret.invitation_id.in_(of_wave)
    rows = _rows(session, Invitation, Invitation.wave == wave, Invitation.id)
    secrets = _rows(session, InvitationSecret, mailed, InvitationSecret.digest)
    session.execute(delete(InvitationSecret).where(mailed))
    session.execute(delete(Invitation).where(Invitation.wave == wave))
    if rows:
        session.execute(insert(Invitation), rows)
    if secrets:
        session.execute(insert(InvitationSecret), secrets)


def _rows(
    session: IdentitySession,
    table: type[Invitation] | type[InvitationSecret],
    where: ColumnElement[bool],
    order: InstrumentedAttribute[Any],
) -> list[dict[str, Any]]:
    columns = [getattr(table, column.key) for column in table.__table__.columns]
    query = select(*columns).where(where).order_by(order)
    return [dict(row) for row in session.execute(query).mappings()]


def _pass_purpose(wave: str, unit: str) -> str:
    return f"unit pass {wave} {unit}"
