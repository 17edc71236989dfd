"""Puts mails into the outbox: a kind, a reference and a person, never a text."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from survey_api.identity.database import IdentitySession
from survey_api.identity.models import MailState, OutboxMessage, Person


def queue_for(
    session: IdentitySession, people: Iterable[UUID], kind: str, wave: str, due_at: datetime
) -> int:
    """One mail of ``kind`` about ``wave`` for each of these people; nobody gets it twice, and
    people without an address get none.

    Returns how many mails were added.
    """
    of_kind = (OutboxMessage.kind == kind, OutboxMessage.wave == wave)
    queued = set(session.scalars(select(OutboxMessage.person_id).where(*of_kind)))
    reachable = set(session.scalars(select(Person.id).where(Person.email.is_not(None))))
    rows = [
        {
            "id": uuid4(),
            "kind": kind,
            "wave": wave,
            "person_id": person,
            "state": MailState.PENDING,
            "attempts": 0,
            "due_at": due_at,
        }
        for person in people
        if person in reachable and person not in queued
    ]
    rows.sort(key=lambda row: str(row["id"]))  # by random ids: written quickly, in no order
    if rows:
        session.execute(insert(OutboxMessage), rows)
    return len(rows)


def queue_again(
    session: IdentitySession, person: UUID, kind: str, wave: str, due_at: datetime
) -> None:
    """One mail for one person, also when they had one of this kind before."""
    if queue_for(session, [person], kind, wave, due_at):
        return
    of_kind = (OutboxMessage.kind == kind, OutboxMessage.wave == wave)
    mail = session.scalars(
        select(OutboxMessage).where(*of_kind, OutboxMessage.person_id == person)
    ).one()
    mail.state, mail.attempts, mail.due_at = MailState.PENDING, 0, due_at
