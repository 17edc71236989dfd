"""Sends what is due, each mail at most once, whoever crashes and however many are at work.

A mail's state changes in transactions of their own around the sending: claimed (committed),
then handed over, then sent. A crash in between leaves ``sending``; such a mail may have
arrived, is never sent again, and is reported as uncertain.
"""

from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

from sqlalchemy import Engine, func, select, update

from survey_api import clock
from survey_api.database import transaction
from survey_api.errors import NotFound
from survey_api.identity.database import IdentitySession
from survey_api.identity.models import MailState, OutboxMessage
from survey_api.identity.notify import bounces
from survey_api.identity.notify.draft import Draft, draft, withdraw
from survey_api.identity.notify.mails import REMINDING, Letter, write
from survey_api.identity.notify.smtp import (
    Mailer,
    MailRefused,
    MailServerUnreachable,
    MailUncertain,
)
from survey_api.identity.notify.telling import Sources
from survey_api.settings import Settings

MAX_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
BATCH = 500
TO_ALL = REMINDING | {"invitation", "release"}


@dataclass(frozen=True)
class Report:
    """One round: numbers only. ``uncertain`` counts all mails found half-way, by whomever."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    uncertain: int = 0
    is_unreachable: bool = False


def send_due(engine: Engine, mailer: Mailer, sources: Sources) -> Report:
    """Send up to ``BATCH`` due mails over one connection.

    A server that does not answer costs no mail an attempt: nothing is claimed before the
    connection stands.
    """
    due = _due(engine)
    done = {MailState.SENT: 0, MailState.PENDING: 0, MailState.FAILED: 0}
    is_unreachable = False
    if due:
        try:
            with mailer:
                for mail in due:
                    outcome = _send_one(engine, mailer, sources, mail)
                    if outcome in done:
                        done[outcome] += 1
        except MailServerUnreachable:
            is_unreachable = True
    return Report(
        sent=done[MailState.SENT],
        retried=done[MailState.PENDING],
        failed=done[MailState.FAILED],
        uncertain=uncertain(engine),
        is_unreachable=is_unreachable,
    )


def uncertain(engine: Engine) -> int:
    """How many mails are between claimed and sent; without a worker at work: never known."""
    query = select(func.count()).where(OutboxMessage.state == MailState.SENDING)
    with transaction(engine, IdentitySession) as session:
        return session.scalar(query) or 0


def waiting(attempts: int) -> timedelta:
    """How long a mail waits after its n-th refusal: 1, 4, 16, 64 minutes, then 4 hours."""
    return min(FIRST_WAIT * int(4 ** (attempts - 1)), LONGEST_WAIT)


def _due(engine: Engine) -> list[UUID]:
    """The ids of what is due, longest waiting first."""
    query = (
        select(OutboxMessage.id)
        .where(OutboxMessage.state == MailState.PENDING, OutboxMessage.due_at <= clock.now())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(BATCH)
    )
    with transaction(engine, IdentitySession) as session:
        return list(session.scalars(query))


def _send_one(engine: Engine, mailer: Mailer, sources: Sources, mail: UUID) -> MailState | None:
    """The state a mail came to, or None when another worker has it or nobody can know."""
    try:
        drawn = _claim(engine, sources, mail)
    except NotFound:
        return _give_up(engine, mail)
    if drawn is None:
        return None
    message = _written(drawn, sources.settings)
    if message is None:
        return _put_back(engine, drawn, is_final=True)
    try:
        mailer.send(message)
    except MailUncertain:
        return None
    except MailRefused as refusal:
        return _put_back(engine, drawn, is_final=refusal.is_permanent, refusal=refusal)
    except MailServerUnreachable:
        _put_back(engine, drawn, is_final=False, counts=False)
        raise
    return _move(engine, mail, MailState.SENT)


def _written(drawn: Draft, settings: Settings) -> EmailMessage | None:
    """The mail, or None when no mail can have this address or kind."""
    try:
        return write(drawn.letter, settings)
    except (ValueError, KeyError):
        return None


def _claim(engine: Engine, sources: Sources, mail: UUID) -> Draft | None:
    """Take a mail and draw its secret, committed before anything leaves this machine."""
    claim = (
        update(OutboxMessage)
        .where(OutboxMessage.id == mail, OutboxMessage.state == MailState.PENDING)
        .values(state=MailState.SENDING)
    )
    with transaction(engine, IdentitySession) as session:
        if session.execute(claim).rowcount != 1:  # type: ignore[attr-defined]
            return None
        return draft(session, session.get_one(OutboxMessage, mail), sources)


def _put_back(
    engine: Engine,
    drawn: Draft,
    *,
    is_final: bool,
    counts: bool = True,
    refusal: MailRefused | None = None,
) -> MailState:
    """After a definite refusal: wait and try again, or give up. Its secret was never seen."""
    with transaction(engine, IdentitySession) as session:
        withdraw(session, drawn)
        mail = session.get_one(OutboxMessage, drawn.mail)
        mail.attempts += 1 if counts else 0
        is_over = is_final or mail.attempts >= MAX_ATTEMPTS
        mail.state = MailState.FAILED if is_over else MailState.PENDING
        mail.due_at = clock.now() + waiting(max(mail.attempts, 1))
        if is_over and refusal and refusal.of_address and _goes_to_all(drawn.letter):
            bounce = bounces.PERMANENT if refusal.is_permanent else bounces.TEMPORARY
            bounces.mark(session, {drawn.letter.email: bounce})
        return MailState(mail.state)


def _goes_to_all(letter: Letter) -> bool:
    """Whether a mark says nothing of its person: who signs in or is reminded alone gets none."""
    if letter.kind in REMINDING and letter.facts and letter.facts.is_targeted:
        return False
    return letter.kind in TO_ALL


def _give_up(engine: Engine, mail: UUID) -> MailState:
    """A mail whose reason is gone: its wave closed, its person left the frame, or it was paused."""
    with transaction(engine, IdentitySession) as session:
        session.get_one(OutboxMessage, mail).state = MailState.FAILED
    return MailState.FAILED


def _move(engine: Engine, mail: UUID, to: MailState) -> MailState:
    """Settle a mail that is still claimed; one that was asked for again meanwhile stays queued."""
    claimed = (OutboxMessage.id == mail, OutboxMessage.state == MailState.SENDING)
    with transaction(engine, IdentitySession) as session:
        session.execute(update(OutboxMessage).where(*claimed).values(state=to))
    return to
