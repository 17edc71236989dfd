"""Find the Alembic scripts (checkout or wheel) and bring the three databases up to date."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from survey_api.database import make_engine
from survey_api.errors import Conflict, Unavailable
from survey_api.settings import Settings

ROOMS = ("identity", "ballots", "published")
LOCK_SECONDS: Final = 4.0
ATTEMPTS: Final = 6
OUT_OF_PATIENCE: Final = {"55P03", "57014"}  # lock_timeout, statement_timeout


class SchemaOutdated(Conflict):
    """A database does not have this version's tables. Run: safetosay init"""


class TablesBusy(Unavailable):
    """Somebody holds a table for longer than an upgrade waits, so nothing was changed. Look for a
    long query, a backup or another upgrade, then run the same command again."""


def scripts() -> Path:
    """The folder with alembic.ini: inside the wheel, else beside the package."""
    package = Path(__file__).parent
    shipped = package / "_alembic"
    return shipped if shipped.is_dir() else package.parent / "alembic"


def urls(settings: Settings) -> dict[str, str]:
    """Room → database URL."""
    return {
        "identity": settings.identity_url,
        "ballots": settings.ballots_url,
        "published": settings.published_url,
    }


def config(room: str, url: str) -> Config:
    """Alembic's configuration for one room."""
    found = Config(str(scripts() / "alembic.ini"), ini_section=room, stdout=StringIO())
    found.set_section_option(room, "sqlalchemy.url", url.replace("%", "%%"))
    return found


def upgrade(settings: Settings, rooms: tuple[str, ...] = ROOMS) -> None:
    """Create or update all tables of these databases. May be repeated, and by two at once."""
    for room in rooms:
        to_revision(room, urls(settings)[room], "head")


def to_revision(
    room: str, url: str, revision: str, *, wait: float = LOCK_SECONDS, attempts: int = ATTEMPTS
) -> None:
    """Bring one database up to a revision; raises ``TablesBusy`` when a table stays taken.

    Each attempt waits for a table only so many seconds, then leaves everybody as much time:
    whoever comes after a waiting migration waits behind it, and the service must go on.
    """
    found = config(room, url)
    found.attributes["lock_seconds"] = wait
    for attempt in range(attempts):
        try:
            command.upgrade(found, revision)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in OUT_OF_PATIENCE:
                raise
            if attempt == attempts - 1:
                raise TablesBusy from error
            time.sleep(wait)
        else:
            return


def check(settings: Settings, rooms: tuple[str, ...] = ROOMS) -> None:
    """Raise ``SchemaOutdated`` when a database lacks what this version needs.

    One that a newer version upgraded is fine as long as everything this version reads and writes
    is there: so the last release goes on, and can be started again, beside the next one.
    """
    for room in rooms:
        url = urls(settings)[room]
        try:
            if not _is_newer(room, url):
                command.check(config(room, url))
            elif lacking := _lacking(room, url):
                raise CommandError(lacking)
        except CommandError as error:
            raise SchemaOutdated(
                f"The {room} database does not have this version's tables. Run: safetosay init"
            ) from error


def revision(room: str, url: str) -> str:
    """The revision a database is at; empty when it has no table of this room yet."""
    engine = make_engine(url, journal_mode="DELETE" if room == "ballots" else "WAL")
    try:
        with engine.connect() as connection:
            table = f"alembic_version_{room}"
            if not engine.dialect.has_table(connection, table):
                return ""
            return str(connection.scalar(text(f"SELECT version_num FROM {table}")) or "")  # noqa: S608
    finally:
        engine.dispose()


def head(room: str) -> str:
    """The revision of this version's tables."""
    return str(ScriptDirectory.from_config(config(room, "sqlite://")).get_current_head())


def knows(room: str, wanted: str) -> bool:
    """Whether this version has the scripts up to that revision."""
    known = ScriptDirectory.from_config(config(room, "sqlite://")).walk_revisions()
    return wanted in {one.revision for one in known}


def _is_newer(room: str, url: str) -> bool:
    now = revision(room, url)
    return bool(now) and not knows(room, now)


def _lacking(room: str, url: str) -> str:
    """What this version needs and a newer schema does not have, or demands and we do not give."""
    found: list[Any] = []

    def look(_revision: Any, context: MigrationContext) -> list[Any]:
        found.extend(compare_metadata(context, context.opts["target_metadata"]))
        return []

    with _environment(config(room, url), look) as script:
        script.run_env()
    return ", ".join(sorted({one[0] for one in found if _stops_us(one)}))


def _stops_us(difference: Any) -> bool:
    kind = difference[0]
    if kind == "remove_column":
        extra = difference[3]
        return not extra.nullable and extra.server_default is None
    return kind in {"add_table", "add_column"}


@contextmanager
def _environment(found: Config, look: Any) -> Iterator[ScriptDirectory]:
    script = ScriptDirectory.from_config(found)
    with EnvironmentContext(found, script, fn=look):
        yield script
