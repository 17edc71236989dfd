"""The databases: their tables, what the server logs and archives, its clock, and backups."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from survey_api import clock, migrations
from survey_api.catalogue.models import AuditEvent
from survey_api.cli.doctor.finding import Finding
from survey_api.conduct.rooms import Rooms
from survey_api.errors import SafeToSayError

OLDEST: Final = 150_000
CLOCKS_APART: Final = timedelta(seconds=5)
BACKUP_DAYS: Final = 8
MARK: Final = "databases-backed-up"
# what a setting may be, the one to choose first: so that the log tells nobody's deeds,
# and so that what was acknowledged stays
QUIET: Final = {
    "log_statement": ("none",),
    "log_min_duration_statement": ("-1",),
    "log_min_error_statement": ("panic", "fatal"),
    "log_parameter_max_length_on_error": ("0",),
    "log_connections": ("off", ""),
    "log_disconnections": ("off",),
    "track_commit_timestamp": ("off",),
}
DURABLE: Final = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write"),
}


def look(rooms: Rooms) -> Iterator[Finding]:
    """Everything that can be asked of the databases; where they do not answer, that is said."""
    try:
        schema = _schema(rooms)
        yield schema
        for server, engine in _servers(rooms).items():
            yield from _server(server, engine)
        if schema.fine:
            yield _backup(rooms)
    except SQLAlchemyError:
        yield Finding(
            False,
            "The databases answer",
            "Check SAFETOSAY_IDENTITY_URL, _BALLOTS_URL and _PUBLISHED_URL, and the server.",
        )


def _schema(rooms: Rooms) -> Finding:
    what = "The three databases have this version's tables"
    try:
        migrations.check(rooms.settings)
    except (SafeToSayError, OSError) as error:
        return Finding(False, what, str(error))
    return Finding(True, what)


def _servers(rooms: Rooms) -> dict[str, Engine]:
    engines = (rooms.identity_engine, rooms.ballots_engine, rooms.published_engine)
    return {
        f"{one.url.host}:{one.url.port or 5432}": one
        for one in engines
        if one.dialect.name == "postgresql"
    }


def _server(name: str, engine: Engine) -> Iterator[Finding]:
    with engine.connect() as connection:
        found = {str(one[0]): str(one[1]) for one in connection.execute(_ASKED)}
        there = connection.scalar(select(func.clock_timestamp()))
    version = int(found.get("server_version_num", "0"))
    yield Finding(
        version >= OLDEST, f"PostgreSQL at {name} is version 15 or newer", "Update the server."
    )
    yield _settings(found, QUIET, f"PostgreSQL at {name} logs no statement and no connection")
    yield _settings(found, DURABLE, f"PostgreSQL at {name} keeps what it has acknowledged")
    yield Finding(
        found.get("archive_mode") == "off",
        f"PostgreSQL at {name} archives no log",
        "Set archive_mode = off, or keep no archive longer than a wave: it knows to the "
        "microsecond when a token was fetched, and still holds what was erased.",
    )
    apart = abs((there or clock.now()) - datetime.now(UTC))
    yield Finding(
        apart < CLOCKS_APART,
        f"The clocks here and of PostgreSQL at {name} agree",
        f"They are {apart.total_seconds():.0f} s apart. Let a time service keep both.",
    )


_ASKED = text("SELECT name, setting FROM pg_settings")


def _settings(found: dict[str, str], wanted: dict[str, tuple[str, ...]], what: str) -> Finding:
    wrong = [name for name, fine in wanted.items() if name in found and found[name] not in fine]
    lines = ", ".join(f"{name} = {wanted[name][0]}" for name in wrong)
    return Finding(not wrong, what, f"Set in postgresql.conf: {lines}")


def _backup(rooms: Rooms) -> Finding:
    with rooms.reading() as session:
        last = session.scalar(select(func.max(AuditEvent.on)).where(AuditEvent.action == "back up"))
    mark = rooms.settings.data_dir / MARK
    days = [one for one in (last, _day(mark)) if one]
    return Finding(
        bool(days) and max(days) >= clock.today() - timedelta(days=BACKUP_DAYS),
        f"The databases were backed up in the last {BACKUP_DAYS} days",
        f"Run: safetosay db backup FOLDER. If you back up otherwise: touch {mark}",
    )


def _day(path: Path) -> date | None:
    if not path.is_file():
        return None
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
