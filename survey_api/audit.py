"""Deeds of people in charge: the intent is committed before the deed is done."""

from typing import Any

from sqlalchemy import Engine, select, text

from survey_api import clock
from survey_api.access import Viewer
from survey_api.catalogue.audit_chain import GENESIS, Deed, digest
from survey_api.catalogue.database import PublishedReader, PublishedSession
from survey_api.catalogue.models import AuditEvent
from survey_api.database import transaction

COMMAND_LINE = "command line"
LONGEST_ROLE, LONGEST_SUBJECT = 20, 200
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7263417250)")  # any number; ours alone


def record(
    engine: Engine, viewer: Viewer | None, action: str, subject: str, **details: Any
) -> None:
    """Commit "somebody does ``action`` to ``subject``" in a transaction of its own.

    ``viewer`` None means the command line of the server. ``details`` are small, of JSON's kinds,
    and hold no person's name. Entries follow one another: on PostgreSQL a lock that the
    transaction holds sees to it, on SQLite there is one writer anyway.
    """
    roles = ", ".join(sorted(viewer.roles)) if viewer else COMMAND_LINE
    with transaction(engine, PublishedSession) as session:
        if engine.dialect.name == "postgresql":
            session.execute(ONE_AT_A_TIME)
        bare = Deed(
            on=clock.today(),
            role=roles[:LONGEST_ROLE],
            viewer=viewer.id if viewer else COMMAND_LINE,
            action=action,
            subject=subject[:LONGEST_SUBJECT],
            details=details,
            previous=head(session),
            digest="",
        )
        session.add(_row(bare))


def head(session: PublishedReader) -> str:
    """The digest of the newest entry: the fingerprint of everything recorded so far."""
    chained = select(AuditEvent.digest).where(AuditEvent.digest.is_not(None))
    newest = chained.order_by(AuditEvent.id.desc()).limit(1)
    return session.scalar(newest) or GENESIS


def deeds(session: PublishedReader) -> list[Deed]:
    """Everything recorded, oldest first."""
    return [_deed(one) for one in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]


def _row(bare: Deed) -> AuditEvent:
    return AuditEvent(
        on=bare.on,
        role=bare.role,
        viewer=bare.viewer,
        action=bare.action,
        subject=bare.subject,
        details=dict(bare.details),
        previous=bare.previous,
        digest=digest(bare),
    )


def _deed(row: AuditEvent) -> Deed:
    return Deed(
        on=row.on,
        role=row.role,
        viewer=row.viewer,
        action=row.action,
        subject=row.subject,
        details=row.details,
        previous=row.previous or "",
        digest=row.digest or "",
    )
