"""Mail at an hour where its reader is: people by their time zone, each group queued by itself."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from survey_api.identity.database import IdentitySession
from survey_api.identity.models import Person
from survey_api.identity.notify.queueing import queue_for

Moment = Callable[[str], datetime]  # the name of a time zone → an instant


def queue_by_zone(
    session: IdentitySession, people: Iterable[UUID], kind: str, wave: str, moment: Moment
) -> int:
    """As ``queue_for``, each at the ``moment`` of their zone. Returns how many were added."""
    wanted = set(people)
    zones: dict[str, list[UUID]] = {}
    for person, zone in session.execute(select(Person.id, Person.timezone).order_by(Person.id)):
        if person in wanted:
            zones.setdefault(zone, []).append(person)
    return sum(
        queue_for(session, found, kind, wave, moment(zone)) for zone, found in sorted(zones.items())
    )
