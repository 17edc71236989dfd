"""Deeds of people in charge: the intent is committed before the deed is done."""

from sqlalchemy import Engine

from survey_api import clock
from survey_api.access import Viewer
from survey_api.catalogue.database import PublishedSession
from survey_api.catalogue.models import AuditEvent
from survey_api.database import transaction

COMMAND_LINE = "command line"


def record(engine: Engine, viewer: Viewer | None, action: str, subject: str) -> None:
    """Commit "somebody does ``action`` to ``subject``" in a transaction of its own.

    ``viewer`` None means the command line of the server.
    """
    roles = ", ".join(sorted(viewer.roles)) if viewer else COMMAND_LINE
    event = AuditEvent(
        on=clock.today(),
        role=roles[:20],
        viewer=viewer.id if viewer else COMMAND_LINE,
        action=action,
        subject=subject,
    )
    with transaction(engine, PublishedSession) as session:
        session.add(event)
