"""The record of deeds as somebody may read it, and as a file to keep."""

import json
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select

from survey_api import audit
from survey_api.access import Permission, Viewer
from survey_api.catalogue import audit_chain
from survey_api.catalogue.audit_chain import GENESIS, Deed
from survey_api.conduct.rooms import Rooms
from survey_api.errors import Invalid
from survey_api.identity.models import Person
from survey_api.published.schemas.record import DeedOut, RecordOut

SHOWN = 200


class RecordUnreadable(Invalid):
    """This file is no export of the record."""


def show(rooms: Rooms, viewer: Viewer) -> RecordOut:
    """The newest deeds; with names only for those whose role includes them."""
    with rooms.reading() as session:
        deeds = audit.deeds(session)
    has_names = viewer.may(Permission.SEE_AUDIT)
    newest = list(enumerate(deeds, start=1))[-SHOWN:]
    names = _names(rooms, (one.viewer for _, one in newest)) if has_names else {}
    return RecordOut(
        n=len(deeds),
        fingerprint=fingerprint(deeds),
        broken_at=audit_chain.broken_at(deeds),
        n_loose=sum(map(audit_chain.is_loose, deeds)),
        has_names=has_names,
        deeds=tuple(_out(number, one, names.get(one.viewer)) for number, one in reversed(newest)),
    )


def export(rooms: Rooms) -> Iterator[str]:
    """One line of JSON for each deed, oldest first; people by the row of room 1, no name."""
    with rooms.reading() as session:
        deeds = audit.deeds(session)
    for one in deeds:
        yield json.dumps(audit_chain.written(one), ensure_ascii=False, sort_keys=True) + "\n"


def read_export(text: str, name: str) -> list[Deed]:
    """The deeds in an exported file; raises ``RecordUnreadable`` with the line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            found.append(audit_chain.read(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise RecordUnreadable(f"{name}, line {number}: this is no entry.") from error
    return found


def fingerprint(deeds: list[Deed]) -> str:
    """The digest of the newest entry that is part of the chain."""
    return next((one.digest for one in reversed(deeds) if one.digest), GENESIS)


def _out(number: int, one: Deed, who: str | None) -> DeedOut:
    return DeedOut(
        number=number, on=one.on, role=one.role, who=who, action=one.action, subject=one.subject
    )


def _names(rooms: Rooms, viewers: Iterable[str]) -> dict[str, str]:
    """Names by id; somebody who was erased has none any more."""
    ids = {UUID(one) for one in set(viewers) if one != audit.COMMAND_LINE}
    with rooms.identity() as session:
        found = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
        return {str(row): name for row, name in found}
