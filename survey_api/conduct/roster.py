"""Import a roster: one plan, then the units, then the people; each step may be repeated."""

from collections.abc import AsyncIterator, Callable

from anyio import to_thread

from survey_api.catalogue.reporting_units import apply_units, read_tree
from survey_api.conduct.rooms import Rooms
from survey_api.errors import TooLarge
from survey_api.identity import roster, roster_csv
from survey_api.identity.roster_store import apply_people, read_roster
from survey_api.published.schemas.running import RosterReport

Progress = Callable[[str, float], None]  # the step, and the share of it that is done
MAX_BYTES = 64 * 1024 * 1024


class RosterTooLarge(TooLarge):
    """The roster file is larger than 64 MiB."""


def silent(_step: str, _share: float) -> None:
    """Tell nobody how far it is."""


def import_csv(
    rooms: Rooms,
    content: bytes,
    *,
    units: bytes | None = None,
    dry_run: bool = False,
    say: Progress = silent,
) -> RosterReport:
    """Apply a roster file as a diff, or only say what it would change.

    Raises ``RosterFaulty`` with every bad row; then nothing was changed. A stop between the
    two steps leaves units that nobody is in yet, and importing again completes it.
    """
    say("read", 0.0)
    incoming = roster_csv.parse(
        content,
        units=units,
        organisation=rooms.settings.organisation,
        timezone=rooms.settings.time_zone,
    )
    say("compare", 0.0)
    with rooms.reading() as published:
        tree = read_tree(published)
    with rooms.identity() as identity:
        current = read_roster(identity, tree)
    diff = roster.plan(current, incoming)
    if not dry_run:
        say("units", 0.0)
        with rooms.published() as published:
            apply_units(published, diff.units)
        with rooms.identity() as identity:
            apply_people(identity, diff, say=lambda share: say("people", share))
    counts = diff.counts()
    return RosterReport(applied=not dry_run, counts=counts, encoding=incoming.encoding)


async def import_in_thread(rooms: Rooms, content: bytes, *, dry_run: bool) -> RosterReport:
    """``import_csv`` away from the event loop."""
    return await to_thread.run_sync(lambda: import_csv(rooms, content, dry_run=dry_run))


async def read_body(stream: AsyncIterator[bytes]) -> bytes:
    """The raw request body, refused as soon as it grows past ``MAX_BYTES``."""
    body = bytearray()
    async for part in stream:
        body += part
        if len(body) > MAX_BYTES:
            raise RosterTooLarge
    return bytes(body)
