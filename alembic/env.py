"""Runs one room's migrations: the ini section names the room, its tables and its version table."""

from importlib import import_module
from typing import Any

from alembic import context
from sqlalchemy import Connection, MetaData, event

from survey_api.database import make_engine

ROOMS = {
    "identity": ("survey_api.identity.models", "survey_api.identity.database", "IdentityBase"),
    "ballots": ("survey_api.ballots.models", "survey_api.ballots.database", "BallotBase"),
    "published": ("survey_api.published.models", "survey_api.catalogue.database", "PublishedBase"),
}
LOCK_SECONDS, STATEMENT_PATIENCE = 4.0, "15min"
ONE_AT_A_TIME = 7_262_947  # any number; two upgrades of one database wait for each other
room = context.config.config_ini_section


def tables() -> MetaData:
    """The metadata of this room, with all of its models imported."""
    models, home, base = ROOMS[room]
    import_module(models)
    found: MetaData = getattr(import_module(home), base).metadata
    return found


def migrate() -> None:
    """Upgrade inside one transaction; other rooms' tables in the same database are left alone."""
    metadata = tables()
    url = context.config.get_section_option(room, "sqlalchemy.url") or ""
    engine = make_engine(url, journal_mode="DELETE" if room == "ballots" else "WAL")
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _unenforced)
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            _be_patient(connection)
        context.configure(
            connection=connection,
            target_metadata=metadata,
            version_table=f"alembic_version_{room}",
            include_name=lambda name, kind, _parents: kind != "table" or name in metadata.tables,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            _check_references(connection)
        connection.commit()
    engine.dispose()


def _be_patient(connection: Connection) -> None:
    """Wait for a table only briefly: everybody else waits behind a waiting migration. The
    settings and the lock end with the transaction, so that a pooler hands nothing on."""
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{STATEMENT_PATIENCE}'")
    wait = float(context.config.attributes.get("lock_seconds", LOCK_SECONDS))
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{wait * 1000:.0f}ms'")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")


def _unenforced(connection: Any, _record: Any) -> None:
    """SQLite changes a column by making its table again, which references to it would forbid;
    all are checked before the commit (sqlite.org/lang_altertable.html, section 7)."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _check_references(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise RuntimeError(f"The migration of {room} would leave rows that refer to nothing.")


migrate()
